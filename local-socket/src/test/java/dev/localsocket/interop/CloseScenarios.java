/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.localsocket.interop;

import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What {@code close()} does to connections, clients and files.
 */
final class CloseScenarios {

	private CloseScenarios() {
	}

	static Stream<Scenario> all() {
		return Stream.of(new Scenario("close with a taken connection", CloseScenarios::takenConnection),
				new Scenario("close with a pending connection", CloseScenarios::pendingConnection),
				new Scenario("close with a client that was not accepted", CloseScenarios::clientInBacklog),
				new Scenario("file after close", CloseScenarios::file),
				new Scenario("client after close", CloseScenarios::newClient),
				new Scenario("client of a stale path after close", CloseScenarios::newClientOfLeftPath),
				new Scenario("close when the file was deleted", CloseScenarios::fileDeleted),
				new Scenario("close when the file belongs to another server", CloseScenarios::fileOfAnother),
				new Scenario("close when a regular file is at the path", CloseScenarios::regularFile));
	}

	private static String takenConnection(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		SocketChannel client = context.client();
		server.settle();
		ScenarioConnection taken = context.closeLater(Objects.requireNonNull(server.nextPendingConnection()));
		server.close();
		taken.write("still here");
		ScenarioContext.send(client, "me too");
		return "%s, %s".formatted(ScenarioContext.receive(client), taken.read(6));
	}

	private static String pendingConnection(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		SocketChannel client = context.client();
		server.settle();
		server.close();
		return "client sees the %s, pending %s, next %s".formatted(ScenarioContext.receive(client),
				server.hasPendingConnections(), server.nextPendingConnection());
	}

	private static String clientInBacklog(ScenarioContext context) throws Exception {
		ScenarioServer server = context.server();
		server.setMaxPendingConnections(0);
		server.listen(context.address("s"));
		SocketChannel client = context.client();
		server.close();
		return "client sees the " + ScenarioContext.receive(client);
	}

	private static String file(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		String before = context.occupant("s");
		server.close();
		return "%s, then %s".formatted(before, context.occupant("s"));
	}

	private static String connect(ScenarioContext context) throws Exception {
		try {
			context.client();
			return "connected";
		}
		catch (SocketException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private static String newClient(ScenarioContext context) throws Exception {
		context.listeningServer().close();
		return connect(context);
	}

	private static String newClientOfLeftPath(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		Files.createLink(context.path("kept"), context.path("s"));
		server.close();
		Files.move(context.path("kept"), context.path("s"));
		return connect(context);
	}

	private static String fileDeleted(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		Files.delete(context.path("s"));
		server.close();
		return "listening %s, %s".formatted(server.isListening(), server.tryToListen(context.address("s")));
	}

	private static String fileOfAnother(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		Files.delete(context.path("s"));
		ServerSocketChannel other = context.foreignServer("s");
		server.close();
		return "%s, clients reach %s".formatted(context.occupant("s"), context.reached(other));
	}

	private static String regularFile(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		Files.delete(context.path("s"));
		context.file("s");
		server.close();
		return context.occupant("s");
	}

}

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

import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.localsocket.WaitResult;

/**
 * What a server accepts, and how it hands connections out.
 */
final class PendingScenarios {

	private PendingScenarios() {
	}

	static Stream<Scenario> all() {
		return Stream.concat(limits(), waits());
	}

	private static Stream<Scenario> limits() {
		return Stream.of(new Scenario("at most 3 pending", (context) -> limit(context, 3)),
				new Scenario("at most 1 pending", (context) -> limit(context, 1)),
				new Scenario("at most 0 pending", (context) -> limit(context, 0)),
				new Scenario("at most 3 pending, set while listening", (context) -> limitWhileListening(context, 3)),
				new Scenario("at most 0 pending, set while listening", (context) -> limitWhileListening(context, 0)),
				new Scenario("default limit of pending", PendingScenarios::defaultLimit),
				new Scenario("limit raised from 0 while clients wait", PendingScenarios::raiseLimit),
				new Scenario("accepting resumes when 1 of 3 is taken", (context) -> resume(context, 1)),
				new Scenario("accepting resumes when 3 of 3 are taken", (context) -> resume(context, 3)),
				new Scenario("oldest connection first", PendingScenarios::order),
				new Scenario("pending until the last is taken", PendingScenarios::takeAll),
				new Scenario("data sent before the connection is taken", PendingScenarios::earlyData),
				new Scenario("client gone before its connection is taken", PendingScenarios::clientGone));
	}

	private static Stream<Scenario> waits() {
		return Stream.of(
				new Scenario("wait when not listening", (context) -> text(context.server().waitForNewConnection(50))),
				new Scenario("wait for 0 ms without clients", (context) -> await(context, 0)),
				new Scenario("wait for 50 ms without clients", (context) -> await(context, 50)),
				new Scenario("wait with a limit of 0", PendingScenarios::waitWithoutRoom),
				new Scenario("wait with a pending connection", PendingScenarios::waitWithPending),
				new Scenario("wait for a client that is there", PendingScenarios::waitForWaitingClient),
				new Scenario("wait without a limit", PendingScenarios::waitWithoutLimit),
				new Scenario("wait after close", PendingScenarios::waitAfterClose));
	}

	private static ScenarioServer server(ScenarioContext context, int max) {
		ScenarioServer server = context.server();
		server.setMaxPendingConnections(max);
		server.listen(context.address("s"));
		return server;
	}

	private static String waitWithoutRoom(ScenarioContext context) throws Exception {
		ScenarioServer server = server(context, 0);
		context.clients(1);
		return text(server.waitForNewConnection(100));
	}

	private static String limit(ScenarioContext context, int max) throws Exception {
		ScenarioServer server = server(context, max);
		context.clients(8);
		return accepted(server);
	}

	private static String accepted(ScenarioServer server) {
		return "%d accepted, pending %s".formatted(server.settle(), server.hasPendingConnections());
	}

	private static String limitWhileListening(ScenarioContext context, int max) throws Exception {
		ScenarioServer server = context.listeningServer();
		server.setMaxPendingConnections(max);
		context.clients(8);
		return accepted(server);
	}

	private static String defaultLimit(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		context.clients(40);
		return "%d accepted".formatted(server.settle());
	}

	private static String raiseLimit(ScenarioContext context) throws Exception {
		ScenarioServer server = server(context, 0);
		context.clients(2);
		int before = server.settle();
		server.setMaxPendingConnections(8);
		return "%d accepted, then %d".formatted(before, server.settle());
	}

	private static String resume(ScenarioContext context, int taken) throws Exception {
		ScenarioServer server = server(context, 3);
		context.clients(8);
		int before = server.settle();
		for (int i = 0; i < taken; i++) {
			take(context, server);
		}
		return "%d more".formatted(server.settle() - before);
	}

	private static String order(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		for (String text : new String[] { "a", "b", "c" }) {
			ScenarioContext.send(context.client(), text);
		}
		server.settle();
		return take(context, server).read(1) + take(context, server).read(1) + take(context, server).read(1);
	}

	private static String takeAll(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		context.clients(2);
		int announced = server.settle();
		take(context, server);
		boolean afterFirst = server.hasPendingConnections();
		take(context, server);
		return "%d announced, after the first %s, after the second %s, then %s".formatted(announced, afterFirst,
				server.hasPendingConnections(), server.nextPendingConnection());
	}

	private static String earlyData(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		ScenarioContext.send(context.client(), "early");
		server.settle();
		return take(context, server).read(5);
	}

	private static String clientGone(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		try (SocketChannel client = context.client()) {
			ScenarioContext.send(client, "last");
		}
		server.settle();
		ScenarioConnection connection = take(context, server);
		return connection.read(4) + connection.read(1);
	}

	private static ScenarioConnection take(ScenarioContext context, ScenarioServer server) {
		return context.closeLater(Objects.requireNonNull(server.nextPendingConnection(), "No pending connection"));
	}

	private static String text(WaitResult result) {
		return "available %s, timed out %s".formatted(result.available(), result.timedOut());
	}

	private static String await(ScenarioContext context, int millis) throws Exception {
		return text(context.listeningServer().waitForNewConnection(millis));
	}

	private static String waitWithPending(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		context.client();
		server.settle();
		return text(server.waitForNewConnection(50));
	}

	private static String waitForWaitingClient(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		context.client();
		return text(server.waitForNewConnection(10_000));
	}

	private static String waitWithoutLimit(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		FutureTask<WaitResult> waiting = new FutureTask<>(() -> server.waitForNewConnection(-1));
		context.start(waiting);
		context.client();
		return text(waiting.get(20, TimeUnit.SECONDS));
	}

	private static String waitAfterClose(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		context.client();
		server.settle();
		server.close();
		return text(server.waitForNewConnection(50));
	}

}

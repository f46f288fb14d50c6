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

import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.error.SocketError;

/**
 * What a server tells about itself, and what it remembers of errors.
 */
final class ServerScenarios {

	private ServerScenarios() {
	}

	static Stream<Scenario> all() {
		return Stream.of(new Scenario("new server", (context) -> properties(context.server())),
				new Scenario("error of a new server", (context) -> error(context.server())),
				new Scenario("listen at a path", ServerScenarios::listenAtPath),
				new Scenario("listen by name", ServerScenarios::listenByName),
				new Scenario("listen without a name", (context) -> listenInVain(context, "")),
				new Scenario("listen at a descriptor that is not open", ServerScenarios::listenAtClosedDescriptor),
				new Scenario("listen while listening", ServerScenarios::listenTwice),
				new Scenario("error string after a success", ServerScenarios::errorStringAfterSuccess),
				new Scenario("error after a success", ServerScenarios::errorAfterSuccess),
				new Scenario("error string after close", ServerScenarios::errorStringAfterClose),
				new Scenario("close when not listening", ServerScenarios::closeIdle),
				new Scenario("properties after close", ServerScenarios::propertiesAfterClose),
				new Scenario("listen again after close", ServerScenarios::listenAgain),
				new Scenario("backlog of 3", ServerScenarios::backlog),
				new Scenario("backlog set while listening", ServerScenarios::backlogWhileListening),
				new Scenario("backlog of 0", ServerScenarios::backlogOfZero),
				new Scenario("negative limit of pending connections", ServerScenarios::negativeLimit));
	}

	private static String properties(ScenarioServer server) {
		return "listening %s, name '%s', full name '%s', descriptor %d, max %d, backlog %d, options %s, pending %s, next %s"
			.formatted(server.isListening(), server.serverName(), server.fullServerName(), server.socketDescriptor(),
					server.maxPendingConnections(), server.listenBacklogSize(), server.socketOptions(),
					server.hasPendingConnections(), server.nextPendingConnection());
	}

	private static String error(ScenarioServer server) {
		return "%s '%s'".formatted(server.serverError(), server.errorString());
	}

	private static String names(ScenarioServer server) {
		return "name '%s', full name '%s'".formatted(server.serverName(), server.fullServerName());
	}

	private static String listenInVain(ScenarioContext context, String name) {
		ScenarioServer server = context.server();
		return server.tryToListen(name) + ", " + names(server);
	}

	private static String listenAtPath(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		return "%s, descriptor %s, %s".formatted(names(server), server.socketDescriptor() > 0, context.occupant("s"));
	}

	private static String listenByName(ScenarioContext context) {
		String name = context.uniqueName();
		ScenarioServer server = context.server();
		return "%s, %s".formatted(server.tryToListen(name), names(server))
			.replace(LocalServer.resolveName(name), "PATH")
			.replace(name, "NAME");
	}

	private static String listenAtClosedDescriptor(ScenarioContext context) {
		ScenarioServer server = context.server();
		return "%s, %s".formatted(server.listen(9999), server.serverError());
	}

	private static String listenTwice(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		SocketError before = server.serverError();
		boolean again = server.listen(context.address("t"));
		return "%s, %s, error changed %s, second %s".formatted(again, names(server), before != server.serverError(),
				context.occupant("t"));
	}

	private static ScenarioServer successAfterError(ScenarioContext context) {
		ScenarioServer server = context.server();
		server.listen(context.address("missing/s"));
		server.listen(context.address("s"));
		return server;
	}

	private static String errorStringAfterSuccess(ScenarioContext context) {
		ScenarioServer server = successAfterError(context);
		return "listening %s, empty %s".formatted(server.isListening(), server.errorString().isEmpty());
	}

	private static String errorAfterSuccess(ScenarioContext context) {
		return successAfterError(context).serverError().name();
	}

	private static String errorStringAfterClose(ScenarioContext context) {
		ScenarioServer server = successAfterError(context);
		server.close();
		return "'" + server.errorString() + "'";
	}

	private static String closeIdle(ScenarioContext context) {
		ScenarioServer server = context.server();
		server.close();
		return properties(server);
	}

	private static String propertiesAfterClose(ScenarioContext context) {
		ScenarioServer server = context.listeningServer();
		server.close();
		return properties(server);
	}

	private static String listenAgain(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		server.close();
		String result = server.tryToListen(context.address("s"));
		context.client();
		return "%s, announced %d".formatted(result, server.settle());
	}

	/** The kernel lets one more in than the backlog has room for. */
	private static String backlog(ScenarioContext context) throws Exception {
		ScenarioServer server = context.server();
		server.setMaxPendingConnections(0);
		server.setListenBacklogSize(3);
		server.listen(context.address("s"));
		return "size %d, room for %d".formatted(server.listenBacklogSize(), context.clientsWithoutWaiting(10));
	}

	private static String backlogWhileListening(ScenarioContext context) {
		ScenarioServer server = context.listeningServer();
		server.setListenBacklogSize(3);
		return "size " + server.listenBacklogSize();
	}

	private static String backlogOfZero(ScenarioContext context) {
		ScenarioServer server = context.server();
		server.setListenBacklogSize(0);
		return "size " + server.listenBacklogSize();
	}

	private static String negativeLimit(ScenarioContext context) {
		ScenarioServer server = context.server();
		server.setMaxPendingConnections(-1);
		return "limit " + server.maxPendingConnections();
	}

}

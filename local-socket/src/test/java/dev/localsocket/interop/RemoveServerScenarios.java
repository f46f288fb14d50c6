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

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;

/**
 * What {@code removeServer()} removes.
 */
final class RemoveServerScenarios {

	private RemoveServerScenarios() {
	}

	static Stream<Scenario> all() {
		return Stream.of(new Scenario("remove nothing", RemoveServerScenarios::remove),
				new Scenario("remove a stale socket", RemoveServerScenarios::staleSocket),
				new Scenario("remove a stale socket by name", RemoveServerScenarios::staleSocketByName),
				new Scenario("remove a live server", RemoveServerScenarios::liveServer),
				new Scenario("remove a live server of the same kind", RemoveServerScenarios::twin),
				new Scenario("remove a regular file", RemoveServerScenarios::regularFile),
				new Scenario("remove a directory", RemoveServerScenarios::directory),
				new Scenario("remove a dangling link", RemoveServerScenarios::danglingLink),
				new Scenario("remove in a missing directory", RemoveServerScenarios::missingDirectory),
				new Scenario("remove the empty name", (context) -> String.valueOf(context.removeServer(""))));
	}

	private static String remove(ScenarioContext context) throws Exception {
		return "%s, %s".formatted(context.removeServer(context.address("s")), context.occupant("s"));
	}

	private static String staleSocket(ScenarioContext context) throws Exception {
		context.staleSocket("s");
		return "%s, %s".formatted(remove(context), context.server().tryToListen(context.address("s")));
	}

	private static String staleSocketByName(ScenarioContext context) throws Exception {
		String name = context.uniqueName();
		Path path = Path.of(LocalServer.resolveName(name));
		context.closeLater(() -> Files.deleteIfExists(path));
		context.staleSocket(path.toString());
		return "%s, exists %s".formatted(context.removeServer(name), Files.exists(path));
	}

	private static String liveServer(ScenarioContext context) throws Exception {
		ServerSocketChannel other = context.foreignServer("s");
		return "%s, clients reach %s".formatted(remove(context), context.reached(other));
	}

	private static String twin(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer();
		return "%s, listening %s".formatted(remove(context), server.isListening());
	}

	private static String regularFile(ScenarioContext context) throws Exception {
		context.file("s");
		return remove(context);
	}

	private static String directory(ScenarioContext context) throws Exception {
		Files.createDirectory(context.path("s"));
		return remove(context);
	}

	private static String danglingLink(ScenarioContext context) throws Exception {
		Files.createSymbolicLink(context.path("s"), context.path("missing"));
		return remove(context);
	}

	private static String missingDirectory(ScenarioContext context) {
		return String.valueOf(context.removeServer(context.address("missing/s")));
	}

}

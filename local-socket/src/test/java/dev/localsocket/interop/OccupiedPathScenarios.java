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
import java.util.stream.Stream;

import dev.localsocket.SocketOption;

/**
 * What a server does when something is at its path already. Qt works differently when an
 * access option is set.
 */
final class OccupiedPathScenarios {

	private OccupiedPathScenarios() {
	}

	static Stream<Scenario> all() {
		return Stream.concat(withOptions(""), withOptions(", with access options", SocketOption.USER_ACCESS));
	}

	private static Stream<Scenario> withOptions(String suffix, SocketOption... options) {
		return Stream.of(new Scenario("live server at the path" + suffix, (context) -> liveServer(context, options)),
				new Scenario("live server of the same kind at the path" + suffix, (context) -> twin(context, options)),
				new Scenario("stale socket at the path" + suffix, (context) -> staleSocket(context, options)),
				new Scenario("regular file at the path" + suffix, (context) -> regularFile(context, options)),
				new Scenario("directory at the path" + suffix, (context) -> directory(context, options)),
				new Scenario("dangling link at the path" + suffix, (context) -> danglingLink(context, options)),
				new Scenario("link to a live server at the path" + suffix,
						(context) -> linkToLiveServer(context, options)));
	}

	private static String listenAndClose(ScenarioContext context, SocketOption... options) throws Exception {
		ScenarioServer server = context.server(options);
		String result = server.tryToListen(context.address("s"));
		String during = context.occupant("s");
		server.close();
		return "%s, %s, after close %s".formatted(result, during, context.occupant("s"));
	}

	private static String liveServer(ScenarioContext context, SocketOption... options) throws Exception {
		ServerSocketChannel other = context.foreignServer("s");
		String result = context.server(options).tryToListen(context.address("s"));
		return "%s, clients reach %s".formatted(result, context.reached(other));
	}

	private static String twin(ScenarioContext context, SocketOption... options) throws Exception {
		ScenarioServer first = context.listeningServer(options);
		String result = context.server(options).tryToListen(context.address("s"));
		context.client();
		return "%s, clients reach %s".formatted(result, (first.settle() == 1) ? "the first" : "the second");
	}

	private static String staleSocket(ScenarioContext context, SocketOption... options) throws Exception {
		context.staleSocket("s");
		return listenAndClose(context, options);
	}

	private static String regularFile(ScenarioContext context, SocketOption... options) throws Exception {
		context.file("s");
		return listenAndClose(context, options);
	}

	private static String directory(ScenarioContext context, SocketOption... options) throws Exception {
		Files.createDirectory(context.path("s"));
		return listenAndClose(context, options);
	}

	private static String danglingLink(ScenarioContext context, SocketOption... options) throws Exception {
		Files.createSymbolicLink(context.path("s"), context.path("missing"));
		return listenAndClose(context, options);
	}

	private static String linkToLiveServer(ScenarioContext context, SocketOption... options) throws Exception {
		context.foreignServer("other");
		Files.createSymbolicLink(context.path("s"), context.path("other"));
		return "%s, other %s".formatted(listenAndClose(context, options), context.occupant("other"));
	}

}

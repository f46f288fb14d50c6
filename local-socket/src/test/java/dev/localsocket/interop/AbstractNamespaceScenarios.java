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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.localsocket.SocketOption;

/**
 * Names in Linux's abstract namespace.
 */
final class AbstractNamespaceScenarios {

	private static final Path SOCKETS_OF_THE_SYSTEM = Path.of("/proc/net/unix");

	private AbstractNamespaceScenarios() {
	}

	static Stream<Scenario> all() {
		return Stream.of(new Scenario("abstract name", (context) -> listen(context, context.uniqueName())),
				new Scenario("abstract name like a path", (context) -> listen(context, context.address("s"))),
				new Scenario("abstract name together with access options", AbstractNamespaceScenarios::withAccess),
				new Scenario("abstract name of another server", AbstractNamespaceScenarios::inUse),
				new Scenario("abstract name after close", AbstractNamespaceScenarios::afterClose),
				new Scenario("empty abstract name", (context) -> listen(context, "")),
				new Scenario("abstract name of 106 bytes", (context) -> listen(context, ofLength(context, 106))),
				new Scenario("abstract name of 107 bytes", (context) -> listen(context, ofLength(context, 107))),
				new Scenario("abstract name of 108 bytes", (context) -> listen(context, ofLength(context, 108))));
	}

	private static ScenarioServer server(ScenarioContext context) {
		return context.server(SocketOption.ABSTRACT_NAMESPACE);
	}

	private static String ofLength(ScenarioContext context, int length) {
		String name = context.uniqueName();
		return name + "x".repeat(length - name.length());
	}

	private static String listen(ScenarioContext context, String name) throws Exception {
		return listen(context, server(context), name);
	}

	/** The kernel shows the NUL before an abstract name as an at sign. */
	private static String listen(ScenarioContext context, ScenarioServer server, String name) throws Exception {
		String result = server.tryToListen(name);
		boolean bound = Files.readString(SOCKETS_OF_THE_SYSTEM).contains(" @" + name + "\n");
		String text = "%s, name '%s', full name '%s', bound %s, %s".formatted(result, server.serverName(),
				server.fullServerName(), bound, context.occupant("s"));
		return name.isEmpty() ? text : text.replace(name, "NAME");
	}

	private static String withAccess(ScenarioContext context) throws Exception {
		ScenarioServer server = context.server(SocketOption.ABSTRACT_NAMESPACE, SocketOption.USER_ACCESS);
		return listen(context, server, context.uniqueName());
	}

	private static String inUse(ScenarioContext context) {
		String name = context.uniqueName();
		return "%s, %s".formatted(server(context).tryToListen(name), server(context).tryToListen(name));
	}

	private static String afterClose(ScenarioContext context) {
		String name = context.uniqueName();
		ScenarioServer server = server(context);
		server.listen(name);
		server.close();
		return server(context).tryToListen(name);
	}

}

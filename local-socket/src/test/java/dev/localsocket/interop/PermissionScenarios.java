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

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.localsocket.SocketOption;

/**
 * The permissions that options give, and when options can be set.
 */
final class PermissionScenarios {

	private PermissionScenarios() {
	}

	static Stream<Scenario> all() {
		return Stream.concat(
				IntStream.range(0, 16).mapToObj(PermissionScenarios::options).map(PermissionScenarios::modeOf),
				Stream.of(new Scenario("options can be read", PermissionScenarios::readOptions),
						new Scenario("options set while listening", PermissionScenarios::whileListening),
						new Scenario("options after close", PermissionScenarios::afterClose)));
	}

	/** The options whose ordinals are the bits of a number. */
	private static Set<SocketOption> options(int bits) {
		Set<SocketOption> options = EnumSet.allOf(SocketOption.class);
		options.removeIf((option) -> (bits & 1 << option.ordinal()) == 0);
		return options;
	}

	private static Scenario modeOf(Set<SocketOption> options) {
		return new Scenario("mode with the options " + options,
				(context) -> mode(context, options.toArray(SocketOption[]::new)));
	}

	private static String mode(ScenarioContext context, SocketOption... options) throws Exception {
		context.listeningServer(options);
		return context.mode("s");
	}

	private static String readOptions(ScenarioContext context) {
		ScenarioServer server = context.server(SocketOption.ABSTRACT_NAMESPACE, SocketOption.OTHER_ACCESS,
				SocketOption.USER_ACCESS);
		return new TreeSet<>(server.socketOptions()).toString();
	}

	private static String whileListening(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer(SocketOption.USER_ACCESS);
		server.setSocketOptions(SocketOption.GROUP_ACCESS);
		return "%s, mode %s".formatted(server.socketOptions(), context.mode("s"));
	}

	private static String afterClose(ScenarioContext context) throws Exception {
		ScenarioServer server = context.listeningServer(SocketOption.USER_ACCESS);
		server.close();
		server.setSocketOptions(SocketOption.GROUP_ACCESS);
		server.listen(context.address("s"));
		return "%s, mode %s".formatted(server.socketOptions(), context.mode("s"));
	}

}

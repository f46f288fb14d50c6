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
package dev.localsocket.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what the pages name exists.
 */
class DocumentedNamesTests {

	private static final DocumentedNames names = new DocumentedNames();

	static List<Path> pages() throws IOException {
		try (Stream<Path> pages = Files.list(Path.of("../docs"))) {
			return Stream
				.concat(Stream.of(Path.of("../README.md")),
						pages.filter((file) -> file.toString().endsWith(".md")).sorted())
				.toList();
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void whatThePageNamesExists(Path page) throws IOException {
		assertThat(names.unknownIn(Files.readString(page)))
			.as("Names in %s that nothing has. Mend them, or write them without backticks if they are not ours", page)
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "setIdleTimeouts", "setMostConnections(3)", "LocalServer.setReadBufferSize",
			"LocalServer.setWriteTimeout(...)", "LocalServr", "new LocalSockett()", "@LocalSocketListner",
			"ADDRESS_IN_USES", "SocketError.NO_SUCH", "local-socket.servers.<name>.idle-timeouts",
			"local-socket.servers.control.idle-timeouts", "-Dlocal-socket.transports=junixsocket",
			"local-socket.directories", "local.socket.connections.closed", "idle-timeouts", "authorization.allowed",
			"closeServers()" })
	void nameThatNothingHasIsFound(String name) {
		assertThat(names.unknownIn("Set `%s`, and `listen()`.".formatted(name))).containsExactly(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "LocalServer", "LocalServer.listen", "LocalServer.listen(String)",
			"ConnectionLimits.withIdleTimeout", "setLinger", "nextPendingConnection()", "ADDRESS_IN_USE",
			"SocketError.NO_ERROR", "local-socket.servers.<name>.idle-timeout", "local-socket.servers",
			"-Dlocal-socket.transport=junixsocket", "local.socket.errors", "idle-timeout: 5s", "IllegalStateException",
			"new LocalSocket()", "/tmp/app", "any words at all", "read", "FactoryBean", "flatMap", "RuntimeDirectory",
			"local-socket.servers.control.idle-timeout", "tmpfiles.d", "connect(2)", "SIGTERM", "LISTEN_FDS",
			"spring-boot-starter-jackson", "QLocalServer" })
	void nameThatSomethingHasIsNotFound(String name) {
		assertThat(names.unknownIn("Set `%s`.".formatted(name))).isEmpty();
	}

	@Test
	void codeIsNotLookedAt() {
		assertThat(names.unknownIn("```java\n`setIdleTimeout`\n```\n")).isEmpty();
	}

}

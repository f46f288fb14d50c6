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

package dev.localsocket.test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.SocketOption;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LocalSocketTestClient}.
 */
@Timeout(30)
class LocalSocketTestClientTests {

	private static final Duration SHORT = Duration.ofMillis(10);

	@TempDir
	Path directory;

	private final LocalServer server = new LocalServer();

	private Path path() {
		return this.directory.resolve("s");
	}

	@BeforeEach
	void listen() {
		assertThat(this.server.listen(path().toString())).isTrue();
	}

	@AfterEach
	void close() {
		this.server.connections().forEach(LocalSocket::abort);
		this.server.close();
	}

	private LocalSocket accepted() throws IOException {
		this.server.waitForNewConnection(Duration.ofSeconds(10));
		return Objects.requireNonNull(this.server.nextPendingConnection());
	}

	private static void write(LocalSocket socket, String text) {
		assertThat(socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))).isTrue();
	}

	private static ThrowableAssertAlternative<AssertionError> assertFails(ThrowingCallable code) {
		return assertThatExceptionOfType(AssertionError.class).isThrownBy(code);
	}

	@Test
	void linesAreReadInOrder() throws IOException {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(this.server)) {
			write(accepted(), "one\ntwö\n\nthree");
			client.expectLine("one").expectLine("twö");
			assertThat(client.readLine()).isEmpty();
			assertThat(client.readBytes(5)).asString(StandardCharsets.UTF_8).isEqualTo("three");
		}
	}

	@Test
	void linesAndBytesAreSent() throws IOException {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(path())) {
			client.send("ä").sendBytes((byte) 1, (byte) 2).closeOutput();
			assertThat(accepted().inputStream().readAllBytes()).isEqualTo(new byte[] { -61, -92, '\n', 1, 2 });
		}
	}

	@Test
	void serverInTheAbstractNamespaceIsFound() throws IOException {
		try (LocalServer server = new LocalServer()) {
			server.setSocketOptions(SocketOption.ABSTRACT_NAMESPACE);
			assertThat(server.listen("test-client-" + ProcessHandle.current().pid())).isTrue();
			try (LocalSocketTestClient client = LocalSocketTestClient.connect(server)) {
				client.closeOutput();
			}
		}
	}

	@Test
	void lineThatDoesNotEndIsAnError() throws IOException {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(this.server).withTimeout(SHORT)) {
			write(accepted(), "half");
			assertFails(client::readLine).withMessageStartingWith("Expected a line from the server within 10 ms");
		}
	}

	@Test
	void lineCutOffByTheEndIsAnErrorThatShowsIt() throws IOException {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(this.server)) {
			LocalSocket accepted = accepted();
			write(accepted, "half");
			accepted.close();
			assertFails(client::readLine)
				.withMessageEndingWith("but the server has ended the connection. Read so far: 'half'");
		}
	}

	@Test
	void lineThatDiffersIsAnError() throws IOException {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(this.server)) {
			write(accepted(), "a\n");
			assertFails(() -> client.expectLine("b")).withMessageContaining("Line from the server");
		}
	}

	@Test
	void endIsExpected() throws IOException {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(this.server)) {
			accepted().close();
			client.expectEnd();
		}
	}

	@Test
	void endThatDoesNotComeIsAnError() throws IOException {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(this.server).withTimeout(SHORT)) {
			assertFails(client::expectEnd).withMessageContaining("but the server has not closed it");
		}
	}

	@Test
	void outputBeforeTheEndIsAnErrorThatShowsIt() throws IOException {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(this.server)) {
			write(accepted(), "more");
			assertFails(client::expectEnd).withMessageEndingWith("but the server sent more. Read so far: 'more'");
		}
	}

	@Test
	void sendingAfterTheEndIsAnError() {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(this.server)) {
			client.closeOutput();
			assertFails(() -> client.send("x")).withMessageContaining("closed for output");
		}
	}

	@Test
	void serverThatDoesNotListenIsAnError() {
		this.server.close();
		assertFails(() -> LocalSocketTestClient.connect(this.server)).withMessageContaining("does not listen");
		assertFails(() -> LocalSocketTestClient.connect(path())).withMessageContaining(path().toString());
	}

}

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
package dev.localsocket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.localsocket.error.SocketError;
import dev.localsocket.testing.LineClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LocalServerStatistics}.
 */
@Timeout(30)
class LocalServerStatisticsTests {

	@TempDir
	Path directory;

	private final LocalServer server = new LocalServer();

	private final LocalServerStatistics statistics = this.server.statistics();

	@AfterEach
	void close() {
		this.server.close();
	}

	private Path socket() {
		return this.directory.resolve("control");
	}

	private void listen() {
		assertThat(this.server.listen(socket().toString())).isTrue();
	}

	private LocalSocket accept() throws IOException {
		assertThat(this.server.waitForNewConnection(Duration.ofSeconds(10)).available()).isTrue();
		LocalSocket socket = this.server.nextPendingConnection();
		assertThat(socket).isNotNull();
		return socket;
	}

	/** A client that sends 6 bytes, is sent 3 and leaves. */
	private void converse() throws IOException {
		try (LineClient client = new LineClient(socket()).send("hello\n")) {
			LocalSocket socket = accept();
			assertThat(socket.write(StandardCharsets.UTF_8.encode("ok\n"))).isTrue();
			assertThat(client.readLine()).isEqualTo("ok");
			await().until(() -> socket.bytesReceived() == 6);
			socket.close();
		}
		await().until(() -> this.server.activeConnections() == 0);
	}

	@Test
	void bytesOfOpenAndEndedConnectionsAreAddedUp() throws IOException {
		listen();
		converse();
		try (LineClient client = new LineClient(socket()).send("more\n"); LocalSocket socket = accept()) {
			await().until(() -> socket.bytesReceived() == 5);
			assertThat(client).isNotNull();
			assertThat(this.statistics.bytesRead()).isEqualTo(11);
			assertThat(this.statistics.bytesWritten()).isEqualTo(3);
		}
		await().until(() -> this.server.activeConnections() == 0);
		assertThat(this.statistics.bytesRead()).isEqualTo(11);
	}

	@Test
	void countersGoOnWhenTheServerListensAgain() throws IOException {
		listen();
		converse();
		this.server.close();
		listen();
		assertThat(this.statistics.accepted()).isEqualTo(1);
		converse();
		assertThat(this.statistics.accepted()).isEqualTo(2);
		assertThat(this.statistics.bytesRead()).isEqualTo(12);
		assertThat(this.statistics.bytesWritten()).isEqualTo(6);
	}

	@Test
	void connectionsBeyondTheLimitAreCountedAsRejected() throws IOException {
		this.server.setLimits(this.server.limits().withMaxConnections(1));
		listen();
		try (LineClient first = new LineClient(socket()); LocalSocket socket = accept()) {
			assertThat(socket.state()).isEqualTo(LocalSocket.State.CONNECTED);
			try (LineClient second = new LineClient(socket())) {
				assertThat(second.readLine()).isNull();
			}
			this.server.setLimits(this.server.limits().withMaxConnections(0));
			this.server.setLimits(this.server.limits().withMaxConnectionsPerUser(1));
			try (LineClient third = new LineClient(socket())) {
				assertThat(third.readLine()).isNull();
			}
			assertThat(first).isNotNull();
		}
		assertThat(this.statistics.rejected(RejectionReason.MAX_CONNECTIONS)).isEqualTo(1);
		assertThat(this.statistics.rejected(RejectionReason.MAX_CONNECTIONS_PER_USER)).isEqualTo(1);
		assertThat(this.statistics.rejected()).isEqualTo(2);
		assertThat(this.statistics.accepted()).isEqualTo(1);
	}

	@Test
	void decisionsOnConnectionsAreCountedByTheirKind() throws IOException {
		try (LocalServer deciding = new DecidingServer()) {
			assertThat(deciding.listen(socket().toString())).isTrue();
			for (int i = 0; i < 2; i++) {
				try (LineClient client = new LineClient(socket())) {
					assertThat(client.readLine()).isNull();
				}
			}
			LocalServerStatistics counted = deciding.statistics();
			assertThat(counted.rejected()).isEqualTo(2);
			assertThat(counted.rejected(RejectionReason.NOT_ACCEPTED)).isEqualTo(1);
			assertThat(counted.rejected(RejectionReason.DECISION_FAILED)).isEqualTo(1);
			assertThat(counted.failures(SocketError.HANDLER_FAILED)).isEqualTo(1);
			assertThat(counted.accepted()).isZero();
		}
	}

	@Test
	void errorsAreCountedByTheirKindAlsoThoseOfListen() throws IOException {
		Files.createFile(socket());
		assertThat(this.server.listen(socket().toString())).isFalse();
		Files.delete(socket());
		listen();
		try (LineClient client = new LineClient(socket())) {
			accept().disconnectFromServer(SocketError.FRAMING_ERROR, "for the test");
			assertThat(client.readLine()).isNull();
		}
		await().until(() -> this.statistics.failures() == 2);
		assertThat(this.statistics.failures(SocketError.ADDRESS_IN_USE)).isEqualTo(1);
		assertThat(this.statistics.failures(SocketError.FRAMING_ERROR)).isEqualTo(1);
	}

	/** Rejects its first connection, and fails on others. */
	private static final class DecidingServer extends LocalServer {

		private int count;

		@Override
		protected void incomingConnection(IncomingConnection connection) {
			if (this.count++ > 0) {
				throw new IllegalStateException("for the test");
			}
			connection.reject("not now");
		}

	}

}

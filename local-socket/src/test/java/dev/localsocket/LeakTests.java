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
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.testing.ProcessState;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nothing is left of connections and servers: no descriptor, no thread, no
 * file. The {@link SocketSandbox} looks once more, at the end.
 */
@Tag("transport")
@Timeout(60)
class LeakTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void connectionsLeaveNothing() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		assertNothingIsLeft(1000, () -> connectSendDisconnect(server));
		assertThat(server.activeConnections()).isZero();
	}

	@Test
	void connectionsWhosePeerIsGoneWhileWeWriteLeaveNothing() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		assertNothingIsLeft(300, () -> writeToAPeerThatCloses(server));
		assertThat(server.activeConnections()).isZero();
	}

	@Test
	void rejectedConnectionsLeaveNothing() throws Exception {
		LocalServer server = this.sandbox.closeLater(new LocalServer() {

			@Override
			protected void incomingConnection(IncomingConnection connection) {
				connection.reject("by the test");
			}

		});
		this.sandbox.listen(server);
		assertNothingIsLeft(300, () -> {
			try (LocalSocket client = LocalSocket.connectToServer(server.fullServerName())) {
				assertThat(client.inputStream().read()).isEqualTo(-1);
			}
		});
	}

	@Test
	void failedConnectsLeaveNothing() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		assertNothingIsLeft(300, () -> {
			try {
				LocalSocket.connectToServer(this.sandbox.address("missing")).close();
			}
			catch (LocalSocketException ex) {
				assertThat(server.isListening()).isTrue();
			}
		});
	}

	@Test
	void serversLeaveNothing() throws Exception {
		this.sandbox.listeningServer();
		assertNothingIsLeft(300, () -> {
			try (LocalServer server = new LocalServer()) {
				assertThat(server.listen(this.sandbox.address("other"))).isTrue();
				LocalSocket.connectToServer(server.fullServerName()).close();
			}
		});
	}

	@Test
	void serversThatCannotListenLeaveNothing() throws Exception {
		this.sandbox.listeningServer();
		this.sandbox.foreignServer("foreign");
		assertNothingIsLeft(20, () -> {
			try (LocalServer server = new LocalServer()) {
				assertThat(server.listen(this.sandbox.address("s"))).isFalse();
				assertThat(server.listen(this.sandbox.address("foreign"))).isFalse();
			}
		});
	}

	private void assertNothingIsLeft(int cycles, Cycle cycle) throws IOException {
		for (int i = 0; i < 20; i++) {
			cycle.run();
		}
		long descriptors = settledDescriptors();
		int threads = ProcessState.threads("local-socket").size();
		int files = this.sandbox.files().size();
		for (int i = 0; i < cycles; i++) {
			cycle.run();
		}
		eventually().untilAsserted(() -> {
			assertThat(ProcessState.sockets().size()).isEqualTo(descriptors);
			assertThat(ProcessState.threads("local-socket")).hasSize(threads);
		});
		assertThat(this.sandbox.files()).hasSize(files);
	}

	/** The loop closes the last connections of the warm-up a moment later. */
	private static long settledDescriptors() {
		return eventually().during(Duration.ofMillis(200))
			.until(() -> (long) ProcessState.sockets().size(), new Stable()::test);
	}

	private static void connectSendDisconnect(LocalServer server) throws IOException {
		try (LocalSocket client = LocalSocket.connectToServer(server.fullServerName())) {
			client.outputStream().write(1);
			server.waitForNewConnection(Duration.ofSeconds(10));
			LocalSocket accepted = server.nextPendingConnection();
			assertThat(accepted).isNotNull();
			try (accepted) {
				assertThat(accepted.inputStream().read()).isEqualTo(1);
			}
		}
	}

	private static void writeToAPeerThatCloses(LocalServer server) throws IOException {
		try (SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(server.fullServerName()))) {
			server.waitForNewConnection(Duration.ofSeconds(10));
			LocalSocket accepted = server.nextPendingConnection();
			assertThat(accepted).isNotNull();
			accepted.write(ByteBuffer.allocate(1_000_000));
			assertThat(peer.read(ByteBuffer.allocate(1000))).isPositive();
		}
	}

	/** Something that is to leave nothing. */
	@FunctionalInterface
	private interface Cycle {

		void run() throws IOException;

	}

	/** True when a value is the same as the last time. */
	private static final class Stable {

		private long last = -1;

		boolean test(long value) {
			boolean same = value == this.last;
			this.last = value;
			return same;
		}

	}

}

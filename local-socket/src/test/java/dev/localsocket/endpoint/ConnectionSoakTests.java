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

package dev.localsocket.endpoint;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import dev.localsocket.IncomingConnection;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.testing.ProcessState;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that many connections leave nothing: no descriptor, thread, file or memory. The
 * system property {@code local-socket.soak.cycles} says how many.
 */
@Timeout(600)
class ConnectionSoakTests {

	private static final int CYCLES = Integer.getInteger("local-socket.soak.cycles", 2000);

	private static final int WARM_UP_CYCLES = CYCLES / 10;

	private static final long TOLERATED_BYTES = 2 * 1024 * 1024;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void connectionsLeaveNothing() throws Exception {
		LocalServer server = this.sandbox.listen(this.sandbox.closeLater(new ClosingServer()));
		connect(server, WARM_UP_CYCLES);
		State before = State.measure();
		long start = System.nanoTime();
		connect(server, CYCLES);
		Duration duration = Duration.ofNanos(System.nanoTime() - start);
		eventually().untilAsserted(() -> assertNothingIsAdded(before));
		System.out.printf("%d connections in %d ms: before %s, after %s%n", CYCLES, duration.toMillis(), before,
				State.measure());
		assertThat(server.isReachable()).isTrue();
		server.close();
		assertThat(this.sandbox.files()).isEmpty();
	}

	private static void connect(LocalServer server, int cycles) throws IOException {
		UnixDomainSocketAddress address = UnixDomainSocketAddress.of(server.fullServerName());
		for (int i = 0; i < cycles; i++) {
			try (SocketChannel channel = SocketChannel.open(address)) {
				// Every other time the server is the first to close
				channel.write(ByteBuffer.wrap(new byte[] { (byte) (i % 2) }));
				if (i % 2 == ClosingServer.CLOSE) {
					assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
				}
			}
		}
		eventually().until(() -> server.activeConnections() == 0);
	}

	private static void assertNothingIsAdded(State before) throws IOException {
		State now = State.measure();
		assertThat(now.descriptors()).isEqualTo(before.descriptors());
		assertThat(now.threads()).isEqualTo(before.threads());
		assertThat(now.usedBytes()).isLessThanOrEqualTo(before.usedBytes() + TOLERATED_BYTES);
	}

	/**
	 * What may grow.
	 *
	 * @param descriptors the open descriptors of the process
	 * @param threads the threads of the library
	 * @param usedBytes the heap in use after a garbage collection
	 */
	private record State(int descriptors, int threads, long usedBytes) {

		static State measure() throws IOException {
			System.gc();
			Runtime runtime = Runtime.getRuntime();
			return new State(ProcessState.sockets().size(), ProcessState.threads("local-socket").size(),
					runtime.totalMemory() - runtime.freeMemory());
		}

	}

	/** A server that closes a connection when it is asked to, or when the peer does. */
	private static final class ClosingServer extends LocalServer {

		static final byte CLOSE = 1;

		@Override
		protected void incomingConnection(IncomingConnection connection) {
			connection.accept().addListener(new LocalSocketCallbacks() {

				@Override
				public void readyRead(LocalSocket socket) {
					ByteBuffer buffer = ByteBuffer.allocate(1);
					if (socket.read(buffer) == 1 && buffer.get(0) == CLOSE) {
						socket.close();
					}
				}

			});
		}

	}

}

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
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.localsocket.testing.Bytes;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a {@link LocalServer} that is closed and listens again before the loop that
 * accepts has noticed.
 */
@Tag("transport")
@Timeout(60)
class LocalServerRestartTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final CountDownLatch deciding = new CountDownLatch(1);

	private final CountDownLatch decided = new CountDownLatch(1);

	@Test
	void connectionsOfTheEarlierRunAreClosedAndNotMixedWithThoseOfTheNext() throws Exception {
		SlowServer server = this.sandbox.listen(this.sandbox.closeLater(new SlowServer()));
		SocketChannel other = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		SocketChannel first = connectSlowly(server);
		SocketChannel second = this.sandbox.connectForeign(server);
		CompletableFuture<Boolean> restarted = restartOnTheLoopOf(socket, server);
		other.write(ByteBuffer.allocate(1));
		assertThat(restarted.get()).isTrue();
		this.decided.countDown();
		assertThat(Bytes.drain(first)).isZero();
		assertIsClosed(second);
		assertThat(server.hasPendingConnections()).isFalse();
		this.sandbox.connectForeign(server);
		assertThat(this.sandbox.take(server).fullServerName()).isEqualTo(this.sandbox.address("t"));
		assertThat(server.hasPendingConnections()).isFalse();
	}

	/** Connects, and waits until the server holds up the loop that accepts. */
	private SocketChannel connectSlowly(SlowServer server) throws Exception {
		server.slow = true;
		SocketChannel channel = this.sandbox.connectForeign(server);
		this.deciding.await();
		return channel;
	}

	/** On this loop the server cannot wait for the other, which accepts. */
	private CompletableFuture<Boolean> restartOnTheLoopOf(LocalSocket socket, LocalServer server) {
		CompletableFuture<Boolean> restarted = new CompletableFuture<>();
		socket.addListener(new LocalSocketCallbacks() {

			@Override
			public void readyRead(LocalSocket readable) {
				server.close();
				restarted.complete(server.listen(LocalServerRestartTests.this.sandbox.address("t")));
			}

		});
		return restarted;
	}

	/** The kernel resets a connection that was never accepted. */
	private static void assertIsClosed(SocketChannel channel) {
		eventually().until(() -> {
			try {
				return channel.read(ByteBuffer.allocate(1)) < 0;
			}
			catch (IOException ex) {
				return true;
			}
		});
	}

	/** A server that takes long to decide on a connection. */
	private final class SlowServer extends LocalServer {

		private volatile boolean slow;

		SlowServer() {
			super(new EventLoops(2));
		}

		@Override
		protected void incomingConnection(IncomingConnection connection) {
			if (this.slow) {
				this.slow = false;
				LocalServerRestartTests.this.deciding.countDown();
				awaitDecision();
			}
			super.incomingConnection(connection);
		}

		private void awaitDecision() {
			try {
				LocalServerRestartTests.this.decided.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}

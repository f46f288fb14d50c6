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
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the limits of a {@link LocalServer} that Qt does not have.
 */
class LocalServerLimitTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final Queue<String> rejections = new ConcurrentLinkedQueue<>();

	private LocalServer server() {
		LocalServer server = this.sandbox.server();
		server.addListener(new LocalServerListener() {

			@Override
			public void rejected(LocalServer server, PeerCredentials peer, RejectionReason reason, String text) {
				LocalServerLimitTests.this.rejections.add(reason + ": " + text);
			}

		});
		return server;
	}

	private static boolean isClosed(SocketChannel client) throws Exception {
		return client.read(ByteBuffer.allocate(1)) == -1;
	}

	@Test
	void maxConnectionsHoldsExactly() throws Exception {
		LocalServer server = server();
		server.setLimits(server.limits().withMaxConnections(3));
		this.sandbox.listen(server);
		SocketChannel first = this.sandbox.connectForeign(server);
		this.sandbox.connectForeign(server);
		this.sandbox.connectForeign(server);
		assertThat(isClosed(this.sandbox.connectForeign(server))).isTrue();
		assertThat(this.rejections).containsExactly("MAX_CONNECTIONS: The limit of 3 connections is reached");
		assertThat(server.activeConnections()).isEqualTo(3);
		first.close();
		eventually().until(() -> server.activeConnections() == 2);
		this.sandbox.connectForeign(server);
		eventually().until(() -> server.activeConnections() == 3);
		assertThat(this.rejections).hasSize(1);
	}

	@Test
	void maxConnectionsPerUserCountsTheUsersConnections() throws Exception {
		LocalServer server = server();
		server.setLimits(server.limits().withMaxConnectionsPerUser(1));
		this.sandbox.listen(server);
		this.sandbox.connectForeign(server);
		assertThat(isClosed(this.sandbox.connectForeign(server))).isTrue();
		assertThat(this.rejections).singleElement()
			.asString()
			.contains("MAX_CONNECTIONS_PER_USER", "limit of 1 connections of the user");
		assertThat(server.activeConnections()).isEqualTo(1);
	}

	@Test
	void connectionWithoutTrafficIsClosed() throws Exception {
		LocalServer server = server();
		server.setLimits(server.limits().withIdleTimeout(Duration.ofMillis(100)));
		this.sandbox.listen(server);
		SocketChannel client = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		assertThat(isClosed(client)).isTrue();
		eventually().until(() -> socket.closeReason() == CloseReason.IDLE_TIMEOUT);
		assertThat(server.errorCount()).isZero();
		assertThat(socket.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
	}

	@Test
	void trafficKeepsAConnectionOpen() throws Exception {
		LocalServer server = server();
		server.setLimits(server.limits().withIdleTimeout(Duration.ofMillis(500)));
		this.sandbox.listen(server);
		SocketChannel client = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		ByteBuffer one = ByteBuffer.allocate(1);
		while (socket.duration().compareTo(Duration.ofSeconds(1)) < 0) {
			client.write(one.clear());
			assertThat(socket.waitForReadyRead(Duration.ofSeconds(10))).isTrue();
			socket.read(one.clear());
		}
		assertThat(socket.state()).isEqualTo(LocalSocket.State.CONNECTED);
		eventually().until(() -> socket.closeReason() == CloseReason.IDLE_TIMEOUT);
	}

	@Test
	void bytesThatNobodyReadsKeepAConnectionOpen() throws Exception {
		LocalServer server = server();
		server.setLimits(server.limits().withIdleTimeout(Duration.ofMillis(50)));
		LocalSocket socket = acceptWithBytes(server, 10);
		eventually().until(() -> socket.duration().compareTo(Duration.ofMillis(300)) > 0);
		assertThat(socket.state()).isEqualTo(LocalSocket.State.CONNECTED);
		socket.read(ByteBuffer.allocate(10));
		eventually().until(() -> socket.closeReason() == CloseReason.IDLE_TIMEOUT);
	}

	/**
	 * The bytes are there before the connection is accepted, so that it is never idle.
	 */
	private LocalSocket acceptWithBytes(LocalServer server, int count) throws IOException {
		int max = server.maxPendingConnections();
		server.setMaxPendingConnections(0);
		this.sandbox.listen(server);
		this.sandbox.connectForeign(server).write(ByteBuffer.allocate(count));
		server.setMaxPendingConnections(max);
		return this.sandbox.take(server);
	}

	@Test
	void timeoutsMayBeEndless() throws Exception {
		LocalServer server = server();
		Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
		server.setLimits(ConnectionLimits.NONE.withIdleTimeout(endless).withWriteTimeout(endless));
		this.sandbox.listen(server);
		this.sandbox.connectForeign(server).write(ByteBuffer.allocate(1));
		assertThat(this.sandbox.take(server).waitForReadyRead(Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void readingCountsAsTraffic() throws Exception {
		LocalServer server = server();
		server.setLimits(server.limits().withIdleTimeout(Duration.ofMillis(400)));
		LocalSocket socket = acceptWithBytes(server, 1);
		eventually().until(() -> socket.duration().compareTo(Duration.ofMillis(700)) > 0);
		Duration taken = socket.duration();
		socket.read(ByteBuffer.allocate(1));
		eventually().until(() -> socket.closeReason() == CloseReason.IDLE_TIMEOUT);
		assertThat(socket.duration().minus(taken)).isGreaterThanOrEqualTo(Duration.ofMillis(390));
	}

	@Test
	void peerThatReadsNothingForTooLongIsDisconnected() throws Exception {
		LocalServer server = server();
		server.setLimits(server.limits().withWriteTimeout(Duration.ofMillis(100)));
		this.sandbox.listen(server);
		this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		assertThat(socket.write(ByteBuffer.allocate(2_000_000))).isTrue();
		eventually().until(() -> socket.closeReason() == CloseReason.ERROR);
		assertThat(socket.error()).isEqualTo(SocketError.TIMEOUT);
		assertThat(socket.errorString()).isEqualTo("The peer has not read for 100 ms");
		eventually().until(() -> server.errorCount() == 1);
	}

	@Test
	void peerThatReadsSlowlyIsNotDisconnected() throws Exception {
		LocalServer server = server();
		server.setLimits(server.limits().withWriteTimeout(Duration.ofSeconds(5)));
		this.sandbox.listen(server);
		SocketChannel client = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		socket.write(ByteBuffer.allocate(2_000_000));
		socket.close();
		ByteBuffer buffer = ByteBuffer.allocate(10_000);
		long total = 0;
		for (int count; (count = client.read(buffer.clear())) > 0;) {
			total += count;
		}
		assertThat(total).isEqualTo(2_000_000);
		assertThat(server.errorCount()).isZero();
	}

}

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
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests of the connections that a {@link LocalServer} accepts and hands out, and of the
 * wait for them.
 */
@Timeout(60)
class LocalServerPendingTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration FOREVER = Duration.ofMillis(-1);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3, 30 })
	void exactlyAsManyConnectionsAreAcceptedAsMayBePending(int max) throws Exception {
		LocalServer server = this.sandbox.server();
		server.setMaxPendingConnections(max);
		this.sandbox.listen(server);
		connectForeign(server, max + 5);
		assertPendingStays(server, max);
		for (int i = 0; i < Math.min(max, 5); i++) {
			this.sandbox.take(server);
			assertPendingStays(server, max);
		}
	}

	@Test
	void connectionsWaitInTheBacklogUntilTheyMayBePending() throws Exception {
		LocalServer server = this.sandbox.server();
		server.setMaxPendingConnections(0);
		this.sandbox.listen(server);
		connectForeign(server, 5);
		assertPendingStays(server, 0);
		server.setMaxPendingConnections(2);
		assertPendingStays(server, 2);
		server.setMaxPendingConnections(30);
		assertPendingStays(server, 5);
	}

	@Test
	void allConnectionsAreTakenInTheOrderOfTheirComing() throws Exception {
		LocalServer server = this.sandbox.server();
		server.setMaxPendingConnections(2);
		this.sandbox.listen(server);
		List<SocketChannel> clients = connectForeign(server, 20);
		for (int i = 0; i < clients.size(); i++) {
			clients.get(i).write(ByteBuffer.wrap(new byte[] { (byte) i }));
		}
		List<Integer> taken = new ArrayList<>();
		while (taken.size() < clients.size()) {
			taken.add(this.sandbox.take(server).inputStream().read());
		}
		assertThat(taken).isEqualTo(IntStream.range(0, clients.size()).boxed().toList());
		assertThat(server.nextPendingConnection()).isNull();
	}

	@Test
	void takePendingConnectionTakesThatOne() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		connectForeign(server, 2);
		eventually().until(() -> server.pendingConnections() == 2);
		LocalSocket first = this.sandbox.closeLater(nextPending(server));
		LocalSocket second = this.sandbox
			.closeLater(server.connections().stream().filter((s) -> s != first).findAny().orElseThrow());
		assertThat(server.takePendingConnection(first)).isFalse();
		assertThat(server.takePendingConnection(second)).isTrue();
		assertThat(server.hasPendingConnections()).isFalse();
	}

	@Test
	void closeClosesConnectionsThatNobodyHasTaken() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		SocketChannel client = this.sandbox.connectForeign(server);
		eventually().until(server::hasPendingConnections);
		server.close();
		assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
		assertThat(server.hasPendingConnections()).isFalse();
		eventually().until(() -> server.activeConnections() == 0);
	}

	@Test
	void closeLeavesConnectionsThatHaveBeenTaken() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket client = this.sandbox.connect(server);
		LocalSocket taken = this.sandbox.take(server);
		server.close();
		client.write(ByteBuffer.wrap(new byte[] { 42 }));
		assertThat(taken.inputStream().read()).isEqualTo(42);
		taken.write(ByteBuffer.wrap(new byte[] { 43 }));
		assertThat(client.inputStream().read()).isEqualTo(43);
		assertThat(taken.serverName()).isEqualTo(this.sandbox.address("s"));
		assertThat(server.activeConnections()).isEqualTo(1);
	}

	@Test
	void closeEndsConnectionsThatWaitInTheBacklog() throws Exception {
		LocalServer server = this.sandbox.server();
		server.setMaxPendingConnections(0);
		this.sandbox.listen(server);
		SocketChannel client = this.sandbox.connectForeign(server);
		server.close();
		try {
			assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageContaining("reset");
		}
	}

	@Test
	void newConnectionsAreRefusedAfterClose() {
		LocalServer server = this.sandbox.listeningServer();
		String name = server.fullServerName();
		server.close();
		assertThatExceptionOfType(LocalSocketException.class).isThrownBy(() -> LocalSocket.connectToServer(name))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(SocketError.SERVER_NOT_FOUND));
	}

	@Test
	void connectionsThatComeTogetherAreAllServed() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		List<BackgroundCall<Integer>> clients = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			byte number = (byte) i;
			clients.add(this.sandbox.async(() -> roundTrip(server, number)));
		}
		for (int i = 0; i < clients.size(); i++) {
			LocalSocket socket = this.sandbox.take(server);
			socket.outputStream().write(socket.inputStream().read());
		}
		for (int i = 0; i < clients.size(); i++) {
			assertThat(clients.get(i).result()).isEqualTo(i);
		}
	}

	private static int roundTrip(LocalServer server, byte number) throws IOException {
		try (LocalSocket socket = LocalSocket.connectToServer(server.fullServerName())) {
			socket.outputStream().write(number);
			return socket.inputStream().read();
		}
	}

	@Test
	void waitFindsAConnectionThatIsPending() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		this.sandbox.connectForeign(server);
		assertThat(server.waitForNewConnection(LONG)).isEqualTo(new WaitResult(true, false));
		assertThat(server.waitForNewConnection(Duration.ZERO)).isEqualTo(new WaitResult(true, false));
	}

	@Test
	void waitEndsWhenAConnectionComes() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		BackgroundCall<WaitResult> waiting = this.sandbox.async(() -> server.waitForNewConnection(FOREVER))
			.awaitBlocked();
		this.sandbox.connectForeign(server);
		assertThat(waiting.result()).isEqualTo(new WaitResult(true, false));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 30 })
	void waitTimesOut(long millis) throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		long start = System.nanoTime();
		assertThat(server.waitForNewConnection(Duration.ofMillis(millis))).isEqualTo(new WaitResult(false, true));
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	@Test
	void waitEndsAtOnceWhenNotListening() throws Exception {
		assertThat(this.sandbox.server().waitForNewConnection(FOREVER)).isEqualTo(new WaitResult(false, false));
	}

	@Test
	void waitEndsWhenTheServerIsClosed() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		BackgroundCall<WaitResult> waiting = this.sandbox.async(() -> server.waitForNewConnection(FOREVER))
			.awaitBlocked();
		server.close();
		assertThat(waiting.result()).isEqualTo(new WaitResult(false, false));
	}

	@Test
	void waitEndsWhenTheThreadIsInterrupted() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		BackgroundCall<WaitResult> waiting = this.sandbox.async(() -> {
			try {
				return server.waitForNewConnection(FOREVER);
			}
			finally {
				interrupted.complete(Thread.currentThread().isInterrupted());
			}
		}).awaitBlocked();
		waiting.thread().interrupt();
		assertThatIOException().isThrownBy(waiting::result).isInstanceOf(InterruptedIOException.class);
		assertThat(interrupted).isCompletedWithValue(true);
		this.sandbox.connect(server);
		this.sandbox.take(server);
	}

	@Test
	void waitFailsOnTheThreadOfAnEventLoop() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		CompletableFuture<WaitResult> result = new CompletableFuture<>();
		server.addListener(new LocalServerListener() {

			@Override
			public void newConnection(LocalServer told, LocalSocket socket) {
				told.takePendingConnection(socket);
				try {
					result.complete(told.waitForNewConnection(LONG));
				}
				catch (IOException | RuntimeException ex) {
					result.completeExceptionally(ex);
				}
				socket.close();
			}

		});
		this.sandbox.connectForeign(server);
		assertThat(result).failsWithin(LONG)
			.withThrowableThat()
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("event loop");
	}

	private List<SocketChannel> connectForeign(LocalServer server, int count) throws IOException {
		List<SocketChannel> clients = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			clients.add(this.sandbox.connectForeign(server));
		}
		return clients;
	}

	private static LocalSocket nextPending(LocalServer server) {
		LocalSocket socket = server.nextPendingConnection();
		if (socket == null) {
			throw new AssertionError("No connection is pending");
		}
		return socket;
	}

	private static void assertPendingStays(LocalServer server, int count) {
		eventually().until(() -> server.pendingConnections() == count);
		eventually().during(Duration.ofMillis(30)).until(() -> server.pendingConnections() == count);
	}

}

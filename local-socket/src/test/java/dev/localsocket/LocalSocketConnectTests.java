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
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.localsocket.LocalSocket.State;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.Bytes;
import dev.localsocket.testing.ProcessState;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of a {@link LocalSocket} that connects in the background, once or again.
 */
@Tag("transport")
@Timeout(60)
class LocalSocketConnectTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final Recorder recorder = new Recorder();

	private LocalSocket socket() {
		LocalSocket socket = new LocalSocket();
		this.sandbox.closeLater(socket::abort);
		socket.setServerName(this.sandbox.address("s"));
		socket.addListener(this.recorder);
		return socket;
	}

	@Test
	void newSocketHasTheProperties() throws Exception {
		LocalSocket socket = new LocalSocket();
		assertThat(socket.state()).isEqualTo(State.UNCONNECTED);
		assertThat(socket.serverName()).isEmpty();
		assertThat(socket.fullServerName()).isEmpty();
		assertThat(socket.socketOptions()).isEmpty();
		assertThat(socket.connectTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(socket.readTimeout()).isZero();
		assertThat(socket.linger()).isEqualTo(Duration.ofSeconds(30));
		assertThat(socket.socketDescriptor()).isEqualTo(-1);
		assertThat(socket.peerCredentials()).isEqualTo(new PeerCredentials(-1, -1, -1));
		assertThat(socket.duration()).isZero();
		assertThat(socket.bytesAvailable() + socket.bytesToWrite() + socket.bytesReceived() + socket.bytesSent())
			.isZero();
		assertThat(socket.canReadLine()).isFalse();
		assertThat(socket.atEnd()).isTrue();
		assertThat(socket.isClosedHere()).isFalse();
		assertThat(socket.isInputShutDown()).isFalse();
		assertThat(socket.closeReason()).isNull();
		assertThat(socket.error()).isEqualTo(SocketError.NO_ERROR);
		assertThat(socket.toString()).contains(socket.id());
	}

	@Test
	void unconnectedSocketCannotBeUsed() throws Exception {
		LocalSocket socket = new LocalSocket();
		assertThat(socket.read(ByteBuffer.allocate(1))).isEqualTo(-1);
		assertThat(socket.write(ByteBuffer.allocate(1))).isFalse();
		assertThat(socket.error()).isEqualTo(SocketError.NOT_CONNECTED);
		assertThatIllegalStateException().isThrownBy(socket::inputStream).withMessageContaining("connectToServer()");
		assertThatIllegalStateException().isThrownBy(socket::outputStream).withMessageContaining("connectToServer()");
		assertThat(socket.waitForConnected(LONG)).isFalse();
		assertThat(socket.waitForReadyRead(LONG)).isFalse();
		assertThat(socket.waitForBytesWritten(LONG)).isFalse();
		assertThat(socket.waitForDisconnected(LONG)).isFalse();
		assertThat(socket.flush()).isFalse();
		for (Runnable call : List.<Runnable>of(socket::shutdownInput, socket::shutdownOutput, socket::close,
				socket::abort)) {
			call.run();
			assertThat(socket.state()).isEqualTo(State.UNCONNECTED);
		}
	}

	@Test
	void serverNameIsResolvedAsTheServerDoes() {
		LocalSocket socket = new LocalSocket();
		socket.setServerName("some-name");
		assertThat(socket.serverName()).isEqualTo("some-name");
		assertThat(socket.fullServerName()).isEqualTo(LocalServer.resolveName("some-name"));
		socket.setSocketOptions(SocketOption.ABSTRACT_NAMESPACE);
		assertThat(socket.fullServerName()).isEqualTo("some-name");
		assertThat(socket.socketOptions()).containsExactly(SocketOption.ABSTRACT_NAMESPACE);
	}

	@Test
	void socketConnectsAgainAfterItWasDisconnected() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket socket = socket();
		for (int i = 1; i <= 5; i++) {
			socket.connectToServer();
			assertThat(socket.waitForConnected(LONG)).isTrue();
			LocalSocket accepted = this.sandbox.take(server);
			assertThat(socket.state()).isEqualTo(State.CONNECTED);
			assertThat(socket.bytesSent()).isZero();
			socket.outputStream().write(i);
			assertThat(accepted.inputStream().read()).isEqualTo(i);
			accepted.outputStream().write(i);
			assertThat(socket.inputStream().read()).isEqualTo(i);
			socket.disconnectFromServer();
			assertThat(socket.isClosedHere()).isTrue();
			assertThat(socket.waitForDisconnected(LONG)).isTrue();
			assertThat(socket.state()).isEqualTo(State.UNCONNECTED);
			assertThat(accepted.inputStream().read()).isEqualTo(-1);
		}
		eventually().until(() -> this.recorder.events.stream().filter("disconnected"::equals).count() == 5);
		assertThat(this.recorder.events).filteredOn((event) -> event.endsWith("connected"))
			.containsExactly("connected", "disconnected", "connected", "disconnected", "connected", "disconnected",
					"connected", "disconnected", "connected", "disconnected");
	}

	@Test
	void callbacksAreToldOnOneThreadOfALoop() throws Exception {
		this.sandbox.listeningServer();
		LocalSocket socket = socket();
		for (int i = 0; i < 4; i++) {
			socket.connectToServer();
			assertThat(socket.waitForConnected(LONG)).isTrue();
			socket.close();
			assertThat(socket.waitForDisconnected(LONG)).isTrue();
		}
		assertThat(this.recorder.threads.stream().distinct()).singleElement()
			.asString()
			.startsWith("local-socket-loop");
	}

	@Test
	void endOfAConnectionIsWaitedForOnce() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket socket = socket();
		for (int i = 0; i < 2; i++) {
			socket.connectToServer();
			assertThat(socket.waitForConnected(LONG)).isTrue();
			this.sandbox.take(server).close();
			assertThat(socket.waitForDisconnected(LONG)).isTrue();
			assertThat(socket.waitForDisconnected(LONG)).isFalse();
		}
	}

	@Test
	void socketConnectsAgainRightAfterItWasDisconnected() throws Exception {
		this.sandbox.listeningServer().setMaxPendingConnections(100);
		LocalSocket socket = socket();
		for (int i = 0; i < 50; i++) {
			socket.connectToServer();
			assertThat(socket.waitForConnected(LONG)).isTrue();
			socket.disconnectFromServer();
			assertThat(socket.state()).isEqualTo(State.UNCONNECTED);
			assertThat(socket.socketDescriptor()).isEqualTo(-1);
		}
		eventually().until(() -> this.recorder.events.stream().filter("disconnected"::equals).count() == 50);
		assertThat(this.recorder.events).filteredOn((event) -> event.endsWith("connected"))
			.containsExactlyElementsOf(Collections.nCopies(50, List.of("connected", "disconnected"))
				.stream()
				.flatMap(List::stream)
				.toList());
	}

	@Test
	void whatIsQueuedIsSentThoughTheSocketConnectsAgain() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket socket = socket();
		socket.connectToServer();
		assertThat(socket.waitForConnected(LONG)).isTrue();
		LocalSocket first = this.sandbox.take(server);
		first.setReadBufferSize(1);
		byte[] bytes = Bytes.random(4_000_000);
		socket.write(ByteBuffer.wrap(bytes));
		socket.disconnectFromServer();
		assertThat(socket.state()).isEqualTo(State.CLOSING);
		assertThatIllegalStateException().isThrownBy(() -> socket.setServerName("other"));
		socket.connectToServer();
		assertThat(socket.waitForConnected(LONG)).isTrue();
		assertThat(socket.bytesToWrite()).isZero();
		first.setReadBufferSize(0);
		assertThat(first.inputStream().readAllBytes()).isEqualTo(bytes);
		assertThat(socket.state()).isEqualTo(State.CONNECTED);
		socket.outputStream().write(7);
		assertThat(this.sandbox.take(server).inputStream().read()).isEqualTo(7);
		eventually().until(() -> first.state() == State.UNCONNECTED);
		assertThat(this.recorder.events).filteredOn((event) -> event.endsWith("connected"))
			.containsExactly("connected", "disconnected", "connected");
	}

	@Test
	void callbacksAreToldOfEachState() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket socket = socket();
		List<String> events = new CopyOnWriteArrayList<>();
		socket.addListener(new LocalSocketCallbacks() {

			@Override
			public void stateChanged(LocalSocket told, State state) {
				events.add(state.name());
			}

			@Override
			public void connected(LocalSocket told) {
				events.add("connected");
			}

			@Override
			public void disconnected(LocalSocket told) {
				events.add("disconnected");
			}

			@Override
			public void errorOccurred(LocalSocket told, SocketError error, String text) {
				events.add("error");
			}

		});
		connectAndEnd(server, socket, (accepted) -> socket.disconnectFromServer());
		awaitEvents(events, "CONNECTING", "CONNECTED", "connected", "CLOSING", "UNCONNECTED", "disconnected");
		connectAndEnd(server, socket, (accepted) -> socket.abort());
		awaitEvents(events, "CONNECTING", "CONNECTED", "connected", "UNCONNECTED", "disconnected");
		connectAndEnd(server, socket, LocalSocket::close);
		awaitEvents(events, "CONNECTING", "CONNECTED", "connected", "CLOSING", "UNCONNECTED", "disconnected");
		server.close();
		socket.connectToServer();
		awaitEvents(events, "CONNECTING", "error", "UNCONNECTED");
	}

	private void connectAndEnd(LocalServer server, LocalSocket socket, Consumer<LocalSocket> end) throws IOException {
		socket.connectToServer();
		assertThat(socket.waitForConnected(LONG)).isTrue();
		end.accept(this.sandbox.take(server));
	}

	private static void awaitEvents(List<String> events, String... expected) {
		eventually().untilAsserted(() -> assertThat(events).containsExactly(expected));
		events.clear();
	}

	@Test
	void callbacksAreToldThatAnAttemptWasAbandoned() throws Exception {
		serverWithFullBacklog();
		LocalSocket socket = socket();
		List<State> states = new CopyOnWriteArrayList<>();
		socket.addListener(new LocalSocketCallbacks() {

			@Override
			public void stateChanged(LocalSocket told, State state) {
				states.add(state);
			}

		});
		socket.connectToServer();
		socket.abort();
		eventually().untilAsserted(() -> assertThat(states).containsExactly(State.CONNECTING, State.UNCONNECTED));
	}

	@Test
	void socketConnectsAgainRightAfterItWasAborted() throws Exception {
		this.sandbox.listeningServer().setMaxPendingConnections(100);
		LocalSocket socket = socket();
		for (int i = 0; i < 20; i++) {
			socket.abort();
			assertThat(socket.state()).isEqualTo(State.UNCONNECTED);
			socket.connectToServer();
			if (i % 2 == 0) {
				assertThat(socket.waitForConnected(LONG)).isTrue();
			}
		}
		assertThat(socket.waitForConnected(LONG)).isTrue();
		assertThat(socket.state()).isEqualTo(State.CONNECTED);
	}

	@Test
	void socketConnectsAgainInACallback() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket socket = socket();
		socket.addListener(new LocalSocketCallbacks() {

			@Override
			public void disconnected(LocalSocket told) {
				told.connectToServer();
			}

		});
		socket.connectToServer();
		for (int i = 0; i < 5; i++) {
			this.sandbox.take(server).abort();
		}
		this.sandbox.take(server);
		eventually().until(() -> socket.state() == State.CONNECTED);
	}

	@Test
	void socketRetriesInACallbackUntilTheServerIsThere() throws Exception {
		LocalSocket socket = socket();
		AtomicInteger failures = new AtomicInteger();
		CountDownLatch third = new CountDownLatch(3);
		socket.addListener(new LocalSocketCallbacks() {

			@Override
			public void errorOccurred(LocalSocket told, SocketError error, String text) {
				assertThat(told.state()).isEqualTo(State.UNCONNECTED);
				failures.incrementAndGet();
				third.countDown();
				told.connectToServer();
			}

		});
		socket.connectToServer();
		assertThat(third.await(20, TimeUnit.SECONDS)).isTrue();
		LocalServer server = this.sandbox.listeningServer();
		this.sandbox.take(server);
		eventually().until(() -> socket.state() == State.CONNECTED);
		assertThat(this.recorder.events).filteredOn((event) -> event.startsWith("error"))
			.hasSize(failures.get())
			.allMatch((event) -> event.startsWith("error SERVER_NOT_FOUND"));
	}

	@Test
	void attemptThatFailsIsToldAndLeavesTheSocketUnconnected() throws Exception {
		LocalSocket socket = socket();
		socket.connectToServer();
		assertThat(socket.waitForConnected(LONG)).isFalse();
		assertThat(socket.state()).isEqualTo(State.UNCONNECTED);
		assertThat(socket.error()).isEqualTo(SocketError.SERVER_NOT_FOUND);
		assertThat(socket.errorString()).contains(this.sandbox.address("s"));
		assertThat(socket.closeReason()).isEqualTo(CloseReason.ERROR);
		eventually().until(() -> this.recorder.events.size() == 1);
		assertThat(this.recorder.events).singleElement().asString().startsWith("error SERVER_NOT_FOUND");
		assertThat(this.recorder.threads).allMatch((name) -> name.startsWith("local-socket-loop"));
	}

	@Test
	void attemptFailsWithoutAName() throws Exception {
		LocalSocket socket = new LocalSocket();
		socket.connectToServer();
		assertThat(socket.waitForConnected(LONG)).isFalse();
		assertThat(socket.error()).isEqualTo(SocketError.INVALID_NAME);
		assertThat(socket.errorString()).contains("empty");
	}

	@Test
	void successForgetsTheErrorBefore() throws Exception {
		LocalSocket socket = socket();
		socket.connectToServer();
		assertThat(socket.waitForConnected(LONG)).isFalse();
		this.sandbox.listeningServer();
		socket.connectToServer();
		assertThat(socket.waitForConnected(LONG)).isTrue();
		assertThat(socket.error()).isEqualTo(SocketError.NO_ERROR);
		assertThat(socket.errorString()).isEmpty();
		assertThat(socket.closeReason()).isNull();
	}

	@Test
	void socketConnectsInTheAbstractNamespace() throws Exception {
		String name = "ls-" + UUID.randomUUID();
		LocalServer server = this.sandbox.server();
		server.setSocketOptions(SocketOption.ABSTRACT_NAMESPACE);
		assertThat(server.listen(name)).isTrue();
		LocalSocket socket = socket();
		socket.setServerName(name);
		socket.setSocketOptions(SocketOption.ABSTRACT_NAMESPACE);
		socket.connectToServer();
		assertThat(socket.waitForConnected(LONG)).isTrue();
		assertThat(socket.fullServerName()).isEqualTo(name);
	}

	@Test
	void socketIsConnectingWhileTheBacklogIsFull() throws Exception {
		LocalServer server = serverWithFullBacklog();
		LocalSocket socket = socket();
		socket.connectToServer();
		assertThat(socket.state()).isEqualTo(State.CONNECTING);
		assertThat(socket.waitForConnected(Duration.ofMillis(20))).isFalse();
		assertThat(socket.state()).isEqualTo(State.CONNECTING);
		assertThat(socket.waitForDisconnected(LONG)).isFalse();
		assertThat(socket.read(ByteBuffer.allocate(1))).isZero();
		assertThat(socket.atEnd()).isFalse();
		assertThat(socket.write(ByteBuffer.allocate(1))).isFalse();
		assertThat(socket.error()).isEqualTo(SocketError.NOT_CONNECTED);
		assertThatIllegalStateException().isThrownBy(socket::connectToServer).withMessageContaining("CONNECTING");
		assertThatIllegalStateException().isThrownBy(() -> socket.setServerName("other"));
		assertThatIllegalStateException().isThrownBy(socket::setSocketOptions);
		server.setMaxPendingConnections(30);
		assertThat(socket.waitForConnected(LONG)).isTrue();
		assertThat(socket.state()).isEqualTo(State.CONNECTED);
		assertThatIllegalStateException().isThrownBy(socket::connectToServer).withMessageContaining("CONNECTED");
		assertThatIllegalStateException().isThrownBy(() -> socket.setServerName("other"));
	}

	@Test
	void attemptWaitsForTheBacklogLongerThanOneSystemCallDoes() throws Exception {
		LocalServer server = serverWithFullBacklog();
		LocalSocket socket = socket();
		socket.connectToServer();
		assertThat(socket.waitForConnected(Duration.ofMillis(1500))).isFalse();
		assertThat(socket.state()).isEqualTo(State.CONNECTING);
		server.setMaxPendingConnections(30);
		assertThat(socket.waitForConnected(LONG)).isTrue();
	}

	@Test
	void attemptTimesOutWhileTheBacklogIsFull() throws Exception {
		serverWithFullBacklog();
		LocalSocket socket = socket();
		socket.setConnectTimeout(Duration.ofMillis(50));
		socket.connectToServer();
		assertThat(socket.waitForConnected(LONG)).isFalse();
		assertThat(socket.error()).isEqualTo(SocketError.TIMEOUT);
		assertThat(socket.errorString()).contains("50 ms").contains("backlog");
	}

	@Test
	void shortestTimeoutEnds() throws Exception {
		serverWithFullBacklog();
		LocalSocket socket = socket();
		socket.setConnectTimeout(Duration.ofNanos(1));
		socket.connectToServer();
		assertThat(socket.waitForConnected(LONG)).isFalse();
		assertThat(socket.error()).isEqualTo(SocketError.TIMEOUT);
	}

	@Test
	void attemptThatIsAbandonedEndsWithinASecond() throws Exception {
		LocalServer server = serverWithFullBacklog();
		LocalSocket socket = socket();
		socket.connectToServer();
		BackgroundCall<Boolean> waiting = this.sandbox.async(() -> socket.waitForConnected(LONG)).awaitBlocked();
		socket.disconnectFromServer();
		assertThat(waiting.result()).isFalse();
		assertThat(socket.state()).isEqualTo(State.UNCONNECTED);
		assertThat(socket.closeReason()).isEqualTo(CloseReason.ABORTED);
		eventually().until(() -> ProcessState.threads("local-socket-connect").isEmpty());
		assertThat(this.recorder.events).isEmpty();
		assertThat(server.activeConnections()).isZero();
	}

	@Test
	void timeoutMustBePositive() {
		LocalSocket socket = new LocalSocket();
		assertThatIllegalArgumentException().isThrownBy(() -> socket.setConnectTimeout(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> socket.setConnectTimeout(Duration.ofMillis(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> socket.setReadTimeout(Duration.ofMillis(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> socket.setLinger(Duration.ofMillis(-1)));
	}

	@Test
	void settingsHoldForEachConnection() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket socket = socket();
		socket.setReadBufferSize(3);
		socket.setWriteBufferSize(4);
		for (int i = 0; i < 2; i++) {
			socket.connectToServer();
			assertThat(socket.waitForConnected(LONG)).isTrue();
			assertThat(socket.write(ByteBuffer.allocate(5))).isFalse();
			this.sandbox.take(server).write(ByteBuffer.allocate(100));
			eventually().until(() -> socket.bytesAvailable() == 3);
			socket.abort();
		}
		assertThat(socket.readBufferSize()).isEqualTo(3);
		assertThat(socket.writeBufferSize()).isEqualTo(4);
	}

	@Test
	void streamStaysWithItsConnection() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket socket = socket();
		socket.connectToServer();
		assertThat(socket.waitForConnected(LONG)).isTrue();
		InputStream first = socket.inputStream();
		LocalSocket accepted = this.sandbox.take(server);
		accepted.outputStream().write(1);
		accepted.close();
		assertThat(socket.waitForDisconnected(LONG)).isTrue();
		socket.connectToServer();
		assertThat(socket.waitForConnected(LONG)).isTrue();
		assertThat(socket.bytesAvailable()).isZero();
		assertThat(first.readAllBytes()).containsExactly(1);
		first.close();
		assertThat(socket.state()).isEqualTo(State.CONNECTED);
		assertThat(socket.isClosedHere()).isFalse();
	}

	@Test
	void acceptedSocketCannotConnect() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		this.sandbox.connect(server);
		LocalSocket accepted = this.sandbox.take(server);
		accepted.abort();
		assertThatIllegalStateException().isThrownBy(accepted::connectToServer).withMessageContaining("accepted");
		assertThatIllegalStateException().isThrownBy(() -> accepted.setServerName("other"));
	}

	@Test
	void ofManyThreadsOneConnects() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket socket = socket();
		AtomicInteger refused = new AtomicInteger();
		List<BackgroundCall<Boolean>> calls = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			calls.add(this.sandbox.async(() -> {
				try {
					socket.connectToServer();
				}
				catch (IllegalStateException ex) {
					refused.incrementAndGet();
				}
				return socket.waitForConnected(LONG);
			}));
		}
		for (BackgroundCall<Boolean> call : calls) {
			assertThat(call.result()).isTrue();
		}
		assertThat(refused).hasValue(7);
		eventually().until(() -> server.activeConnections() == 1);
	}

	@Test
	void readTimesOutAndHarmsNothing() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket client = this.sandbox.connect(server);
		LocalSocket accepted = this.sandbox.take(server);
		InputStream input = client.inputStream();
		client.setReadTimeout(Duration.ofMillis(30));
		assertThat(client.readTimeout()).isEqualTo(Duration.ofMillis(30));
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(input::read)
				.withMessageContaining("30 ms");
		}
		accepted.outputStream().write(new byte[] { 1, 2 });
		assertThat(input.read()).isEqualTo(1);
		client.setReadTimeout(Duration.ZERO);
		assertThat(input.read()).isEqualTo(2);
		BackgroundCall<Integer> reading = this.sandbox.async(input::read).awaitBlocked();
		accepted.close();
		assertThat(reading.result()).isEqualTo(-1);
	}

	@Test
	void closedSocketGivesUpAPeerThatNeverReadsAfterTheLingerTime() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		SocketChannel peer = this.sandbox.connectForeign(server);
		LocalSocket accepted = this.sandbox.take(server);
		accepted.setLinger(Duration.ofMillis(100));
		accepted.write(ByteBuffer.allocate(4_000_000));
		accepted.close();
		assertThat(accepted.waitForDisconnected(LONG)).isTrue();
		assertThat(accepted.closeReason()).isEqualTo(CloseReason.ERROR);
		assertThat(accepted.error()).isEqualTo(SocketError.TIMEOUT);
		assertThat(accepted.errorString()).contains("did not read");
		assertThat(accepted.duration()).isLessThan(Duration.ofSeconds(20));
		assertThat(server.activeConnections()).isZero();
		assertThat(peer.isOpen()).isTrue();
	}

	private LocalServer serverWithFullBacklog() throws IOException {
		LocalServer server = this.sandbox.server();
		server.setMaxPendingConnections(0);
		server.setListenBacklogSize(1);
		this.sandbox.listen(server);
		for (int i = 0; i < 2; i++) {
			this.sandbox.connectForeign(server);
		}
		return server;
	}

	/** Notes all calls. */
	private static final class Recorder implements LocalSocketCallbacks {

		private final List<String> events = new CopyOnWriteArrayList<>();

		private final List<String> threads = new CopyOnWriteArrayList<>();

		@Override
		public void connected(LocalSocket socket) {
			note("connected");
		}

		@Override
		public void disconnected(LocalSocket socket) {
			note("disconnected");
		}

		@Override
		public void errorOccurred(LocalSocket socket, SocketError error, String text) {
			note("error " + error + " " + text);
		}

		private void note(String event) {
			this.threads.add(Thread.currentThread().getName());
			this.events.add(event);
		}

	}

}

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
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.localsocket.LocalSocket.State;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.Bytes;
import dev.localsocket.testing.SocketPair;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests of the ways in which a {@link LocalSocket} ends, by halves or altogether, and of
 * what its callbacks are told.
 */
@Tag("transport")
@Timeout(60)
class LocalSocketClosingTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final int LARGE = 4 * 1024 * 1024;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void clientMayEndItsOutputAndGoOnReading() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		assertHalfClose(pair.client(), pair.accepted());
	}

	@Test
	void serverMayEndItsOutputAndGoOnReading() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		assertHalfClose(pair.accepted(), pair.client());
	}

	private void assertHalfClose(LocalSocket ending, LocalSocket other) throws IOException {
		byte[] bytes = Bytes.random(LARGE);
		assertThat(ending.write(ByteBuffer.wrap(bytes))).isTrue();
		ending.shutdownOutput();
		assertThat(ending.write(ByteBuffer.allocate(1))).isFalse();
		assertThat(other.inputStream().readAllBytes()).isEqualTo(bytes);
		assertThat(other.state()).isEqualTo(State.CONNECTED);
		assertThat(other.write(ByteBuffer.wrap(bytes))).isTrue();
		other.shutdownOutput();
		assertThat(ending.inputStream().readAllBytes()).isEqualTo(bytes);
		eventually().until(() -> ending.state() == State.UNCONNECTED && other.state() == State.UNCONNECTED);
	}

	@Test
	void inputEndsAfterWhatWasReceivedWhenItIsShutDown() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.client().write(ByteBuffer.wrap(new byte[] { 1, 2 }));
		eventually().until(() -> pair.accepted().bytesAvailable() == 2);
		pair.accepted().shutdownInput();
		assertThat(pair.accepted().inputStream().readAllBytes()).containsExactly(1, 2);
		pair.client().write(ByteBuffer.wrap(new byte[] { 3 }));
		pair.accepted().write(ByteBuffer.wrap(new byte[] { 4 }));
		assertThat(pair.client().inputStream().read()).isEqualTo(4);
		assertThat(pair.accepted().bytesAvailable()).isZero();
		pair.client().close();
		eventually().until(() -> pair.accepted().state() == State.UNCONNECTED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1000, LARGE })
	void disconnectSendsEverythingThatIsQueued(int count) throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		byte[] bytes = Bytes.random(count);
		pair.client().write(ByteBuffer.wrap(bytes));
		pair.client().disconnectFromServer();
		assertThat(pair.accepted().inputStream().readAllBytes()).isEqualTo(bytes);
		eventually().until(() -> pair.client().closeReason() == CloseReason.DISCONNECTED);
		assertThat(pair.client().bytesSent()).isEqualTo(count);
		eventually().until(() -> pair.accepted().closeReason() == CloseReason.PEER_CLOSED);
		assertThat(pair.client().error()).isEqualTo(SocketError.NO_ERROR);
		assertThat(pair.accepted().error()).isEqualTo(SocketError.NO_ERROR);
	}

	@Test
	void disconnectSendsEverythingThoughThePeerKeepsSending() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		SocketChannel peer = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		socket.write(ByteBuffer.wrap(Bytes.random(LARGE)));
		socket.disconnectFromServer();
		ByteBuffer more = ByteBuffer.allocate(LARGE);
		while (more.hasRemaining()) {
			peer.write(more);
		}
		assertThat(Bytes.drain(peer)).isEqualTo(LARGE);
	}

	@Test
	void stateIsClosingWhileTheRestIsBeingSent() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.accepted().setReadBufferSize(1);
		pair.client().write(ByteBuffer.allocate(LARGE));
		pair.client().disconnectFromServer();
		assertThat(pair.client().state()).isEqualTo(State.CLOSING);
		assertThat(pair.client().closeReason()).isNull();
		assertThat(pair.client().socketDescriptor()).isPositive();
		assertThat(pair.client().write(ByteBuffer.allocate(1))).isFalse();
		pair.accepted().setReadBufferSize(0);
		eventually().until(() -> pair.client().state() == State.UNCONNECTED);
		assertThat(pair.client().socketDescriptor()).isEqualTo(-1);
		eventually().until(() -> pair.client().closeReason() == CloseReason.DISCONNECTED);
	}

	@Test
	void abortDropsWhatIsQueued() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.accepted().setReadBufferSize(1);
		pair.client().write(ByteBuffer.allocate(LARGE));
		eventually().until(() -> pair.client().bytesSent() > 0);
		pair.client().abort();
		assertThat(pair.client().bytesToWrite()).isZero();
		eventually().until(() -> pair.client().closeReason() == CloseReason.ABORTED);
		pair.accepted().setReadBufferSize(0);
		long received = pair.accepted().inputStream().readAllBytes().length;
		assertThat(received).isEqualTo(pair.client().bytesSent()).isLessThan(LARGE);
		assertThat(pair.client().error()).isEqualTo(SocketError.NO_ERROR);
	}

	@Test
	void abortEndsADisconnectThatThePeerHoldsUp() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.accepted().setReadBufferSize(1);
		pair.client().write(ByteBuffer.allocate(LARGE));
		pair.client().disconnectFromServer();
		pair.client().abort();
		eventually().until(() -> pair.client().state() == State.UNCONNECTED);
		pair.client().disconnectFromServer();
		assertThat(pair.client().state()).isEqualTo(State.UNCONNECTED);
	}

	@Test
	void stateOnlyMovesForward() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		List<State> states = new CopyOnWriteArrayList<>();
		// So that the client cannot have sent everything before it is looked at
		pair.accepted().setReadBufferSize(1);
		pair.client().write(ByteBuffer.allocate(LARGE));
		states.add(pair.client().state());
		pair.client().disconnectFromServer();
		states.add(pair.client().state());
		pair.accepted().setReadBufferSize(0);
		pair.accepted().inputStream().readAllBytes();
		eventually().until(() -> pair.client().state() == State.UNCONNECTED);
		for (Runnable call : List.<Runnable>of(pair.client()::disconnectFromServer, pair.client()::abort,
				pair.client()::shutdownInput, pair.client()::shutdownOutput, pair.client()::close)) {
			call.run();
			assertThat(pair.client().state()).isEqualTo(State.UNCONNECTED);
		}
		assertThat(states).containsExactly(State.CONNECTED, State.CLOSING);
	}

	@Test
	void inputIsDroppedByDisconnect() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.client().write(ByteBuffer.allocate(10));
		eventually().until(() -> pair.accepted().bytesAvailable() == 10);
		pair.accepted().disconnectFromServer();
		assertThat(pair.accepted().bytesAvailable()).isZero();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> pair.accepted().inputStream().read());
	}

	@ParameterizedTest
	@MethodSource("endings")
	void inputIsDroppedThoughThePeerHasClosedBefore(Consumer<LocalSocket> ending) throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.client().write(ByteBuffer.allocate(100_000));
		pair.client().close();
		eventually().until(() -> pair.accepted().state() == State.UNCONNECTED);
		assertThat(pair.accepted().bytesAvailable()).isEqualTo(100_000);
		ending.accept(pair.accepted());
		assertThat(pair.accepted().bytesAvailable()).isZero();
		assertThat(pair.accepted().read(ByteBuffer.allocate(1))).isEqualTo(-1);
		assertThat(pair.accepted().peek(ByteBuffer.allocate(1))).isEqualTo(-1);
		assertThat(pair.accepted().atEnd()).isTrue();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> pair.accepted().inputStream().read());
	}

	static Stream<Consumer<LocalSocket>> endings() {
		return Stream.of(LocalSocket::close, LocalSocket::disconnectFromServer, LocalSocket::abort,
				(socket) -> socket.disconnectFromServer(SocketError.FRAMING_ERROR, "not a frame"),
				(socket) -> socket.abort(SocketError.FRAMING_ERROR, "not a frame"));
	}

	@Test
	void socketIsUnconnectedAtOnceWhenNothingIsQueued() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		// So that the loop can do nothing meanwhile
		pair.client().eventLoop().execute(() -> eventually().until(pair.client()::isClosedHere));
		pair.client().close();
		assertThat(pair.client().state()).isEqualTo(State.UNCONNECTED);
		assertThat(pair.client().socketDescriptor()).isEqualTo(-1);
		assertThat(pair.client().waitForDisconnected(LONG)).isTrue();
		assertThat(pair.client().waitForDisconnected(LONG)).isFalse();
	}

	@Test
	void callbackThatIsNoneIsRefused() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		assertThatNullPointerException().isThrownBy(() -> pair.client().addListener(Null.value()))
			.withMessageContaining("callbacks");
		assertThatNullPointerException().isThrownBy(() -> pair.server().addListener(Null.value()))
			.withMessageContaining("listener");
		assertThatNullPointerException().isThrownBy(() -> pair.server().addAuthorizer(Null.value(), Runnable::run))
			.withMessageContaining("authorizer");
		pair.accepted().close();
		eventually().until(() -> pair.client().closeReason() != null);
	}

	/** What callers without a checker of nullness may give. */
	private static final class Null {

		@SuppressWarnings("NullAway")
		static <T> T value() {
			return null;
		}

	}

	@Test
	void peerThatClosesWithoutReadingIsAnError() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		SocketChannel peer = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		socket.write(ByteBuffer.allocate(LARGE));
		eventually().until(() -> socket.bytesSent() > 0);
		peer.close();
		eventually().until(() -> socket.closeReason() == CloseReason.ERROR);
		assertThat(socket.error()).isEqualTo(SocketError.PEER_CLOSED);
		assertThat(socket.errorString()).contains("did not read the last");
		assertThat(server.errorCount()).isEqualTo(1);
	}

	@Test
	void disconnectFromAPeerThatReadsNoMoreIsNoTimeout() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		SocketChannel peer = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		peer.shutdownInput();
		socket.write(ByteBuffer.allocate(10));
		socket.disconnectFromServer();
		eventually().until(() -> socket.closeReason() == CloseReason.ERROR);
		assertThat(socket.error()).isEqualTo(SocketError.PEER_CLOSED);
		assertThat(socket.errorString()).isEqualTo("The peer did not read the last 10 bytes");
	}

	@Test
	void disconnectBecauseOfAnErrorTellsIt() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.accepted().write(ByteBuffer.wrap(new byte[] { 1 }));
		pair.accepted().disconnectFromServer(SocketError.FRAMING_ERROR, "not a frame");
		assertThat(pair.accepted().error()).isEqualTo(SocketError.FRAMING_ERROR);
		assertThat(pair.accepted().errorString()).isEqualTo("not a frame");
		assertThat(pair.client().inputStream().readAllBytes()).containsExactly(1);
		eventually().until(() -> pair.accepted().closeReason() == CloseReason.ERROR);
	}

	@Test
	void durationStopsWithTheConnection() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.client().close();
		eventually().until(() -> pair.client().closeReason() != null);
		Duration duration = pair.client().duration();
		assertThat(duration).isPositive();
		assertThat(pair.client().duration()).isEqualTo(duration);
	}

	@Test
	void callbacksAreToldInOrderOnTheThreadOfALoop() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		Recorder recorder = new Recorder();
		pair.accepted().addListener(recorder);
		pair.client().write(ByteBuffer.wrap(new byte[] { 1 }));
		recorder.await("readyRead");
		pair.accepted().write(ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
		recorder.await("readyRead", "bytesWritten 3");
		pair.client().shutdownOutput();
		recorder.await("readyRead", "bytesWritten 3", "readChannelFinished");
		pair.client().close();
		recorder.await("readyRead", "bytesWritten 3", "readChannelFinished", "disconnected");
		assertThat(recorder.threads).hasSize(4).allMatch((name) -> name.startsWith("local-socket-loop"));
	}

	@Test
	void callbacksAreToldOfAnErrorBeforeTheEndOnTheThreadOfALoop() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		Recorder recorder = new Recorder();
		pair.accepted().addListener(recorder);
		pair.accepted().abort(SocketError.HANDLER_FAILED, "failed");
		pair.accepted().abort(SocketError.HANDLER_FAILED, "failed again");
		recorder.await("error HANDLER_FAILED failed", "disconnected");
		assertThat(recorder.threads).allMatch((name) -> name.startsWith("local-socket-loop"));
	}

	@Test
	void callbacksAreToldOfAnErrorWhileTheRestIsStillBeingSent() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.client().setReadBufferSize(1);
		pair.accepted().write(ByteBuffer.allocate(LARGE));
		eventually().until(() -> pair.accepted().bytesSent() > 0);
		List<State> states = new CopyOnWriteArrayList<>();
		pair.accepted().addListener(new LocalSocketCallbacks() {

			@Override
			public void errorOccurred(LocalSocket socket, SocketError error, String text) {
				states.add(socket.state());
			}

		});
		pair.accepted().disconnectFromServer(SocketError.FRAMING_ERROR, "not a frame");
		eventually().until(() -> states.size() == 1);
		assertThat(states).containsExactly(State.CLOSING);
	}

	@Test
	void callbacksAreToldOnceOfAnErrorThatIsFoundAfterTheEnd() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		Recorder recorder = new Recorder();
		pair.accepted().addListener(recorder);
		pair.client().close();
		recorder.await("readChannelFinished", "disconnected");
		pair.accepted().disconnectFromServer(SocketError.FRAMING_ERROR, "not a frame");
		pair.accepted().abort(SocketError.FRAMING_ERROR, "not a frame");
		recorder.await("readChannelFinished", "disconnected", "error FRAMING_ERROR not a frame");
	}

	@Test
	void callbacksAreNotToldOfInputThatIsNotWanted() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		SocketChannel peer = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		Recorder recorder = new Recorder();
		socket.addListener(recorder);
		socket.write(ByteBuffer.allocate(LARGE));
		socket.disconnectFromServer();
		peer.write(ByteBuffer.allocate(1000));
		assertThat(Bytes.drain(peer)).isEqualTo(LARGE);
		eventually().until(() -> recorder.events.contains("disconnected"));
		assertThat(recorder.events).doesNotContain("readyRead", "readChannelFinished");
	}

	@Test
	void callbackThatFailsHarmsNobody() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		Recorder recorder = new Recorder();
		pair.accepted().addListener(new LocalSocketCallbacks() {

			@Override
			public void readyRead(LocalSocket socket) {
				throw new AssertionError("Thrown by a test");
			}

			@Override
			public void disconnected(LocalSocket socket) {
				throw new IllegalStateException("Thrown by a test");
			}

		});
		pair.accepted().addListener(recorder);
		pair.client().write(ByteBuffer.wrap(new byte[] { 9 }));
		recorder.await("readyRead");
		assertThat(pair.accepted().inputStream().read()).isEqualTo(9);
		pair.client().close();
		recorder.await("readyRead", "readChannelFinished", "disconnected");
	}

	@Test
	void callbacksAreToldNothingAfterTheyWereRemoved() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		Recorder recorder = new Recorder();
		pair.accepted().addListener(recorder);
		pair.accepted().removeListener(recorder);
		pair.client().close();
		eventually().until(() -> pair.accepted().closeReason() != null);
		assertThat(recorder.events).isEmpty();
	}

	@Test
	void callbackMayEchoAndClose() throws Exception {
		LocalServer server = this.sandbox.server();
		server.addListener(new LocalServerListener() {

			@Override
			public void newConnection(LocalServer told, LocalSocket socket) {
				told.takePendingConnection(socket);
				socket.addListener(new Echo());
			}

		});
		this.sandbox.listen(server);
		byte[] bytes = Bytes.random(LARGE);
		LocalSocket client = this.sandbox.connect(server);
		client.write(ByteBuffer.wrap(bytes));
		client.shutdownOutput();
		assertThat(client.inputStream().readAllBytes()).isEqualTo(bytes);
	}

	/** Sends back what it receives, on the thread of the loop. */
	private static final class Echo implements LocalSocketCallbacks {

		@Override
		public void readyRead(LocalSocket socket) {
			ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
			while (socket.read(buffer) > 0) {
				socket.write(buffer.flip());
				buffer.clear();
			}
		}

		@Override
		public void readChannelFinished(LocalSocket socket) {
			socket.disconnectFromServer();
		}

	}

	/** Notes all calls. */
	private static final class Recorder implements LocalSocketCallbacks {

		private final List<String> events = new CopyOnWriteArrayList<>();

		private final List<String> threads = new CopyOnWriteArrayList<>();

		@Override
		public void readyRead(LocalSocket socket) {
			note("readyRead");
		}

		@Override
		public void readChannelFinished(LocalSocket socket) {
			note("readChannelFinished");
		}

		@Override
		public void bytesWritten(LocalSocket socket, long bytes) {
			note("bytesWritten " + bytes);
		}

		@Override
		public void errorOccurred(LocalSocket socket, SocketError error, String text) {
			note("error " + error + " " + text);
		}

		@Override
		public void disconnected(LocalSocket socket) {
			assertThat(socket.closeReason()).isNotNull();
			note("disconnected");
		}

		private void note(String event) {
			this.threads.add(Thread.currentThread().getName());
			this.events.add(event);
		}

		void await(String... expected) {
			eventually()
				.untilAsserted(() -> assertThat(this.events).containsExactlyElementsOf(Stream.of(expected).toList()));
		}

	}

	@Test
	void waitForDisconnectedReturnsWhenThePeerHasGone() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		assertThat(pair.accepted().waitForDisconnected(Duration.ZERO)).isFalse();
		BackgroundCall<Boolean> waiting = this.sandbox
			.async(() -> pair.accepted().waitForDisconnected(Duration.ofSeconds(20)))
			.awaitBlocked();
		pair.client().close();
		assertThat(waiting.result()).isTrue();
		assertThat(pair.accepted().state()).isEqualTo(LocalSocket.State.UNCONNECTED);
	}

}

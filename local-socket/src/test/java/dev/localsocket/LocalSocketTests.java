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
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.Bytes;
import dev.localsocket.testing.SocketPair;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests of how a {@link LocalSocket} connects, of its properties and of its blocking
 * calls.
 */
@Tag("transport")
@Timeout(60)
class LocalSocketTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration FOREVER = Duration.ofMillis(-1);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void connectedSocketHasTheProperties() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		for (LocalSocket socket : List.of(pair.client(), pair.accepted())) {
			assertThat(socket.state()).isEqualTo(LocalSocket.State.CONNECTED);
			assertThat(socket.serverName()).isEqualTo(this.sandbox.address("s"));
			assertThat(socket.fullServerName()).isEqualTo(this.sandbox.address("s"));
			assertThat(socket.socketDescriptor()).isPositive();
			assertThat(socket.bytesAvailable()).isZero();
			assertThat(socket.bytesToWrite()).isZero();
			assertThat(socket.readBufferSize()).isZero();
			assertThat(socket.writeBufferSize()).isZero();
			assertThat(socket.atEnd()).isFalse();
			assertThat(socket.isClosedHere()).isFalse();
			assertThat(socket.error()).isEqualTo(SocketError.NO_ERROR);
			assertThat(socket.errorString()).isEmpty();
			assertThat(socket.closeReason()).isNull();
			assertThat(socket.toString()).contains(socket.id()).contains(this.sandbox.address("s"));
		}
		assertThat(pair.client().id()).isNotEqualTo(pair.accepted().id());
		assertThat(pair.client().socketDescriptor()).isNotEqualTo(pair.accepted().socketDescriptor());
	}

	@Test
	void peerIsThisProcessAndUser() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		int uid = (Integer) Files.getAttribute(this.sandbox.path("s"), "unix:uid");
		int gid = (Integer) Files.getAttribute(this.sandbox.path("s"), "unix:gid");
		for (LocalSocket socket : List.of(pair.client(), pair.accepted())) {
			assertThat(socket.peerCredentials())
				.isEqualTo(new PeerCredentials(ProcessHandle.current().pid(), uid, gid));
			assertThat(socket.peerCredentials().userName()).isEqualTo(System.getProperty("user.name"));
			assertThat(socket.peerCredentials().groupName())
				.isEqualTo(String.valueOf(Files.getAttribute(this.sandbox.path("s"), "posix:group")));
		}
	}

	@Test
	void unknownPeerHasNoNames() {
		PeerCredentials unknown = new PeerCredentials(-1, 1_999_999_999, 1_999_999_999);
		assertThat(unknown.userName()).isNull();
		assertThat(unknown.groupName()).isNull();
	}

	@Test
	void namesAreFoundWhenTheProcessHasEnded() throws Exception {
		int uid = (Integer) Files.getAttribute(this.sandbox.directory(), "unix:uid");
		assertThat(new PeerCredentials(-1, uid, 0).userName()).isEqualTo(System.getProperty("user.name"));
		assertThat(new PeerCredentials(-1, uid, 0).groupName()).isEqualTo("root");
	}

	@ParameterizedTest
	@EnumSource
	void connectFailsWithAnErrorThatTellsWhy(Obstacle obstacle) throws Exception {
		String name = obstacle.create(this.sandbox);
		assertThatExceptionOfType(LocalSocketException.class).isThrownBy(() -> LocalSocket.connectToServer(name))
			.withMessageContaining(name)
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(obstacle.error));
	}

	@Test
	void connectFailsWhenNobodyHasTheAbstractName() {
		String name = "ls-" + UUID.randomUUID();
		assertThatExceptionOfType(LocalSocketException.class)
			.isThrownBy(() -> LocalSocket.connectToServer(name, LONG, SocketOption.ABSTRACT_NAMESPACE))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(SocketError.CONNECTION_REFUSED));
	}

	@Test
	void connectTimesOutWhenTheBacklogIsFull() throws Exception {
		LocalServer server = serverWithFullBacklog();
		long start = System.nanoTime();
		assertThatExceptionOfType(LocalSocketException.class)
			.isThrownBy(() -> LocalSocket.connectToServer(server.fullServerName(), Duration.ofMillis(100)))
			.withMessageContaining("100 ms")
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(SocketError.TIMEOUT));
		assertThat(System.nanoTime() - start).isBetween(TimeUnit.MILLISECONDS.toNanos(90),
				TimeUnit.SECONDS.toNanos(10));
	}

	@Test
	void connectSucceedsWhenTheBacklogHasRoomAgain() throws Exception {
		LocalServer server = serverWithFullBacklog();
		BackgroundCall<LocalSocket> connecting = this.sandbox
			.async(() -> LocalSocket.connectToServer(server.fullServerName()))
			.awaitBlocked();
		server.setMaxPendingConnections(30);
		this.sandbox.closeLater(connecting.result());
	}

	@Test
	void connectEndsWhenTheThreadIsInterrupted() throws Exception {
		LocalServer server = serverWithFullBacklog();
		BackgroundCall<LocalSocket> connecting = this.sandbox
			.async(() -> LocalSocket.connectToServer(server.fullServerName(), Duration.ofSeconds(1)))
			.awaitBlocked();
		connecting.thread().interrupt();
		assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(connecting::result);
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

	@Test
	void bufferSizeMustNotBeNegative() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		assertThatIllegalArgumentException().isThrownBy(() -> pair.client().setReadBufferSize(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> pair.client().setWriteBufferSize(-1));
	}

	@ParameterizedTest
	@MethodSource("blockingCalls")
	void blockedCallEndsAtOnceWhenAnotherThreadCloses(SocketCall call, boolean abort) throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.accepted().setReadBufferSize(1);
		BackgroundCall<Object> blocked = this.sandbox.async(() -> call.on(pair.client())).awaitBlocked();
		long start = System.nanoTime();
		if (abort) {
			pair.client().abort();
		}
		else {
			pair.client().close();
		}
		assertThatExceptionOfType(SocketException.class).isThrownBy(blocked::result).withMessageContaining("closed");
		assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
	}

	@ParameterizedTest
	@MethodSource("blockingCalls")
	void interruptEndsABlockedCallAndLeavesTheConnection(SocketCall call) throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.accepted().setReadBufferSize(1);
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		BackgroundCall<Object> blocked = this.sandbox.async(() -> {
			try {
				return call.on(pair.client());
			}
			finally {
				interrupted.complete(Thread.currentThread().isInterrupted());
			}
		}).awaitBlocked();
		blocked.thread().interrupt();
		assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(blocked::result);
		assertThat(interrupted).isCompletedWithValue(true);
		pair.accepted().write(ByteBuffer.wrap(new byte[] { 5 }));
		assertThat(pair.client().inputStream().read()).isEqualTo(5);
		pair.accepted().setReadBufferSize(0);
		eventually().until(() -> pair.client().bytesToWrite() == 0);
	}

	@ParameterizedTest
	@MethodSource("blockingCalls")
	void blockingCallFailsOnTheThreadOfALoop(SocketCall call) throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.accepted().setReadBufferSize(1);
		assertThatThrownBy(() -> onLoop(pair, () -> call.on(pair.client()))).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("event loop");
		assertThat(pair.client().state()).isEqualTo(LocalSocket.State.CONNECTED);
	}

	static Stream<Arguments> blockingCalls() {
		return Stream.<SocketCall>of((socket) -> socket.inputStream().read(),
				(socket) -> socket.inputStream().readNBytes(5), (socket) -> socket.waitForReadyRead(FOREVER),
				(socket) -> socket.waitForReadyRead(LONG), (socket) -> {
					socket.outputStream().write(Bytes.random(8_000_000));
					return true;
				})
			.flatMap((call) -> Stream.of(arguments(call, false), arguments(call, true)));
	}

	@Test
	void connectFailsOnTheThreadOfALoop() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		assertThatThrownBy(() -> onLoop(pair, () -> LocalSocket.connectToServer(pair.server().fullServerName())))
			.isInstanceOf(IllegalStateException.class);
	}

	/** Makes a call in a callback of another connection. */
	private <T> T onLoop(SocketPair pair, Callable<T> call) throws Throwable {
		CompletableFuture<T> result = new CompletableFuture<>();
		LocalSocket other = this.sandbox.connect(pair.server());
		this.sandbox.take(pair.server()).addListener(new LocalSocketCallbacks() {

			@Override
			public void readyRead(LocalSocket socket) {
				try {
					result.complete(call.call());
				}
				catch (Throwable ex) {
					result.completeExceptionally(ex);
				}
			}

		});
		other.write(ByteBuffer.allocate(1));
		try {
			return result.get(20, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

	@Test
	void waitForReadyReadTimesOut() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		assertThat(pair.client().waitForReadyRead(Duration.ofMillis(20))).isFalse();
		assertThat(pair.client().waitForReadyRead(Duration.ZERO)).isFalse();
	}

	@Test
	void waitForReadyReadEndsWithTheInput() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		BackgroundCall<Boolean> waiting = this.sandbox.async(() -> pair.client().waitForReadyRead(FOREVER))
			.awaitBlocked();
		pair.accepted().close();
		assertThat(waiting.result()).isFalse();
	}

	@Test
	void flushTellsWhetherMoreWasSent() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		assertThat(new LocalSocket().flush()).isFalse();
		assertThat(pair.client().flush()).isFalse();
		pair.accepted().setReadBufferSize(1);
		pair.client().write(ByteBuffer.allocate(8_000_000));
		eventually().until(pair.client()::flush);
		eventually().until(() -> !pair.client().flush());
		assertThat(pair.client().bytesToWrite()).isPositive();
		pair.accepted().setReadBufferSize(0);
		eventually().until(pair.client()::flush);
		eventually().until(() -> pair.client().bytesSent() == 8_000_000);
		pair.client().flush();
		assertThat(pair.client().flush()).isFalse();
	}

	@Test
	void loopThatWaitsForBytesWrittenEnds() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		assertThat(pair.client().waitForBytesWritten(FOREVER)).isFalse();
		for (int length : new int[] { 1, 8_000_000 }) {
			BackgroundCall<byte[]> reading = this.sandbox.async(() -> pair.accepted().inputStream().readNBytes(length));
			pair.client().write(ByteBuffer.allocate(length));
			assertThat(pair.client().waitForBytesWritten(FOREVER)).isTrue();
			assertThat(pair.client().waitForBytesWritten(FOREVER)).isFalse();
			assertThat(reading.result()).hasSize(length);
		}
	}

	@Test
	void allThatWaitForTheSameBytesAreTold() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.accepted().setReadBufferSize(1);
		pair.client().write(ByteBuffer.allocate(8_000_000));
		List<BackgroundCall<Boolean>> waiting = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			waiting.add(this.sandbox.async(() -> pair.client().waitForBytesWritten(FOREVER)).awaitBlocked());
		}
		pair.accepted().setReadBufferSize(0);
		for (BackgroundCall<Boolean> call : waiting) {
			assertThat(call.result()).isTrue();
		}
	}

	@Test
	void peekLeavesWhatIsThere() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		assertThat(new LocalSocket().peek(ByteBuffer.allocate(1))).isEqualTo(-1);
		assertThat(pair.client().peek(ByteBuffer.allocate(1))).isZero();
		pair.accepted().write(ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
		eventually().until(() -> pair.client().bytesAvailable() == 3);
		for (int i = 0; i < 2; i++) {
			ByteBuffer two = ByteBuffer.allocate(2);
			assertThat(pair.client().peek(two)).isEqualTo(2);
			assertThat(two.array()).containsExactly(1, 2);
		}
		ByteBuffer all = ByteBuffer.allocate(10);
		assertThat(pair.client().peek(all)).isEqualTo(3);
		assertThat(pair.client().bytesAvailable()).isEqualTo(3);
		assertThat(pair.client().inputStream().readNBytes(3)).containsExactly(1, 2, 3);
		pair.accepted().close();
		eventually().until(() -> pair.client().peek(ByteBuffer.allocate(1)) == -1);
	}

	@Test
	void callbackPeeksAtWhatHasJustCome() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		List<String> seen = new CopyOnWriteArrayList<>();
		pair.client().addListener(new LocalSocketCallbacks() {

			@Override
			public void readyRead(LocalSocket socket) {
				ByteBuffer peeked = ByteBuffer.allocate(10);
				ByteBuffer read = ByteBuffer.allocate(10);
				int count = socket.peek(peeked);
				seen.add(count + " " + socket.read(read) + " " + peeked.equals(read));
			}

		});
		pair.accepted().write(ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
		eventually().until(() -> !seen.isEmpty());
		assertThat(seen).containsExactly("3 3 true");
	}

	@Test
	void waitForBytesWrittenEndsWhenTheConnectionDoes() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.accepted().setReadBufferSize(1);
		pair.client().write(ByteBuffer.allocate(8_000_000));
		BackgroundCall<Boolean> waiting = this.sandbox.async(() -> pair.client().waitForBytesWritten(FOREVER))
			.awaitBlocked();
		pair.client().abort();
		assertThat(waiting.result()).as("What was dropped was not written").isFalse();
	}

	@Test
	void closingAStreamClosesTheSocket() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.client().outputStream().close();
		assertThat(pair.client().state()).isNotEqualTo(LocalSocket.State.CONNECTED);
		pair.accepted().inputStream().close();
		assertThat(pair.accepted().state()).isNotEqualTo(LocalSocket.State.CONNECTED);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsMayBlock() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		ExecutorService executor = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor")
			.invoke(null);
		try {
			List<LocalSocket> accepted = new ArrayList<>();
			List<Future<Integer>> results = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				LocalSocket client = executor.submit(() -> this.sandbox.connect(server)).get();
				results.add(executor.submit(() -> client.inputStream().read()));
				accepted.add(this.sandbox.take(server));
			}
			for (int i = accepted.size() - 1; i >= 0; i--) {
				accepted.get(i).outputStream().write(i);
				assertThat(results.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(i);
			}
		}
		finally {
			executor.shutdown();
		}
	}

	/** A call that blocks when the peer neither sends nor reads. */
	@FunctionalInterface
	interface SocketCall {

		Object on(LocalSocket socket) throws IOException;

	}

	/** Why connecting fails. */
	enum Obstacle {

		MISSING(SocketError.SERVER_NOT_FOUND) {

			@Override
			String create(SocketSandbox sandbox) {
				return sandbox.address("s");
			}

		},

		MISSING_DIRECTORY(SocketError.SERVER_NOT_FOUND) {

			@Override
			String create(SocketSandbox sandbox) {
				return sandbox.address("d/s");
			}

		},

		STALE(SocketError.CONNECTION_REFUSED) {

			@Override
			String create(SocketSandbox sandbox) throws IOException {
				return sandbox.expectLeft(sandbox.staleSocket("s")).toString();
			}

		},

		REGULAR_FILE(SocketError.CONNECTION_REFUSED) {

			@Override
			String create(SocketSandbox sandbox) throws IOException {
				return sandbox.expectLeft(Files.createFile(sandbox.path("s"))).toString();
			}

		},

		TOO_LONG(SocketError.INVALID_NAME) {

			@Override
			String create(SocketSandbox sandbox) {
				return sandbox.address("x".repeat(108));
			}

		};

		private final SocketError error;

		Obstacle(SocketError error) {
			this.error = error;
		}

		abstract String create(SocketSandbox sandbox) throws IOException;

	}

}

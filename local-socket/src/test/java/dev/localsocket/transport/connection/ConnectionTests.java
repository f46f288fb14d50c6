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
package dev.localsocket.transport.connection;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.testing.ProcessState;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.testing.TestedTransport;
import dev.localsocket.transport.junix.ChannelSocket;
import dev.localsocket.transport.junix.JunixSocket;
import dev.localsocket.transport.spi.ReceivedDescriptors;
import dev.localsocket.transport.spi.StreamSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link Connection} at moments that real sockets seldom hit.
 */
@Tag("transport")
@Timeout(60)
class ConnectionTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final EventLoop loop = new EventLoop("local-socket-test", false, TestedTransport.get());

	private AFUNIXServerSocketChannel server;

	@BeforeEach
	@SuppressWarnings("NullAway.Init")
	void listen() throws IOException {
		this.server = this.sandbox.closeLater(AFUNIXServerSocketChannel.open());
		this.server.setDeleteOnClose(false);
		this.server.bind(AFUNIXSocketAddress.of(this.sandbox.expectLeft(this.sandbox.path("s"))));
	}

	/**
	 * The loop looks at the output several times before it decides what follows. Between
	 * any two looks, another thread may write its last words and end the connection.
	 */
	@ParameterizedTest
	@MethodSource("moments")
	void lastWordsThatComeWhileTheLoopDecidesAreNotLost(int look, String end,
			BiConsumer<Connection, ByteBuffer> lastWords) throws Exception {
		AFUNIXSocketChannel peer = connect();
		List<WatchedBuffer> buffers = new ArrayList<>();
		Connection connection = start(new Recorder(), (socket, flush) -> {
			buffers.add(new WatchedBuffer(socket, flush));
			return buffers.get(0);
		});
		onLoop(() -> buffers.get(0)
			.afterLook(look, () -> lastWords.accept(connection, ByteBuffer.wrap(new byte[] { 1, 2, 3 }))));
		connection.setReadBufferSize(1000);
		// If there are not so many looks, it happens after them
		onLoop(buffers.get(0)::act);
		ByteBuffer received = ByteBuffer.allocate(10);
		assertThat(peer.read(received)).isEqualTo(3);
		assertThat(peer.read(received)).isEqualTo(-1);
		peer.close();
		assertThat(connection.awaitClosed(LONG)).isTrue();
	}

	static Stream<Arguments> moments() {
		return IntStream.rangeClosed(1, 6)
			.boxed()
			.flatMap((look) -> Stream.of(moment(look, "disconnect", Connection::disconnect),
					moment(look, "shutdownOutput", Connection::shutdownOutput)));
	}

	private static Arguments moment(int look, String end, Consumer<Connection> ending) {
		BiConsumer<Connection, ByteBuffer> lastWords = (connection, words) -> {
			assertThat(connection.output().offer(words)).isEqualTo(WriteResult.TAKEN);
			ending.accept(connection);
		};
		return Arguments.of(look, end, lastWords);
	}

	@Test
	void errorWhileReceivingClosesThatConnectionOnly() throws Exception {
		AFUNIXSocketChannel peer = connect();
		Recorder recorder = new Recorder();
		recorder.error = new AssertionError("Thrown by a test");
		Connection connection = start(recorder, OutputBuffer::new);
		AFUNIXSocketChannel otherPeer = connect();
		Connection other = start(new Recorder(), OutputBuffer::new);
		peer.write(ByteBuffer.allocate(10));
		assertThat(recorder.closed.get(20, TimeUnit.SECONDS)).isEqualTo(CloseReason.ERROR);
		assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
		assertThat(connection.awaitClosed(LONG)).isTrue();
		connection.input().take(ByteBuffer.allocate(10));
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> connection.input().await(LONG))
			.withMessageContaining("Thrown by a test");
		otherPeer.write(ByteBuffer.allocate(5));
		assertThat(other.input().await(LONG)).isTrue();
		other.abort();
		assertThat(other.awaitClosed(LONG)).isTrue();
	}

	/** Then this side does not look at what the peer has sent. */
	@ParameterizedTest
	@CsvSource({ "100, 0", "0, 100" })
	void timeThatABudgetIsUsedUpIsNotThePeers(int idle, int frame) throws Exception {
		BufferBudget budget = new BufferBudget(10_000, LONG);
		AFUNIXSocketChannel peer = connect();
		AFUNIXSocketChannel channel = this.server.accept();
		channel.configureBlocking(false);
		this.loop.acquire();
		Connection connection = new Connection(new JunixSocket(channel, () -> null), this.loop, budget,
				ConnectionSettings.DEFAULT.withTimeouts(Duration.ofMillis(idle), Duration.ZERO,
						Duration.ofMillis(frame)),
				Lifecycle.open());
		connection.setIncompleteSince(() -> (connection.input().total() == 0) ? 1 : 0);
		budget.add(20_000);
		connection.start(new Recorder());
		peer.write(ByteBuffer.allocate(10));
		assertThat(connection.awaitClosed(Duration.ofMillis(500))).isFalse();
		budget.add(-20_000);
		assertThat(connection.input().await(LONG)).isTrue();
		connection.abort();
		assertThat(connection.awaitClosed(LONG)).isTrue();
	}

	@Test
	void connectionThatFindsNoMemoryKeepsNoLoopAlive() throws Exception {
		this.loop.acquire();
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> new Connection(new FakeSocket(), this.loop,
				BufferBudget.NONE, ConnectionSettings.DEFAULT, Lifecycle.open(), (socket, flush) -> {
					throw new OutOfMemoryError("Thrown by a test");
				}));
		SocketSandbox.eventually().until(() -> ProcessState.threads("local-socket-test").isEmpty());
	}

	private AFUNIXSocketChannel connect() throws IOException {
		AFUNIXSocketChannel peer = this.sandbox.closeLater(AFUNIXSocketChannel.open());
		peer.connect(AFUNIXSocketAddress.of(this.sandbox.path("s")));
		return peer;
	}

	private Connection start(ConnectionListener listener, BiFunction<StreamSocket, Runnable, OutputBuffer> outputs)
			throws Exception {
		AFUNIXSocketChannel channel = this.server.accept();
		channel.configureBlocking(false);
		this.loop.acquire();
		Connection connection = new Connection(new LateSocket(new JunixSocket(channel, () -> null)), this.loop,
				BufferBudget.NONE, ConnectionSettings.DEFAULT, Lifecycle.open(), outputs);
		connection.start(listener);
		onLoop(() -> {
		});
		return connection;
	}

	/** Waits until the loop has run a task, and so all tasks before it. */
	private void onLoop(Runnable task) throws Exception {
		CompletableFuture<Boolean> done = new CompletableFuture<>();
		this.loop.execute(() -> {
			task.run();
			done.complete(true);
		});
		assertThat(done.get(20, TimeUnit.SECONDS)).isTrue();
	}

	/** Lets something happen just after the loop has looked at the buffer. */
	private static final class WatchedBuffer extends OutputBuffer {

		private int looks;

		private @Nullable Runnable action;

		WatchedBuffer(StreamSocket socket, Runnable flush) {
			super(socket, flush);
		}

		void afterLook(int look, Runnable action) {
			this.looks = look;
			this.action = action;
		}

		@Override
		boolean isEnded() {
			boolean ended = super.isEnded();
			looked();
			return ended;
		}

		@Override
		public long size() {
			long size = super.size();
			looked();
			return size;
		}

		@Override
		boolean isFinished() {
			boolean finished = super.isFinished();
			looked();
			return finished;
		}

		private void looked() {
			if (--this.looks == 0) {
				act();
			}
		}

		void act() {
			Runnable current = this.action;
			this.action = null;
			if (current != null) {
				current.run();
			}
		}

	}

	/** A socket whose kernel takes nothing of other threads than the loop's. */
	private record LateSocket(JunixSocket socket) implements StreamSocket, ChannelSocket {

		@Override
		public SelectableChannel channel() {
			return this.socket.channel();
		}

		@Override
		public int descriptor() {
			return this.socket.descriptor();
		}

		@Override
		public PeerCredentials peer() throws IOException {
			return this.socket.peer();
		}

		@Override
		public int read(ByteBuffer target) throws IOException {
			return this.socket.read(target);
		}

		@Override
		public int write(ByteBuffer source) throws IOException {
			return this.socket.write(source);
		}

		@Override
		public int write(ByteBuffer source, List<FileDescriptor> descriptors) throws IOException {
			return this.socket.write(source, descriptors);
		}

		@Override
		public List<FileDescriptor> duplicate(List<FileDescriptor> descriptors) throws LocalSocketException {
			return this.socket.duplicate(descriptors);
		}

		@Override
		public ReceivedDescriptors receivedDescriptors() {
			return this.socket.receivedDescriptors();
		}

		@Override
		public int send(ByteBuffer source) {
			return 0;
		}

		@Override
		public void enlargeSendBuffer() {
			this.socket.enlargeSendBuffer();
		}

		@Override
		public void shutdownInput() throws IOException {
			this.socket.shutdownInput();
		}

		@Override
		public void shutdownOutput() throws IOException {
			this.socket.shutdownOutput();
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

	/** Notes the end, and may fail before. */
	private static final class Recorder implements ConnectionListener {

		private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

		private @Nullable Error error;

		@Override
		public void readyRead() {
			if (this.error != null) {
				throw this.error;
			}
		}

		@Override
		public void closed(CloseReason reason, @Nullable IOException failure, long unsent) {
			this.closed.complete(reason);
		}

	}

}

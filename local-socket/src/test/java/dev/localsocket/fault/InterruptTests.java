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
package dev.localsocket.fault;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.localsocket.IncomingConnection;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerListener;
import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.Bytes;
import dev.localsocket.testing.SocketPair;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of threads that are interrupted, and of signals that end their system calls.
 */
@Tag("transport")
@Timeout(60)
class InterruptTests {

	private static final int LARGE = 4 * 1024 * 1024;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void callbacksThatInterruptTheLoopHarmNoConnection() throws Exception {
		LocalServer server = this.sandbox.closeLater(new LocalServer() {

			@Override
			protected void incomingConnection(IncomingConnection connection) {
				super.incomingConnection(connection);
				Thread.currentThread().interrupt();
			}

		});
		server.addListener(new InterruptingListener());
		this.sandbox.listen(server);
		for (int i = 0; i < 10; i++) {
			LocalSocket client = this.sandbox.connect(server);
			SocketPair pair = new SocketPair(server, client, this.sandbox.take(server));
			pair.client().addListener(new InterruptingCallbacks());
			pair.accepted().addListener(new InterruptingCallbacks());
			transfer(pair, 200_000);
			assertThat(pair.client().error()).isEqualTo(SocketError.NO_ERROR);
			assertThat(pair.accepted().error()).isEqualTo(SocketError.NO_ERROR);
		}
		assertThat(server.errorCount()).isZero();
		assertThat(server.isListening()).isTrue();
	}

	private void transfer(SocketPair pair, int count) throws Exception {
		byte[] bytes = Bytes.random(count);
		BackgroundCall<byte[]> there = this.sandbox.async(() -> pair.accepted().inputStream().readAllBytes());
		BackgroundCall<byte[]> back = this.sandbox.async(() -> pair.client().inputStream().readAllBytes());
		pair.client().outputStream().write(bytes);
		pair.accepted().outputStream().write(bytes);
		pair.client().shutdownOutput();
		pair.accepted().shutdownOutput();
		assertThat(there.result()).isEqualTo(bytes);
		assertThat(back.result()).isEqualTo(bytes);
	}

	@Test
	void writerThatIsInterruptedHarmsNoConnection() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.accepted().setReadBufferSize(1000);
		byte[] bytes = Bytes.random(LARGE);
		BackgroundCall<Boolean> writing = this.sandbox.async(() -> {
			pair.client().outputStream().write(bytes);
			return true;
		}).awaitBlocked();
		writing.thread().interrupt();
		assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(writing::result);
		pair.client().shutdownOutput();
		byte[] received = pair.accepted().inputStream().readAllBytes();
		assertThat(received).hasSizeLessThan(LARGE).isEqualTo(Arrays.copyOf(bytes, received.length));
		pair.accepted().outputStream().write(1);
		assertThat(pair.client().inputStream().read()).isEqualTo(1);
	}

	@Test
	void readerThatIsInterruptedAgainAndAgainLosesNothing() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		byte[] bytes = Bytes.random(500_000);
		ByteBuffer received = ByteBuffer.allocate(2 * bytes.length);
		BackgroundCall<Boolean> reading = this.sandbox.async(() -> readThoughInterrupted(pair.accepted(), received));
		BackgroundCall<Boolean> writing = this.sandbox.async(() -> {
			pair.client().outputStream().write(bytes);
			pair.client().close();
			return true;
		});
		while (!reading.future().isDone()) {
			reading.thread().interrupt();
			Thread.onSpinWait();
		}
		assertThat(reading.result() && writing.result()).isTrue();
		assertThat(Arrays.copyOf(received.array(), received.position())).isEqualTo(bytes);
	}

	private static boolean readThoughInterrupted(LocalSocket socket, ByteBuffer target) throws IOException {
		while (true) {
			try {
				int count = socket.inputStream().read(target.array(), target.position(), target.remaining());
				if (count < 0) {
					return true;
				}
				target.position(target.position() + count);
			}
			catch (InterruptedIOException ex) {
				assertThat(Thread.interrupted()).isTrue();
			}
		}
	}

	/** The JVM handles SIGPIPE, so that it ends a system call and has no other effect. */
	@Test
	void signalsThatHitTheLoopHarmNoConnection() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		List<Path> loops = loopThreads();
		assertThat(loops).isNotEmpty();
		for (Path loop : loops) {
			Process storm = new ProcessBuilder("sh", "-c",
					"i=0; while [ $i -lt 3000 ]; do kill -PIPE $0 || exit 1; i=$((i+1)); done",
					loop.getFileName().toString())
				.start();
			BackgroundCall<Integer> ended = this.sandbox.async(storm::waitFor);
			byte[] bytes = Bytes.random(100_000);
			int rounds = 0;
			do {
				pair.client().outputStream().write(bytes);
				assertThat(pair.accepted().inputStream().readNBytes(bytes.length)).isEqualTo(bytes);
				rounds++;
			}
			while (!ended.future().isDone());
			assertThat(rounds).isPositive();
			assertThat(storm.waitFor(10, TimeUnit.SECONDS)).isTrue();
			assertThat(ended.result()).as("the signals were sent").isZero();
		}
		assertThat(pair.accepted().error()).isEqualTo(SocketError.NO_ERROR);
	}

	/** Linux cuts the names of threads to 15 bytes. */
	private static List<Path> loopThreads() throws IOException {
		try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
			return threads.filter((thread) -> {
				try {
					return Files.readString(thread.resolve("comm")).startsWith("local-socket-lo");
				}
				catch (IOException ex) {
					return false;
				}
			}).toList();
		}
	}

	/** Interrupts the thread of the loop whenever it can. */
	private static final class InterruptingListener implements LocalServerListener {

		@Override
		public void newConnection(LocalServer server, LocalSocket socket) {
			Thread.currentThread().interrupt();
		}

		@Override
		public void connectionClosed(LocalServer server, LocalSocket socket) {
			Thread.currentThread().interrupt();
		}

		@Override
		public void closed(LocalServer server) {
			Thread.currentThread().interrupt();
		}

	}

	/** Interrupts the thread of the loop whenever it can. */
	private static final class InterruptingCallbacks implements LocalSocketCallbacks {

		@Override
		public void readyRead(LocalSocket socket) {
			Thread.currentThread().interrupt();
		}

		@Override
		public void readChannelFinished(LocalSocket socket) {
			Thread.currentThread().interrupt();
		}

		@Override
		public void bytesWritten(LocalSocket socket, long bytes) {
			Thread.currentThread().interrupt();
		}

		@Override
		public void disconnected(LocalSocket socket) {
			Thread.currentThread().interrupt();
		}

	}

}

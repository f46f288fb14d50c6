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
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

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
import org.junit.jupiter.params.provider.ValueSource;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the bytes that go through a {@link LocalSocket}, and of the limits of its
 * buffers.
 */
@Tag("transport")
@Timeout(60)
class LocalSocketTransferTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final int LARGE = 8 * 1024 * 1024;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void bytesComeBack() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		for (int i = 0; i < 100; i++) {
			pair.client().outputStream().write(i);
			pair.accepted().outputStream().write(pair.accepted().inputStream().read());
			assertThat(pair.client().inputStream().read()).isEqualTo(i);
		}
		assertThat(pair.client().bytesSent()).isEqualTo(100);
		assertThat(pair.client().bytesReceived()).isEqualTo(100);
		assertThat(pair.accepted().bytesSent()).isEqualTo(100);
		assertThat(pair.accepted().bytesReceived()).isEqualTo(100);
	}

	@Test
	void writeOfAnInterruptedThreadIsSentWholeAndHarmsNothing() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		byte[] bytes = Bytes.random(2_000_000);
		BackgroundCall<byte[]> reader = this.sandbox.async(() -> pair.client().inputStream().readNBytes(bytes.length));
		Thread writer = new Thread(() -> writeInterrupted(pair.accepted(), bytes));
		writer.start();
		assertThat(reader.result()).isEqualTo(bytes);
		writer.join();
		assertThat(pair.accepted().state()).isEqualTo(LocalSocket.State.CONNECTED);
		pair.client().outputStream().write(1);
		assertThat(pair.accepted().inputStream().read()).isEqualTo(1);
	}

	private static void writeInterrupted(LocalSocket socket, byte[] bytes) {
		ByteBuffer source = ByteBuffer.wrap(bytes);
		for (int length = 1; source.hasRemaining(); length = (length * 3) % 10_007) {
			Thread.currentThread().interrupt();
			int count = Math.min(length, source.remaining());
			socket.write(source.slice(source.position(), count));
			source.position(source.position() + count);
		}
	}

	@Test
	void shortWriteDoesNotWaitForTheLoop() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		SocketChannel client = this.sandbox.connectForeign(server);
		LocalSocket accepted = this.sandbox.take(server);
		// A connection can be taken a moment before the loop starts it
		client.write(ByteBuffer.allocate(1));
		assertThat(accepted.waitForReadyRead(Duration.ofSeconds(10))).isTrue();
		CountDownLatch busy = new CountDownLatch(1);
		CountDownLatch read = new CountDownLatch(1);
		accepted.eventLoop().execute(() -> {
			busy.countDown();
			await(read);
		});
		busy.await();
		accepted.write(ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
		assertThat(client.read(ByteBuffer.allocate(10))).isEqualTo(3);
		read.countDown();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void byteOf255IsNotTheEnd() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.client().outputStream().write(255);
		assertThat(pair.accepted().inputStream().read()).isEqualTo(255);
	}

	@Test
	void largeTransfersGoBothWaysAtOnce() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		byte[] bytes = Bytes.random(LARGE);
		List<BackgroundCall<byte[]>> readers = new ArrayList<>();
		for (LocalSocket socket : List.of(pair.client(), pair.accepted())) {
			readers.add(this.sandbox.async(() -> socket.inputStream().readNBytes(LARGE)));
			this.sandbox.async(() -> send(socket, bytes));
		}
		for (BackgroundCall<byte[]> reader : readers) {
			assertThat(reader.result()).isEqualTo(bytes);
		}
	}

	private static boolean send(LocalSocket socket, byte[] bytes) throws IOException {
		socket.outputStream().write(bytes);
		return socket.waitForBytesWritten(LONG);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 100, 4096 })
	void slowReaderWithASmallBufferGetsEverything(int readBufferSize) throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.accepted().setReadBufferSize(readBufferSize);
		byte[] bytes = Bytes.random((readBufferSize < 100) ? 2000 : 400_000);
		pair.client().write(ByteBuffer.wrap(bytes));
		byte[] received = new byte[bytes.length];
		InputStream input = pair.accepted().inputStream();
		int count = 0;
		while (count < received.length) {
			int read = input.read(received, count, Math.min(1000, received.length - count));
			count += read;
			assertThat(read).isLessThanOrEqualTo(readBufferSize);
		}
		assertThat(received).isEqualTo(bytes);
		pair.client().close();
		assertThat(input.read()).isEqualTo(-1);
	}

	@Test
	void writeQueuesWhatTheKernelDoesNotTake() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.accepted().setReadBufferSize(1);
		assertThat(pair.client().write(ByteBuffer.allocate(LARGE))).isTrue();
		eventually().until(() -> pair.client().bytesSent() > 0);
		assertThat(pair.client().bytesToWrite()).isPositive();
		assertThat(pair.client().bytesToWrite() + pair.client().bytesSent()).isLessThanOrEqualTo(LARGE);
		assertThat(pair.client().waitForBytesWritten(Duration.ofMillis(20))).isFalse();
		pair.accepted().setReadBufferSize(0);
		assertThat(pair.client().waitForBytesWritten(LONG)).isTrue();
		assertThat(pair.client().bytesSent()).isEqualTo(LARGE);
		eventually().until(() -> pair.accepted().bytesAvailable() == LARGE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 1000, 100_000 })
	void readBufferHoldsExactlyItsSizeAndResumes(int size) throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.accepted().setReadBufferSize(size);
		byte[] bytes = Bytes.random(5 * size);
		pair.client().write(ByteBuffer.wrap(bytes));
		ByteBuffer received = ByteBuffer.allocate(bytes.length);
		for (int i = 1; i <= 5; i++) {
			eventually().until(() -> pair.accepted().bytesAvailable() == size);
			eventually().during(Duration.ofMillis(10)).until(() -> pair.accepted().bytesAvailable() == size);
			assertThat(pair.accepted().read(received.limit(i * size))).isEqualTo(size);
		}
		assertThat(received.array()).isEqualTo(bytes);
	}

	@Test
	void serverGivesItsBufferSizesToItsConnections() throws Exception {
		LocalServer server = this.sandbox.server();
		server.setLimits(ConnectionLimits.NONE.withReadBufferSize(5).withWriteBufferSize(6));
		this.sandbox.listen(server);
		LocalSocket client = this.sandbox.connect(server);
		LocalSocket accepted = this.sandbox.take(server);
		assertThat(accepted.readBufferSize()).isEqualTo(5);
		assertThat(accepted.writeBufferSize()).isEqualTo(6);
		client.write(ByteBuffer.allocate(100));
		eventually().until(() -> accepted.bytesAvailable() == 5);
		eventually().during(Duration.ofMillis(10)).until(() -> accepted.bytesAvailable() == 5);
	}

	@Test
	void writeTakesAllOrNothingWhenTheWriteBufferHasALimit() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.accepted().setReadBufferSize(1);
		fillKernel(pair.client());
		LocalSocket client = pair.client();
		long before = client.bytesToWrite();
		client.setWriteBufferSize(before + 100);
		assertThat(client.write(ByteBuffer.allocate(60))).isTrue();
		ByteBuffer tooMuch = ByteBuffer.allocate(41);
		assertThat(client.write(tooMuch)).isFalse();
		assertThat(tooMuch.remaining()).isEqualTo(41);
		assertThat(client.error()).isEqualTo(SocketError.WRITE_BUFFER_FULL);
		assertThat(client.errorString()).contains("41 bytes").contains((before + 100) + " bytes");
		assertThat(client.write(ByteBuffer.allocate(40))).isTrue();
		assertThat(client.bytesToWrite()).isEqualTo(before + 100);
		assertThat(client.state()).isEqualTo(LocalSocket.State.CONNECTED);
		pair.accepted().setReadBufferSize(0);
		assertThat(client.waitForBytesWritten(LONG)).isTrue();
		assertThat(client.write(tooMuch)).isTrue();
	}

	/** Writes until the kernel takes no more, and something is queued. */
	private static void fillKernel(LocalSocket socket) {
		eventually().until(() -> {
			socket.write(ByteBuffer.allocate(100_000));
			long sent = socket.bytesSent();
			return !socket.waitForBytesWritten(Duration.ofMillis(20)) && socket.bytesSent() == sent;
		});
	}

	@Test
	void refusedWriteIsNotTheReasonOfTheEnd() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.client().setWriteBufferSize(10);
		assertThat(pair.client().write(ByteBuffer.allocate(11))).isFalse();
		pair.client().close();
		eventually().until(() -> pair.client().closeReason() == CloseReason.DISCONNECTED);
	}

	@Test
	void outputStreamWaitsWhileTheWriteBufferIsFull() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		pair.client().setWriteBufferSize(1000);
		pair.accepted().setReadBufferSize(1);
		BackgroundCall<Boolean> writing = this.sandbox.async(() -> send(pair.client(), Bytes.random(LARGE)))
			.awaitBlocked();
		assertThat(pair.client().bytesToWrite()).isLessThanOrEqualTo(1000);
		pair.accepted().setReadBufferSize(0);
		assertThat(writing.result()).isTrue();
		assertThat(pair.accepted().inputStream().readNBytes(LARGE)).isEqualTo(Bytes.random(LARGE));
	}

	@Test
	void canReadLineSeesAWholeLine() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		assertThat(pair.accepted().canReadLine()).isFalse();
		pair.client().write(ByteBuffer.wrap("half".getBytes(StandardCharsets.UTF_8)));
		assertThat(pair.accepted().waitForReadyRead(LONG)).isTrue();
		assertThat(pair.accepted().canReadLine()).isFalse();
		pair.client().write(ByteBuffer.wrap(" line\nnext".getBytes(StandardCharsets.UTF_8)));
		eventually().until(pair.accepted()::canReadLine);
		pair.accepted().inputStream().readNBytes(10);
		assertThat(pair.accepted().canReadLine()).isFalse();
	}

	@Test
	void readNeverWaits() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		assertThat(pair.accepted().read(ByteBuffer.allocate(1))).isZero();
		assertThat(pair.accepted().inputStream().available()).isZero();
		pair.client().close();
		eventually().until(() -> pair.accepted().read(ByteBuffer.allocate(1)) == -1);
	}

	@Test
	void whatThePeerSentBeforeItClosedCanBeReadAfterwards() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		byte[] bytes = Bytes.random(LARGE);
		pair.client().write(ByteBuffer.wrap(bytes));
		pair.client().close();
		eventually().until(() -> pair.accepted().state() == LocalSocket.State.UNCONNECTED);
		assertThat(pair.accepted().bytesAvailable()).isEqualTo(LARGE);
		assertThat(pair.accepted().atEnd()).isFalse();
		assertThat(pair.accepted().inputStream().readAllBytes()).isEqualTo(bytes);
		assertThat(pair.accepted().atEnd()).isTrue();
	}

	@Test
	void lastWordsBeforeTheEndAreNeverLost() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		for (int i = 0; i < 500; i++) {
			try (SocketChannel peer = this.sandbox.connectForeign(server)) {
				LocalSocket socket = this.sandbox.take(server);
				peer.write(ByteBuffer.allocate(1));
				assertThat(socket.waitForReadyRead(LONG)).isTrue();
				socket.write(ByteBuffer.wrap("bye".getBytes(StandardCharsets.UTF_8)));
				if (i % 2 == 0) {
					socket.close();
				}
				else {
					socket.shutdownOutput();
				}
				ByteBuffer answer = ByteBuffer.allocate(10);
				assertThat(peer.read(answer)).as("round %d", i).isEqualTo(3);
				assertThat(peer.read(answer)).isEqualTo(-1);
			}
		}
	}

	@Test
	void closeReasonIsThereWhenTheWaitIsOver() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		for (int i = 0; i < 200; i++) {
			SocketChannel peer = this.sandbox.connectForeign(server);
			LocalSocket socket = this.sandbox.take(server);
			peer.close();
			assertThat(socket.waitForDisconnected(LONG)).isTrue();
			assertThat(socket.closeReason()).isEqualTo(CloseReason.PEER_CLOSED);
		}
	}

	@Test
	void peerThatLeavesIsNoticedThoughNobodyReadsWhatItSent() throws Exception {
		LocalServer server = this.sandbox.server();
		server.setLimits(server.limits().withReadBufferSize(1000));
		this.sandbox.listen(server);
		SocketChannel peer = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		peer.write(ByteBuffer.wrap(Bytes.random(50_000)));
		eventually().until(() -> socket.bytesAvailable() == 1000);
		peer.close();
		eventually().until(() -> socket.closeReason() == CloseReason.PEER_CLOSED);
		assertThat(server.activeConnections()).isZero();
		assertThat(socket.inputStream().readAllBytes()).isEqualTo(Bytes.random(50_000));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 5000 })
	void nothingIsLostWhenThePeerSendsAndClosesWhileWeWrite(int readBufferSize) throws Exception {
		LocalServer server = this.sandbox.server();
		server.setLimits(server.limits().withReadBufferSize(readBufferSize));
		this.sandbox.listen(server);
		byte[] bytes = Bytes.random(1024 * 1024);
		for (int i = 0; i < 10; i++) {
			SocketChannel peer = this.sandbox.connectForeign(server);
			LocalSocket socket = this.sandbox.take(server);
			BackgroundCall<Boolean> writing = this.sandbox.async(() -> writeUntilRefused(socket));
			BackgroundCall<Boolean> sending = this.sandbox.async(() -> {
				ByteBuffer buffer = ByteBuffer.wrap(bytes);
				while (buffer.hasRemaining()) {
					peer.write(buffer);
				}
				peer.close();
				return true;
			});
			assertThat(socket.inputStream().readAllBytes()).isEqualTo(bytes);
			assertThat(writing.result()).isTrue();
			assertThat(sending.result()).isTrue();
		}
	}

	private static boolean writeUntilRefused(LocalSocket socket) throws IOException {
		while (socket.write(ByteBuffer.allocate(1000))) {
			socket.waitForBytesWritten(LONG);
		}
		return socket.error() == SocketError.PEER_CLOSED;
	}

	@Test
	void manyConnectionsTransferAtOnce() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		byte[] bytes = Bytes.random(200_000);
		List<BackgroundCall<byte[]>> clients = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			clients.add(this.sandbox.async(() -> {
				try (LocalSocket client = LocalSocket.connectToServer(server.fullServerName())) {
					client.outputStream().write(bytes);
					client.shutdownOutput();
					return client.inputStream().readAllBytes();
				}
			}));
			LocalSocket accepted = this.sandbox.take(server);
			this.sandbox.async(() -> {
				accepted.inputStream().transferTo(accepted.outputStream());
				accepted.close();
				return true;
			});
		}
		for (BackgroundCall<byte[]> client : clients) {
			assertThat(client.result()).isEqualTo(bytes);
		}
	}

}

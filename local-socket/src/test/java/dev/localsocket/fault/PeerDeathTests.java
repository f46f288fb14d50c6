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
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.Bytes;
import dev.localsocket.testing.JavaProcess;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of peers that are killed, or that end a connection by halves, without reading, or
 * byte by byte.
 */
@Tag("transport")
@Timeout(60)
class PeerDeathTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final int MEGABYTE = 1024 * 1024;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void whatAPeerHasSentBeforeItWasKilledArrives() throws Exception {
		LocalServer server = this.sandbox.server();
		server.setLimits(server.limits().withReadBufferSize(100_000));
		this.sandbox.listen(server);
		JavaProcess peer = this.sandbox.closeLater(JavaProcess.start(PeerMain.class, server.fullServerName()));
		LocalSocket socket = this.sandbox.take(server);
		Pattern pattern = new Pattern(0);
		InputStream input = socket.inputStream();
		pattern.check(input.readNBytes(MEGABYTE / 2), MEGABYTE / 2, 0);
		eventually().until(() -> socket.bytesAvailable() > 50_000);
		peer.kill();
		byte[] rest = input.readAllBytes();
		assertThat(lastNumber(peer)).isBetween(MEGABYTE / 2, MEGABYTE / 2 + rest.length);
		pattern.check(rest, rest.length, MEGABYTE / 2);
		assertThat(socket.waitForDisconnected(LONG)).isTrue();
		assertThat(socket.closeReason()).isEqualTo(CloseReason.PEER_CLOSED);
		assertThat(socket.bytesReceived()).isEqualTo(MEGABYTE / 2 + rest.length);
		assertThat(server.errorCount()).isZero();
	}

	/** How much it had sent when it was killed, or a little less. */
	private static int lastNumber(JavaProcess peer) throws IOException {
		int last = 0;
		for (String line = peer.readLine(); line != null; line = peer.readLine()) {
			last = line.matches("\\d+") ? Integer.parseInt(line) : last;
		}
		return last;
	}

	@Test
	void writerToAPeerThatIsKilledFailsAndTheErrorIsCounted() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JavaProcess peer = this.sandbox
			.closeLater(JavaProcess.start(PeerMain.class, server.fullServerName(), String.valueOf(MEGABYTE / 2)));
		LocalSocket socket = this.sandbox.take(server);
		LocalSocket other = SocketPair.connect(this.sandbox, server).accepted();
		BackgroundCall<Boolean> writing = this.sandbox.async(() -> writeWithoutEnd(socket));
		assertThat(peer.readLine()).isEqualTo("READ");
		writing.awaitBlocked();
		peer.kill();
		assertThatExceptionOfType(SocketException.class).isThrownBy(writing::result);
		assertThat(socket.waitForDisconnected(LONG)).isTrue();
		assertThat(socket.closeReason()).isEqualTo(CloseReason.ERROR);
		assertThat(socket.error()).isEqualTo(SocketError.PEER_CLOSED);
		assertThat(socket.bytesSent()).isGreaterThanOrEqualTo(MEGABYTE / 2);
		assertThat(server.errorCount()).isEqualTo(1);
		assertThat(other.state()).isEqualTo(LocalSocket.State.CONNECTED);
	}

	private static boolean writeWithoutEnd(LocalSocket socket) throws IOException {
		Pattern pattern = new Pattern(0);
		OutputStream output = socket.outputStream();
		for (long position = 0; true; position += 9999) {
			output.write(pattern.bytes(position, 9999));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1000 })
	void peerMayEndItsOutputAndGoOnReading(int readBufferSize) throws Exception {
		LocalServer server = this.sandbox.server();
		server.setLimits(server.limits().withReadBufferSize(readBufferSize));
		this.sandbox.listen(server);
		SocketChannel peer = this.sandbox.connectForeign(server);
		assertHalves(peer, this.sandbox.take(server));
	}

	@Test
	void serverOfTheJdkMayEndItsOutputAndGoOnReading() throws Exception {
		ServerSocketChannel server = this.sandbox.foreignServer("foreign");
		LocalSocket socket = LocalSocket.connectToServer(this.sandbox.address("foreign"));
		this.sandbox.closeLater(socket::abort);
		assertHalves(this.sandbox.closeLater(server.accept()), socket);
	}

	/** First the peer ends its half and we send, then we end ours. */
	private void assertHalves(SocketChannel peer, LocalSocket socket) throws Exception {
		byte[] bytes = Bytes.random(MEGABYTE);
		BackgroundCall<byte[]> received = this.sandbox.async(() -> socket.inputStream().readAllBytes());
		write(peer, bytes);
		peer.shutdownOutput();
		assertThat(received.result()).isEqualTo(bytes);
		BackgroundCall<Long> drained = this.sandbox.async(() -> Bytes.drain(peer));
		socket.outputStream().write(bytes);
		assertThat(socket.state()).isEqualTo(LocalSocket.State.CONNECTED);
		socket.shutdownOutput();
		assertThat(drained.result()).isEqualTo(MEGABYTE);
		assertThat(socket.waitForDisconnected(LONG)).isTrue();
		assertThat(socket.error()).isEqualTo(SocketError.NO_ERROR);
	}

	@Test
	void weMayEndOurOutputAndGoOnReading() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		SocketChannel peer = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		byte[] bytes = Bytes.random(MEGABYTE);
		assertThat(socket.write(ByteBuffer.wrap(bytes))).isTrue();
		socket.shutdownOutput();
		assertThat(Bytes.drain(peer)).isEqualTo(MEGABYTE);
		BackgroundCall<byte[]> received = this.sandbox.async(() -> socket.inputStream().readAllBytes());
		write(peer, bytes);
		peer.close();
		assertThat(received.result()).isEqualTo(bytes);
		assertThat(socket.waitForDisconnected(LONG)).isTrue();
		assertThat(socket.error()).isEqualTo(SocketError.NO_ERROR);
	}

	/** The kernel resets such a connection, and yet keeps what was sent before. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1000 })
	void whatAPeerHasSentArrivesThoughItClosesWithoutReading(int readBufferSize) throws Exception {
		LocalServer server = this.sandbox.server();
		server.setLimits(server.limits().withReadBufferSize(readBufferSize));
		this.sandbox.listen(server);
		SocketChannel peer = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		assertThat(socket.write(ByteBuffer.allocate(1000))).isTrue();
		assertThat(socket.waitForBytesWritten(LONG)).isTrue();
		byte[] bytes = Bytes.random(50_000);
		write(peer, bytes);
		peer.close();
		assertThat(socket.inputStream().readAllBytes()).isEqualTo(bytes);
		assertThat(socket.waitForDisconnected(LONG)).isTrue();
		assertThat(socket.closeReason()).isEqualTo(CloseReason.PEER_CLOSED);
	}

	@Test
	void bytesGoOneByOneBothWays() throws Exception {
		SocketPair pair = SocketPair.open(this.sandbox);
		byte[] bytes = Bytes.random(5000);
		BackgroundCall<Boolean> echo = this.sandbox.async(() -> echoByteByByte(pair.accepted()));
		InputStream input = pair.client().inputStream();
		OutputStream output = pair.client().outputStream();
		BackgroundCall<Boolean> writing = this.sandbox.async(() -> {
			for (byte single : bytes) {
				output.write(single);
			}
			pair.client().shutdownOutput();
			return true;
		});
		for (byte single : bytes) {
			assertThat(input.read()).isEqualTo(single & 0xff);
		}
		assertThat(input.read()).isEqualTo(-1);
		assertThat(writing.result() && echo.result()).isTrue();
		assertThat(pair.client().bytesSent()).isEqualTo(5000);
		assertThat(pair.accepted().bytesSent()).isEqualTo(5000);
	}

	private static boolean echoByteByByte(LocalSocket socket) throws IOException {
		ByteBuffer single = ByteBuffer.allocate(1);
		while (socket.waitForReadyRead(LONG)) {
			socket.read(single.clear());
			assertThat(socket.write(single.flip())).isTrue();
		}
		socket.close();
		return socket.atEnd();
	}

	private static void write(SocketChannel channel, byte[] bytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		while (buffer.hasRemaining()) {
			channel.write(buffer);
		}
	}

}

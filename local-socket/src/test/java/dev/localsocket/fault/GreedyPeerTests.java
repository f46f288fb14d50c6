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
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketPair;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of peers that never read, or that send for ever, beside one that behaves and is
 * served by the same loop.
 */
@Tag("transport")
@Timeout(60)
class GreedyPeerTests {

	/** More than the kernel holds for one connection, unless somebody asks for it. */
	private static final int KERNEL = 1024 * 1024;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void writerToAPeerThatNeverReadsWaitsAndOthersGoOn() throws Exception {
		LocalServer server = listen(1000);
		SocketChannel peer = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		SocketPair other = SocketPair.connect(this.sandbox, server);
		BackgroundCall<Boolean> writing = this.sandbox.async(() -> writeWithoutEnd(socket));
		awaitStandstill(socket);
		writing.awaitBlocked();
		assertThat(socket.bytesToWrite()).isBetween(1L, 64 * 1024L);
		assertThat(socket.bytesSent()).isLessThan(KERNEL);
		assertEchoes(other);
		assertThat(writing.future()).isNotDone();
		peer.close();
		assertThatExceptionOfType(SocketException.class).isThrownBy(writing::result);
		assertEchoes(other);
	}

	@Test
	void peerThatSendsForEverIsHeldBackAndOthersGoOn() throws Exception {
		LocalServer server = listen(5000);
		SocketChannel peer = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		SocketPair other = SocketPair.connect(this.sandbox, server);
		peer.configureBlocking(false);
		long sent = sendUntilHeldBack(peer, socket);
		assertThat(sent).isLessThan(KERNEL);
		assertThat(socket.bytesAvailable()).isEqualTo(5000);
		assertThat(socket.bytesReceived()).isEqualTo(5000);
		assertEchoes(other);
		assertThat(socket.inputStream().readNBytes((int) sent)).hasSize((int) sent);
		assertThat(peer.write(ByteBuffer.allocate(10))).isEqualTo(10);
		assertThat(socket.inputStream().readNBytes(10)).hasSize(10);
	}

	private LocalServer listen(int readBufferSize) {
		LocalServer server = this.sandbox.closeLater(new LocalServer(new EventLoops(1)));
		server.setLimits(server.limits().withReadBufferSize(readBufferSize));
		return this.sandbox.listen(server);
	}

	private static boolean writeWithoutEnd(LocalSocket socket) throws IOException {
		while (true) {
			socket.outputStream().write(new byte[10_000]);
		}
	}

	private static void awaitStandstill(LocalSocket socket) {
		long[] last = { 0 };
		eventually().during(Duration.ofMillis(100)).until(() -> {
			long sent = socket.bytesSent();
			boolean still = sent > 0 && sent == last[0];
			last[0] = sent;
			return still;
		});
	}

	private static long sendUntilHeldBack(SocketChannel peer, LocalSocket socket) {
		long[] sent = { 0 };
		eventually().during(Duration.ofMillis(100)).until(() -> {
			int count = peer.write(ByteBuffer.allocate(10_000));
			sent[0] += count;
			return count == 0 && socket.bytesAvailable() == 5000;
		});
		return sent[0];
	}

	private static void assertEchoes(SocketPair pair) throws IOException {
		for (int i = 0; i < 20; i++) {
			pair.client().outputStream().write(i);
			pair.accepted().outputStream().write(pair.accepted().inputStream().read());
			assertThat(pair.client().inputStream().read()).isEqualTo(i);
		}
	}

}

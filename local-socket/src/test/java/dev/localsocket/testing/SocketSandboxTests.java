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
package dev.localsocket.testing;

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests that a {@link SocketSandbox} notices what a test leaves behind.
 */
@Timeout(60)
class SocketSandboxTests {

	private final ExtensionContext context = Mockito.mock(ExtensionContext.class);

	private final SocketSandbox sandbox = new SocketSandbox(Duration.ofMillis(300));

	@BeforeEach
	void begin() throws Exception {
		this.sandbox.beforeEach(this.context);
	}

	private void end() throws Exception {
		this.sandbox.afterEach(this.context);
	}

	private void assertIsNoticed(String what) {
		assertThatExceptionOfType(Throwable.class).isThrownBy(this::end).withMessageContaining(what);
	}

	@Test
	void nothingIsLeft() {
		assertThatNoException().isThrownBy(this::end);
	}

	@Test
	void descriptorIsNoticed() throws Exception {
		Pipe pipe = Pipe.open();
		assertIsNoticed("leaked descriptors");
		pipe.sink().close();
		pipe.source().close();
	}

	@Test
	void descriptorIsNoticedThoughAnotherWasClosed() throws Exception {
		end();
		Pipe earlier = Pipe.open();
		begin();
		earlier.sink().close();
		Pipe pipe = Pipe.open();
		assertIsNoticed("leaked descriptors");
		earlier.source().close();
		pipe.sink().close();
		pipe.source().close();
	}

	@Test
	void threadIsNoticed() throws Exception {
		CountDownLatch latch = new CountDownLatch(1);
		Thread thread = new Thread(() -> awaitUninterruptibly(latch), "local-socket-leak");
		thread.start();
		assertIsNoticed("leaked threads");
		latch.countDown();
		thread.join();
	}

	@Test
	void callInTheBackgroundIsNoticed() throws Exception {
		CountDownLatch latch = new CountDownLatch(1);
		BackgroundCall<Boolean> call = this.sandbox.async(() -> awaitUninterruptibly(latch));
		assertIsNoticed("calls in the background");
		latch.countDown();
		call.result();
	}

	private static boolean awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
			return true;
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	@Test
	void directBuffersAreNoticedIfTheyAreReachable() throws Exception {
		end();
		// What earlier tests have left must not make up for it
		System.gc();
		begin();
		List<ByteBuffer> buffers = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			buffers.add(ByteBuffer.allocateDirect(64 * 1024));
		}
		assertIsNoticed("bytes in direct buffers");
		buffers.clear();
	}

	@Test
	void fileIsNoticed() throws Exception {
		Files.createFile(this.sandbox.path("left"));
		assertIsNoticed("files");
	}

	@Test
	void connectionOfAServerIsNoticed() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket client = LocalSocket.connectToServer(server.fullServerName());
		server.waitForNewConnection(Duration.ofSeconds(10));
		LocalSocket socket = server.nextPendingConnection();
		assertIsNoticed("servers with connections");
		client.abort();
		if (socket != null) {
			socket.abort();
		}
	}

}

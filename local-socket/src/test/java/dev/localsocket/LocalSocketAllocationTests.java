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
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.management.ThreadMXBean;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the garbage that a {@link LocalSocket} makes.
 */
@Timeout(60)
class LocalSocketAllocationTests {

	private static final int MESSAGE = 4096;

	private static final int ROUNDS = 2000;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final AtomicLong loopThread = new AtomicLong();

	@Test
	void answerInACallbackIsNeverCopiedToTheHeap() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		SocketChannel client = this.sandbox.connectForeign(server);
		this.sandbox.take(server).addListener(new Echo());
		exchange(client);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getThreadAllocatedBytes(this.loopThread.get());
		for (int i = 0; i < ROUNDS; i++) {
			exchange(client);
		}
		long allocated = threads.getThreadAllocatedBytes(this.loopThread.get()) - before;
		// Interpreted code makes small objects that compiled code does without
		assertThat(allocated / ROUNDS).isLessThan(MESSAGE / 2);
	}

	private static void exchange(SocketChannel client) throws IOException {
		client.write(ByteBuffer.allocate(MESSAGE));
		ByteBuffer answer = ByteBuffer.allocate(MESSAGE);
		while (answer.hasRemaining()) {
			client.read(answer);
		}
	}

	/** Sends back what it receives. */
	private final class Echo implements LocalSocketCallbacks {

		private final ByteBuffer buffer = ByteBuffer.allocate(MESSAGE);

		@Override
		public void readyRead(LocalSocket socket) {
			LocalSocketAllocationTests.this.loopThread.set(Thread.currentThread().getId());
			socket.read(this.buffer.clear());
			socket.write(this.buffer.flip());
		}

	}

}

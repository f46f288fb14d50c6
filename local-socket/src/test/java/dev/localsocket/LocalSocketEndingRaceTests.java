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

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

import dev.localsocket.LocalSocket.State;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketPair;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a {@link LocalSocket} that several threads end at the same moment.
 */
@Tag("transport")
@Timeout(60)
class LocalSocketEndingRaceTests {

	private static final int ROUNDS = 4_000;

	/** More than the kernel takes. */
	private static final int LARGE = 512 * 1024;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final AtomicInteger ready = new AtomicInteger();

	private volatile int counter;

	@Test
	void abortIsNotLostWhenTheSocketIsDisconnectedAtTheSameMoment() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		int delay = 0;
		for (int i = 0; i < ROUNDS; i++) {
			SocketPair pair = SocketPair.connect(this.sandbox, server);
			LocalSocket socket = pair.accepted();
			pair.client().setReadBufferSize(1);
			socket.write(ByteBuffer.allocate(LARGE));
			this.ready.set(0);
			BackgroundCall<Void> other = this.sandbox.async(() -> {
				meet();
				socket.disconnectFromServer(SocketError.HANDLER_FAILED, "failed");
				return null;
			});
			meet();
			for (int j = 0; j < delay; j++) {
				this.counter++;
			}
			socket.abort();
			other.result();
			assertThat(socket.state()).as("round %d", i).isEqualTo(State.UNCONNECTED);
			// So that both are at it at the same moment, whatever the machine does
			delay = Math.max(0, delay + ((socket.error() == SocketError.NO_ERROR) ? 4 : -4));
			pair.client().abort();
		}
	}

	private void meet() {
		this.ready.incrementAndGet();
		while (this.ready.get() < 2) {
			Thread.onSpinWait();
		}
	}

}

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
package dev.localsocket.transport;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerListener;
import dev.localsocket.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Acceptor} when the listening socket is not only its own.
 */
@Timeout(60)
class AcceptorTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final List<Long> errors = new CopyOnWriteArrayList<>();

	private final List<String> texts = new CopyOnWriteArrayList<>();

	@Test
	void socketThatAnotherHolderHasShutDownIsToldOfWithGrowingPauses() throws Exception {
		LocalServer server = this.sandbox.server();
		server.addListener(new LocalServerListener() {

			@Override
			public void error(LocalServer failed, SocketError error, String text) {
				AcceptorTests.this.errors.add(System.nanoTime());
				AcceptorTests.this.texts.add(text);
			}

		});
		this.sandbox.listen(server);
		SocketChannel before = this.sandbox.connectForeign(server);
		this.sandbox.take(server);
		shutDown(server.socketDescriptor());
		eventually().pollInterval(Duration.ofMillis(2)).until(() -> {
			// Asks whether connections are wanted, which does not shorten a pause
			server.setMaxPendingConnections(10);
			return this.errors.size() >= 5;
		});
		// 10, 20, 40 and 80 ms have passed, but the first error may be told late
		assertThat(this.errors.get(4) - this.errors.get(0)).isGreaterThanOrEqualTo(100_000_000L);
		assertThat(this.texts).allSatisfy((text) -> assertThat(text).contains("has been shut down"));
		assertThat(server.isListening()).isTrue();
		assertThat(before.isConnected()).isTrue();
		server.close();
		assertThat(server.listen(this.sandbox.address("s"))).as(server::errorString).isTrue();
		this.sandbox.connectForeign(server);
		this.sandbox.take(server);
	}

	/** What the library calls closing a descriptor of others is a shutdown. */
	private static void shutDown(int descriptor) throws IOException {
		AFUNIXServerSocketChannel other = FileDescriptorCast.unsafeUsing(descriptor)
			.as(AFUNIXServerSocketChannel.class);
		other.setDeleteOnClose(false);
		other.close();
	}

}

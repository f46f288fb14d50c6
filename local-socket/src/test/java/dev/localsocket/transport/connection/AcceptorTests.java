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

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerListener;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.testing.TestedTransport;
import dev.localsocket.transport.endpoint.EndpointOptions;
import dev.localsocket.transport.endpoint.ServerEndpoint;
import dev.localsocket.transport.spi.EndpointAddress;
import org.junit.jupiter.api.Tag;
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
@Tag("transport")
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

	@Test
	void acceptorThatRetiresLetsThoseInWhoWait() throws Exception {
		ServerEndpoint endpoint = ServerEndpoint.listen(TestedTransport.get(),
				EndpointAddress.ofFile(this.sandbox.address("s")), new EndpointOptions(null, null, 5, false, true));
		Accepted accepted = new Accepted();
		EventLoopGroup loops = new EventLoopGroup(TestedTransport.get(), "local-socket-retiring", 1, true);
		Acceptor acceptor = Acceptor.create(endpoint, loops, BufferBudget.NONE, accepted);
		for (int i = 0; i < 3; i++) {
			SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
			this.sandbox.closeLater(client);
			client.connect(UnixDomainSocketAddress.of(this.sandbox.path("s")));
		}
		acceptor.retire();
		eventually().until(() -> accepted.count.get() == 3);
		eventually().until(() -> Files.notExists(this.sandbox.path("s")));
	}

	/** What the library calls closing a descriptor of others is a shutdown. */
	private static void shutDown(int descriptor) throws IOException {
		AFUNIXServerSocketChannel other = FileDescriptorCast.unsafeUsing(descriptor)
			.as(AFUNIXServerSocketChannel.class);
		other.setDeleteOnClose(false);
		other.close();
	}

	/** Counts connections, and ends them. */
	private static final class Accepted implements Acceptor.Callbacks {

		private final AtomicInteger count = new AtomicInteger();

		@Override
		public boolean wantsConnection() {
			return true;
		}

		@Override
		public ConnectionSettings settings() {
			return ConnectionSettings.DEFAULT;
		}

		@Override
		public void accepted(Connection connection) {
			this.count.incrementAndGet();
			connection.abort();
			connection.start(new ConnectionListener() {
			});
		}

		@Override
		public void acceptFailed(LocalSocketException failure) {
			throw new IllegalStateException(failure);
		}

	}

}

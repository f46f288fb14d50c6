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
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import dev.localsocket.error.SocketError;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the settings of {@link LocalServer} while it begins to listen, which takes
 * its time where a live server with a full backlog is at the name.
 */
class LocalServerSettingsTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	/** All that can be asked of a server without waiting for anything. */
	private static List<@Nullable Object> ask(LocalServer server) {
		return Arrays.asList(server.socketOptions(), server.group(), server.listenBacklogSize(),
				server.isReclaimStale(), server.isCheckDirectory(), server.isRepublish(),
				server.maxPendingConnections(), server.maxReceivedDescriptors(), server.limits(), server.isListening(),
				server.isReachable(), server.serverName(), server.fullServerName(), server.socketDescriptor(),
				server.hasPendingConnections(), server.pendingConnections(), server.connections(),
				server.activeConnections(), server.bytesBuffered(), server.serverError(), server.errorString(),
				server.errorCount(), server.statistics(), server.peerLog());
	}

	@Test
	void gettersDoNotWaitForListen() throws Exception {
		LocalServer server = this.sandbox.server();
		CountDownLatch asked = new CountDownLatch(1);
		BackgroundCall<@Nullable Listening> listening = this.sandbox.async(() -> server.listening.turnOn(() -> {
			awaitUninterrupted(asked);
			throw new IllegalStateException("That was slow");
		})).awaitBlocked();
		BackgroundCall<List<@Nullable Object>> answers = this.sandbox.async(() -> ask(server));
		assertThat(answers.result()).startsWith(Set.of(), null, 50, false, true, true, 30, 0, ConnectionLimits.NONE,
				false);
		server.setLimits(ConnectionLimits.NONE.withMaxConnections(7));
		server.setRepublish(false);
		assertThat(server.limits().maxConnections()).isEqualTo(7);
		assertThat(listening.future().isDone()).isFalse();
		asked.countDown();
		assertThatIllegalStateException().isThrownBy(listening::result).withMessage("That was slow");
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** On a slow machine it may be over before it has been asked. */
	@Test
	void gettersDoNotWaitForTheProbeOfABusyServer() throws Exception {
		Path path = this.sandbox.path("busy");
		openBusyServer(path);
		LocalServer server = this.sandbox.server();
		server.setReclaimStale(true);
		eventually().until(() -> {
			BackgroundCall<Boolean> listening = this.sandbox.async(() -> server.listen(path.toString())).awaitBlocked();
			ask(server);
			boolean inTime = !listening.future().isDone();
			assertThat(listening.result()).isFalse();
			assertThat(server.serverError()).isEqualTo(SocketError.ADDRESS_IN_USE);
			return inTime;
		});
	}

	private void openBusyServer(Path path) throws IOException {
		UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
		this.sandbox.expectLeft(path);
		ServerSocketChannel busy = this.sandbox.closeLater(ServerSocketChannel.open(StandardProtocolFamily.UNIX));
		busy.bind(address, 1);
		for (int i = 0; i < 2; i++) {
			this.sandbox.closeLater(SocketChannel.open(address));
		}
	}

}

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
package dev.localsocket.endpoint;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.localsocket.ConnectionLimits;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerListener;
import dev.localsocket.LocalSocket;
import dev.localsocket.RejectionReason;
import dev.localsocket.SocketOption;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the limits of connections hold exactly while two users connect at once.
 */
@Timeout(60)
class ConnectionLimitTests {

	private static final int CLIENTS = 30;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path classes;

	private final AtomicInteger most = new AtomicInteger();

	private final AtomicInteger rejections = new AtomicInteger();

	@BeforeEach
	void letOthersIn() throws IOException {
		OtherUser.assumeRoot();
		OtherUser.open(this.sandbox.directory());
	}

	@Test
	void eachUserHasAsManyConnectionsAsAreAllowed() throws Exception {
		LocalServer server = server();
		server.setLimits(ConnectionLimits.NONE.withMaxConnectionsPerUser(5));
		assertConnections(this.sandbox.listen(server), 5, 5);
	}

	@Test
	void allUsersTogetherHaveAsManyConnectionsAsAreAllowed() throws Exception {
		LocalServer server = server();
		server.setLimits(ConnectionLimits.NONE.withMaxConnections(8).withMaxConnectionsPerUser(8));
		this.sandbox.listen(server);
		assertConnections(server, 0, 8);
	}

	@Test
	void anotherUserCannotLockOutRoot() throws Exception {
		LocalServer server = server();
		server.setLimits(ConnectionLimits.NONE.withMaxConnections(10).withReservedConnections(2));
		this.sandbox.listen(server);
		Path path = Path.of(server.fullServerName());
		try (ChildProcess others = connectOthers(path)) {
			eventually().until(() -> this.rejections.get() == CLIENTS - 8);
			assertThat(open(others)).isEqualTo(8);
			List<SocketChannel> own = ClientsMain.connect(path, 3);
			own.forEach(this.sandbox::closeLater);
			eventually().until(() -> this.rejections.get() == CLIENTS - 8 + 1);
			assertThat(open(own)).isEqualTo(2);
			assertThat(open(others)).isEqualTo(8);
		}
	}

	@Test
	void limitOfOtherUsersDoesNotHoldForRoot() throws Exception {
		LocalServer server = server();
		server.setMaxPendingConnections(2 * CLIENTS);
		server.setLimits(ConnectionLimits.NONE.withMaxConnectionsPerOtherUser(5));
		this.sandbox.listen(server);
		Path path = Path.of(server.fullServerName());
		try (ChildProcess others = connectOthers(path)) {
			List<SocketChannel> own = ClientsMain.connect(path, CLIENTS);
			own.forEach(this.sandbox::closeLater);
			eventually().until(() -> this.rejections.get() == CLIENTS - 5 && server.activeConnections() == CLIENTS + 5);
			assertThat(open(others)).isEqualTo(5);
			assertThat(open(own)).isEqualTo(CLIENTS);
		}
	}

	private ChildProcess connectOthers(Path path) throws Exception {
		ChildProcess others = OtherUser.of(ChildJvm.small(), this.classes)
			.start(ClientsMain.class, path.toString(), String.valueOf(CLIENTS));
		assertThat(others.receive()).isEqualTo("READY");
		others.send("connect");
		assertThat(others.receive()).isEqualTo("CONNECTED");
		return others;
	}

	private void assertConnections(LocalServer server, int least, int greatest) throws Exception {
		Path path = Path.of(server.fullServerName());
		try (ChildProcess others = OtherUser.of(ChildJvm.small(), this.classes)
			.start(ClientsMain.class, path.toString(), String.valueOf(CLIENTS))) {
			assertThat(others.receive()).isEqualTo("READY");
			others.send("connect");
			BackgroundCall<List<SocketChannel>> connecting = this.sandbox
				.async(() -> ClientsMain.connect(path, CLIENTS));
			assertThat(others.receive()).isEqualTo("CONNECTED");
			List<SocketChannel> own = connecting.result();
			own.forEach(this.sandbox::closeLater);
			eventually().until(() -> this.rejections.get() + server.activeConnections() == 2 * CLIENTS);
			eventually().until(() -> open(own) + open(others) == server.activeConnections());
			assertThat(open(own)).isBetween((long) least, (long) greatest);
			assertThat(open(others)).isBetween((long) least, (long) greatest);
			assertThat(server.activeConnections()).isEqualTo((least > 0) ? 2 * greatest : greatest);
			assertThat(this.most).hasValue(server.activeConnections());
		}
	}

	private static long open(List<SocketChannel> clients) {
		return clients.stream().filter(ClientsMain::isOpen).count();
	}

	private static long open(ChildProcess clients) throws IOException {
		return Long.parseLong(clients.send("count").receive());
	}

	private LocalServer server() {
		LocalServer server = this.sandbox.server();
		server.setSocketOptions(SocketOption.WORLD_ACCESS);
		server.setListenBacklogSize(2 * CLIENTS);
		server.addListener(new LocalServerListener() {

			@Override
			public void newConnection(LocalServer accepting, LocalSocket socket) {
				ConnectionLimitTests.this.most.accumulateAndGet(accepting.activeConnections(), Math::max);
			}

			@Override
			public void rejected(LocalServer rejecting, PeerCredentials peer, RejectionReason reason, String text) {
				ConnectionLimitTests.this.rejections.incrementAndGet();
			}

		});
		return server;
	}

}

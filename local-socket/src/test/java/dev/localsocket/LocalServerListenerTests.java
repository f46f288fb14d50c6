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
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a {@link LocalServer} tells its listeners, and of subclasses that decide
 * on connections.
 */
@Timeout(60)
class LocalServerListenerTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final Recorder recorder = new Recorder();

	@Test
	void listenerIsToldOfTheLifeOfServerAndConnection() throws Exception {
		LocalServer server = listen(new LocalServer());
		LocalSocket client = this.sandbox.connect(server);
		LocalSocket taken = this.sandbox.take(server);
		client.close();
		awaitEvents("listening", "new " + taken.id(), "closed " + taken.id());
		server.close();
		awaitEvents("listening", "new " + taken.id(), "closed " + taken.id(), "closed");
	}

	@Test
	void listenerIsToldOfEachConnection() throws Exception {
		LocalServer server = listen(new LocalServer());
		for (int i = 0; i < 3; i++) {
			this.sandbox.connectForeign(server);
		}
		eventually()
			.until(() -> this.recorder.events.stream().filter((event) -> event.startsWith("new ")).count() == 3);
	}

	@Test
	void listenerIsToldOfAConnectionThatEndsAfterTheServer() throws Exception {
		LocalServer server = listen(new LocalServer());
		LocalSocket client = this.sandbox.connect(server);
		LocalSocket taken = this.sandbox.take(server);
		server.close();
		client.close();
		awaitEvents("listening", "new " + taken.id(), "closed", "closed " + taken.id());
	}

	@Test
	void listenerIsToldNothingAfterItWasRemoved() throws Exception {
		LocalServer server = listen(new LocalServer());
		server.removeListener(this.recorder);
		this.sandbox.connectForeign(server);
		this.sandbox.take(server);
		server.close();
		awaitEvents("listening");
	}

	@Test
	void listenerThatFailsHarmsNobody() throws Exception {
		LocalServer server = this.sandbox.server();
		server.addListener(new FailingListener());
		server.addListener(this.recorder);
		this.sandbox.listen(server);
		LocalSocket client = this.sandbox.connect(server);
		LocalSocket taken = this.sandbox.take(server);
		client.write(ByteBuffer.wrap(new byte[] { 1 }));
		assertThat(taken.inputStream().read()).isEqualTo(1);
		client.close();
		awaitEvents("listening", "new " + taken.id(), "closed " + taken.id());
		server.close();
		assertThat(this.recorder.events).last().isEqualTo("closed");
	}

	@Test
	void listenerThatInterruptsTheThreadHarmsNobody() throws Exception {
		LocalServer server = this.sandbox.server();
		server.addListener(new InterruptingListener());
		this.sandbox.listen(server);
		List<LocalSocket> clients = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			clients.add(this.sandbox.connect(server));
		}
		for (LocalSocket client : clients) {
			LocalSocket taken = this.sandbox.take(server);
			client.write(ByteBuffer.wrap(new byte[] { 1 }));
			eventually().until(() -> taken.bytesAvailable() == 1);
			taken.write(ByteBuffer.wrap(new byte[] { 2 }));
			assertThat(client.inputStream().read()).isEqualTo(2);
		}
		assertThat(server.isListening()).isTrue();
	}

	@Test
	void listenerMayCloseTheServer() throws Exception {
		LocalServer server = this.sandbox.server();
		server.addListener(new LocalServerListener() {

			@Override
			public void newConnection(LocalServer told, LocalSocket socket) {
				told.close();
			}

		});
		this.sandbox.listen(server);
		SocketChannel client = this.sandbox.connectForeign(server);
		assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
		assertThat(server.isListening()).isFalse();
	}

	@Test
	void connectionIsPendingWhenTheListenerIsToldOfIt() throws Exception {
		List<Boolean> taken = new CopyOnWriteArrayList<>();
		LocalServer server = this.sandbox.server();
		server.addListener(new LocalServerListener() {

			@Override
			public void newConnection(LocalServer told, LocalSocket socket) {
				taken.add(told.takePendingConnection(socket));
				socket.close();
			}

		});
		this.sandbox.listen(server);
		SocketChannel client = this.sandbox.connectForeign(server);
		assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
		assertThat(taken).containsExactly(true);
	}

	@ParameterizedTest
	@MethodSource("refusals")
	void connectionThatIsNotAcceptedIsClosedAndTold(Consumer<IncomingConnection> refusal, String reason)
			throws Exception {
		DecidingServer server = listen(new DecidingServer(refusal));
		SocketChannel client = this.sandbox.connectForeign(server);
		assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
		eventually().until(() -> this.recorder.events.stream().anyMatch((event) -> event.startsWith("rejected")));
		assertThat(this.recorder.events).last()
			.asString()
			.contains(reason)
			.contains("pid=" + ProcessHandle.current().pid());
		assertThat(server.activeConnections()).isZero();
		assertThat(server.hasPendingConnections()).isFalse();
	}

	static Stream<Arguments> refusals() {
		return Stream.of(refusal((connection) -> connection.reject("no room"), "no room"), refusal((connection) -> {
		}, "did not accept"), refusal((connection) -> {
			throw new IllegalStateException("broken");
		}, "broken"), refusal((connection) -> {
			connection.accept();
			throw new IllegalStateException("broken later");
		}, "broken later"), refusal((connection) -> {
			connection.accept();
			connection.reject("too late");
		}, "accepted already"));
	}

	private static Arguments refusal(Consumer<IncomingConnection> refusal, String reason) {
		return Arguments.of(refusal, reason);
	}

	@Test
	void connectionIsNotPendingWhenTheDecisionFailsAfterwards() throws Exception {
		LocalServer server = listen(new LocalServer() {

			@Override
			protected void incomingConnection(IncomingConnection connection) {
				super.incomingConnection(connection);
				throw new IllegalStateException("broken");
			}

		});
		SocketChannel client = this.sandbox.connectForeign(server);
		assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
		assertThat(server.hasPendingConnections()).isFalse();
		eventually().until(() -> server.activeConnections() == 0);
	}

	@Test
	void listenerThatWasToldOfAConnectionIsToldOfItsEndWhenTheDecisionFailsAfterwards() throws Exception {
		LocalServer server = listen(new LocalServer() {

			@Override
			protected void incomingConnection(IncomingConnection connection) {
				super.incomingConnection(connection);
				throw new IllegalStateException("broken");
			}

		});
		this.sandbox.connectForeign(server);
		eventually().until(() -> this.recorder.events.size() == 5);
		assertThat(this.recorder.events).extracting((event) -> event.substring(0, event.indexOf(' ') + 1))
			.containsExactly("", "new ", "error ", "rejected ", "closed ");
		assertThat(server.errorCount()).isEqualTo(1);
	}

	@Test
	void decisionThatFailsIsAnErrorOfTheServerWhichGoesOn() throws Exception {
		DecidingServer server = listen(new DecidingServer((connection) -> {
			throw new IllegalStateException("broken");
		}));
		assertThat(this.sandbox.connectForeign(server).read(ByteBuffer.allocate(1))).isEqualTo(-1);
		assertThat(this.sandbox.connectForeign(server).read(ByteBuffer.allocate(1))).isEqualTo(-1);
		eventually().until(() -> server.errorCount() == 2);
		assertThat(this.recorder.events)
			.anyMatch((event) -> event.startsWith("error HANDLER_FAILED") && event.contains("broken"));
		assertThat(server.isListening()).isTrue();
	}

	@Test
	void errorCountIsResetWhenTheServerListensAgain() throws Exception {
		DecidingServer server = listen(new DecidingServer((connection) -> {
			throw new IllegalStateException("broken");
		}));
		this.sandbox.connectForeign(server);
		eventually().until(() -> server.errorCount() == 1);
		server.close();
		assertThat(server.errorCount()).isEqualTo(1);
		this.sandbox.listen(server);
		assertThat(server.errorCount()).isZero();
	}

	@Test
	void decisionSeesWhoConnects() throws Exception {
		List<PeerCredentials> peers = new CopyOnWriteArrayList<>();
		DecidingServer server = listen(new DecidingServer((connection) -> {
			peers.add(connection.peerCredentials());
			connection.reject("seen");
		}));
		this.sandbox.connectForeign(server).read(ByteBuffer.allocate(1));
		assertThat(peers).singleElement()
			.satisfies((peer) -> assertThat(peer.pid()).isEqualTo(ProcessHandle.current().pid()));
	}

	@Test
	void subclassMayKeepConnectionsForItself() throws Exception {
		List<LocalSocket> kept = new CopyOnWriteArrayList<>();
		DecidingServer server = listen(new DecidingServer((connection) -> kept.add(connection.accept())));
		SocketChannel client = this.sandbox.connectForeign(server);
		eventually().until(() -> kept.size() == 1);
		assertThat(server.hasPendingConnections()).isFalse();
		client.write(ByteBuffer.wrap(new byte[] { 7 }));
		assertThat(kept.get(0).inputStream().read()).isEqualTo(7);
		kept.get(0).close();
		eventually().until(() -> server.activeConnections() == 0);
	}

	@Test
	void errorOfAConnectionIsCountedByItsServer() throws Exception {
		LocalServer server = listen(new LocalServer());
		this.sandbox.connectForeign(server);
		LocalSocket taken = this.sandbox.take(server);
		taken.disconnectFromServer(SocketError.FRAMING_ERROR, "not a frame");
		awaitEvents("listening", "new " + taken.id(), "error FRAMING_ERROR not a frame", "closed " + taken.id());
		assertThat(server.errorCount()).isEqualTo(1);
		assertThat(server.serverError()).isEqualTo(SocketError.NO_ERROR);
	}

	private <S extends LocalServer> S listen(S server) {
		this.sandbox.closeLater(server);
		server.addListener(this.recorder);
		return this.sandbox.listen(server);
	}

	private void awaitEvents(@Nullable String... events) {
		eventually().untilAsserted(() -> assertThat(this.recorder.events).containsExactly(events));
	}

	/** Decides as it is told to. */
	private static final class DecidingServer extends LocalServer {

		private final Consumer<IncomingConnection> decision;

		DecidingServer(Consumer<IncomingConnection> decision) {
			this.decision = decision;
		}

		@Override
		protected void incomingConnection(IncomingConnection connection) {
			this.decision.accept(connection);
		}

	}

	/** Notes all calls. */
	private static final class Recorder implements LocalServerListener {

		private final List<String> events = new CopyOnWriteArrayList<>();

		@Override
		public void newConnection(LocalServer server, LocalSocket socket) {
			this.events.add("new " + socket.id());
		}

		@Override
		public void connectionClosed(LocalServer server, LocalSocket socket) {
			this.events.add("closed " + socket.id());
		}

		@Override
		public void rejected(LocalServer server, PeerCredentials peer, RejectionReason reason, String text) {
			this.events.add("rejected " + peer + " " + text);
		}

		@Override
		public void error(LocalServer server, SocketError error, String text) {
			this.events.add("error " + error + " " + text);
		}

		@Override
		public void listening(LocalServer server) {
			this.events.add("listening");
		}

		@Override
		public void closed(LocalServer server) {
			this.events.add("closed");
		}

	}

	/** Interrupts the thread of the loop at every opportunity. */
	private static final class InterruptingListener implements LocalServerListener, LocalSocketCallbacks {

		@Override
		public void newConnection(LocalServer server, LocalSocket socket) {
			socket.addListener(this);
			Thread.currentThread().interrupt();
		}

		@Override
		public void readyRead(LocalSocket socket) {
			socket.write(ByteBuffer.allocate(0));
			Thread.currentThread().interrupt();
		}

		@Override
		public void bytesWritten(LocalSocket socket, long bytes) {
			Thread.currentThread().interrupt();
		}

	}

	/** Fails in all calls. */
	private static final class FailingListener implements LocalServerListener {

		@Override
		public void newConnection(LocalServer server, LocalSocket socket) {
			throw new IllegalStateException("Thrown by a test");
		}

		@Override
		public void connectionClosed(LocalServer server, LocalSocket socket) {
			throw new AssertionError("Thrown by a test");
		}

		@Override
		public void listening(LocalServer server) {
			throw new IllegalStateException("Thrown by a test");
		}

		@Override
		public void closed(LocalServer server) {
			throw new IllegalStateException("Thrown by a test");
		}

	}

}

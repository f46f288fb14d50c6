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
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalServer#addAuthorizer}.
 */
@Timeout(30)
class LocalServerAuthorizerTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final Queue<String> events = new ConcurrentLinkedQueue<>();

	/** The questions to the authorizer that have not been answered. */
	private final BlockingQueue<Runnable> questions = new LinkedBlockingQueue<>();

	private LocalServer server = new LocalServer();

	@BeforeEach
	void createServer() {
		this.server = this.sandbox.server();
		this.server.addListener(new Recorder());
	}

	private void answerNext() throws InterruptedException {
		Runnable question = this.questions.poll(10, TimeUnit.SECONDS);
		assertThat(question).isNotNull();
		question.run();
	}

	@Test
	void allowedPeerIsServed() throws Exception {
		this.server.addAuthorizer((peer) -> AccessDecision.allowIf(peer.pid() == ProcessHandle.current().pid(), "no"),
				Runnable::run);
		this.sandbox.listen(this.server);
		SocketChannel client = this.sandbox.connectForeign(this.server);
		client.write(ByteBuffer.wrap(new byte[] { 1 }));
		LocalSocket socket = this.sandbox.take(this.server);
		eventually().until(() -> socket.bytesAvailable() == 1);
		assertThat(this.events).containsExactly("new");
	}

	@Test
	void refusedPeerIsOnlyRejected() throws Exception {
		this.server.addAuthorizer((peer) -> AccessDecision.refuse("not today"), Runnable::run);
		this.sandbox.listen(this.server);
		SocketChannel client = this.sandbox.connectForeign(this.server);
		writeUnlessClosed(client);
		assertThat(isClosed(client)).isTrue();
		eventually().until(() -> !this.events.isEmpty());
		assertThat(this.events).containsExactly("NOT_AUTHORIZED: not today");
		assertThat(this.server.activeConnections()).isZero();
		assertThat(this.server.errorCount()).isZero();
	}

	/** It may have been refused before it has written. */
	private static void writeUnlessClosed(SocketChannel client) {
		try {
			client.write(ByteBuffer.wrap(new byte[] { 1 }));
		}
		catch (IOException ex) {
			assertThat(ex).hasMessage("Broken pipe");
		}
	}

	/** A peer that has data in flight sees a reset instead of the end. */
	private static boolean isClosed(SocketChannel client) {
		try {
			return client.read(ByteBuffer.allocate(1)) == -1;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Test
	void authorizerThatFailsLetsNobodyIn() throws Exception {
		this.server.addAuthorizer((peer) -> {
			throw new IllegalStateException("broken");
		}, Runnable::run);
		this.sandbox.listen(this.server);
		assertThat(isClosed(this.sandbox.connectForeign(this.server))).isTrue();
		eventually().until(() -> this.events.size() == 2);
		String text = "An authorizer failed: java.lang.IllegalStateException: broken";
		assertThat(this.events).containsExactly("error HANDLER_FAILED: " + text, "DECISION_FAILED: " + text);
		assertThat(this.server.errorCount()).isOne();
	}

	@Test
	void authorizerWithoutADecisionLetsNobodyIn() throws Exception {
		this.server.addAuthorizer(LocalServerAuthorizerTests::decideNothing, Runnable::run);
		this.sandbox.listen(this.server);
		assertThat(isClosed(this.sandbox.connectForeign(this.server))).isTrue();
		eventually().until(() -> this.events.size() == 2);
		assertThat(this.events).last().asString().endsWith("It has given no decision");
	}

	/** As callers without a checker of nullness may. */
	@SuppressWarnings("NullAway")
	private static AccessDecision decideNothing(PeerCredentials peer) {
		return null;
	}

	@Test
	void executorThatTakesNoTasksLetsNobodyIn() throws Exception {
		this.server.addAuthorizer((peer) -> AccessDecision.allow(), (task) -> {
			throw new RejectedExecutionException("full");
		});
		this.sandbox.listen(this.server);
		assertThat(isClosed(this.sandbox.connectForeign(this.server))).isTrue();
		eventually().until(() -> this.events.size() == 2);
		assertThat(this.events).last().asString().startsWith("DECISION_FAILED: Asking an authorizer failed: ");
	}

	@Test
	void undecidedConnectionIsInvisibleAndReceivesNothing() throws Exception {
		this.server.addAuthorizer((peer) -> AccessDecision.allow(), this.questions::add);
		this.sandbox.listen(this.server);
		SocketChannel client = this.sandbox.connectForeign(this.server);
		client.write(ByteBuffer.wrap(new byte[] { 1 }));
		eventually().until(() -> !this.questions.isEmpty());
		assertThat(this.server.hasPendingConnections()).isFalse();
		assertThat(this.server.connections()).singleElement()
			.satisfies((socket) -> assertThat(socket.bytesAvailable()).isZero());
		assertThat(this.events).isEmpty();
		answerNext();
		LocalSocket socket = this.sandbox.take(this.server);
		eventually().until(() -> socket.bytesAvailable() == 1);
	}

	@Test
	void undecidedConnectionsCountAsPending() throws Exception {
		this.server.addAuthorizer((peer) -> AccessDecision.allow(), this.questions::add);
		this.server.setMaxPendingConnections(2);
		this.sandbox.listen(this.server);
		for (int i = 0; i < 4; i++) {
			this.sandbox.connectForeign(this.server);
		}
		eventually().until(() -> this.questions.size() == 2);
		answerNext();
		answerNext();
		eventually().until(() -> this.server.pendingConnections() == 2);
		assertThat(this.questions).isEmpty();
		this.sandbox.take(this.server);
		answerNext();
		eventually().until(() -> this.server.pendingConnections() == 2);
		assertThat(this.server.activeConnections()).isEqualTo(3);
	}

	@Test
	void refusalMakesRoomForTheNext() throws Exception {
		this.server.addAuthorizer((peer) -> AccessDecision.refuse("no"), this.questions::add);
		this.server.setMaxPendingConnections(1);
		this.sandbox.listen(this.server);
		List<SocketChannel> clients = List.of(this.sandbox.connectForeign(this.server),
				this.sandbox.connectForeign(this.server));
		for (SocketChannel client : clients) {
			answerNext();
			assertThat(isClosed(client)).isTrue();
		}
	}

	@Test
	void closeRejectsUndecidedConnections() throws Exception {
		this.server.addAuthorizer((peer) -> AccessDecision.allow(), this.questions::add);
		this.sandbox.listen(this.server);
		SocketChannel client = this.sandbox.connectForeign(this.server);
		eventually().until(() -> !this.questions.isEmpty());
		this.server.close();
		assertThat(isClosed(client)).isTrue();
		eventually().until(() -> this.events.contains("NOT_ACCEPTED: The server is being closed"));
		this.sandbox.listen(this.server);
		answerNext();
		assertThat(this.server.hasPendingConnections()).isFalse();
		assertThat(this.server.activeConnections()).isZero();
		assertThat(this.events).doesNotContain("new", "closed");
	}

	@Test
	void authorizerCanBeRemoved() throws Exception {
		PeerAuthorizer authorizer = (peer) -> AccessDecision.refuse("no");
		this.server.addAuthorizer(authorizer, Runnable::run);
		this.server.removeAuthorizer(authorizer);
		this.sandbox.listen(this.server);
		this.sandbox.connectForeign(this.server);
		this.sandbox.take(this.server);
	}

	@Test
	void allAuthorizersMustAllowIt() throws Exception {
		Queue<String> asked = new ConcurrentLinkedQueue<>();
		PeerAuthorizer second = (peer) -> AccessDecision.allowIf(!asked.add("second"), "no");
		this.server.addAuthorizer((peer) -> AccessDecision.allowIf(asked.add("first"), ""), this.questions::add);
		this.server.addAuthorizer(second, this.questions::add);
		this.server.addAuthorizer((peer) -> AccessDecision.allowIf(asked.add("third"), ""), Runnable::run);
		this.sandbox.listen(this.server);
		SocketChannel client = this.sandbox.connectForeign(this.server);
		answerNext();
		assertThat(this.server.connections()).hasSize(1);
		answerNext();
		assertThat(isClosed(client)).isTrue();
		assertThat(asked).containsExactly("first", "second");
		this.server.removeAuthorizer(second);
		this.sandbox.connectForeign(this.server);
		answerNext();
		this.sandbox.take(this.server);
		assertThat(asked).containsExactly("first", "second", "first", "third");
	}

	/** Notes what happens to connections. */
	private final class Recorder implements LocalServerListener {

		@Override
		public void newConnection(LocalServer server, LocalSocket socket) {
			LocalServerAuthorizerTests.this.events.add("new");
		}

		@Override
		public void connectionClosed(LocalServer server, LocalSocket socket) {
			LocalServerAuthorizerTests.this.events.add("closed");
		}

		@Override
		public void rejected(LocalServer server, PeerCredentials peer, RejectionReason reason, String text) {
			LocalServerAuthorizerTests.this.events.add(reason + ": " + text);
		}

		@Override
		public void error(LocalServer server, SocketError error, String text) {
			LocalServerAuthorizerTests.this.events.add("error " + error + ": " + text);
		}

	}

}

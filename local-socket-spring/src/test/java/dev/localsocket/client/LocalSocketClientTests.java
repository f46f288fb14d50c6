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

package dev.localsocket.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.SocketOption;
import dev.localsocket.account.AccountLookupException;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.SocketError;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.messaging.converter.CompositeMessageConverter;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link LocalSocketClient} and {@link LocalSocketConversation}. The test
 * itself plays the server's part.
 */
class LocalSocketClientTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final Duration SHORT = Duration.ofMillis(50);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private LocalSocketClientSettings settings(Duration requestTimeout, int maxConnections,
			Predicate<PeerCredentials> trust) {
		return LocalSocketClientSettings.of(this.sandbox.address("s"))
			.withConnectTimeout(LONG)
			.withRequestTimeout(requestTimeout)
			.withMaxConnections(maxConnections)
			.withReadBufferSize(1024)
			.withWriteBufferSize(4096)
			.withTrustedServer(trust);
	}

	private LocalSocketClient client(Duration requestTimeout, int maxConnections) {
		return client(settings(requestTimeout, maxConnections, ServerTrust.OWN_USER_AND_ROOT));
	}

	private LocalSocketClient client(LocalSocketClientSettings settings) {
		ServerMessaging messaging = new ServerMessaging(new LineFraming(10_000),
				new CompositeMessageConverter(ServerMessaging.defaultConverters(StandardCharsets.UTF_8)));
		return this.sandbox.closeLater(new LocalSocketClient(settings, messaging));
	}

	private BackgroundCall<String> request(LocalSocketClient client, String message) {
		return this.sandbox.async(() -> client.request(message, String.class));
	}

	private static String readLine(LocalSocket socket) throws IOException {
		return new BufferedReader(new InputStreamReader(socket.inputStream(), StandardCharsets.UTF_8)).readLine();
	}

	private static void send(LocalSocket socket, String text) {
		assertThat(socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))).isTrue();
	}

	private String exchange(LocalSocketClient client, LocalSocket server) throws Exception {
		BackgroundCall<String> call = request(client, "ping");
		assertThat(readLine(server)).isEqualTo("ping");
		send(server, "pong\n");
		return call.result();
	}

	private static void assertFails(SocketError error, ThrowingCallable call) {
		assertThatExceptionOfType(LocalSocketClientException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(error));
	}

	@Test
	void requestsUseOneConnectionAfterTheOther() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocketClient client = client(LONG, 1);
		BackgroundCall<String> call = request(client, "hello");
		LocalSocket connection = this.sandbox.take(server);
		assertThat(readLine(connection)).isEqualTo("hello");
		send(connection, "world\n");
		assertThat(call.result()).isEqualTo("world");
		assertThat(exchange(client, connection)).isEqualTo("pong");
		assertThat(server.hasPendingConnections()).isFalse();
	}

	@Test
	void connectsAgainWhenTheServerHasClosedTheConnection() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocketClient client = client(LONG, 1);
		BackgroundCall<String> call = request(client, "1");
		LocalSocket first = this.sandbox.take(server);
		send(first, "one\n");
		call.result();
		first.close();
		assertThat(first.waitForDisconnected(LONG)).isTrue();
		eventually().until(() -> server.connections().isEmpty());
		BackgroundCall<String> second = request(client, "2");
		send(this.sandbox.take(server), "two\n");
		assertThat(second.result()).isEqualTo("two");
	}

	@Test
	void aLateReplyIsNotTakenForAnother() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocketClient client = client(SHORT, 1);
		assertFails(SocketError.TIMEOUT, () -> client.request("slow", String.class));
		LocalSocket slow = this.sandbox.take(server);
		assertThat(slow.waitForDisconnected(LONG)).isTrue();
	}

	@Test
	void aConnectionWithASecondReplyIsNotUsedAgain() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocketClient client = client(LONG, 1);
		BackgroundCall<String> call = request(client, "list");
		LocalSocket first = this.sandbox.take(server);
		send(first, "one\ntwo\n");
		assertThat(call.result()).isEqualTo("one");
		BackgroundCall<String> next = request(client, "next");
		send(this.sandbox.take(server), "right\n");
		assertThat(next.result()).isEqualTo("right");
	}

	@Test
	void requestsWaitWhileAllConnectionsAreBusy() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocketClient client = client(LONG, 1);
		BackgroundCall<String> first = request(client, "1");
		LocalSocket connection = this.sandbox.take(server);
		assertThat(readLine(connection)).isEqualTo("1");
		BackgroundCall<String> second = request(client, "2").awaitBlocked();
		assertThat(connection.bytesAvailable()).isZero();
		send(connection, "one\n");
		assertThat(first.result()).isEqualTo("one");
		assertThat(readLine(connection)).isEqualTo("2");
		send(connection, "two\n");
		assertThat(second.result()).isEqualTo("two");
	}

	@Test
	void theWaitForAFreeConnectionIsBounded() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocketClient client = client(Duration.ofMillis(500), 1);
		BackgroundCall<String> first = request(client, "1");
		LocalSocket connection = this.sandbox.take(server);
		assertFails(SocketError.TIMEOUT, () -> client.request("2", String.class));
		assertFails(SocketError.TIMEOUT, first::result);
		assertThat(readLine(connection)).isEqualTo("1");
	}

	@Test
	void nothingIsSentToAServerThatIsNotTrusted() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocketClient client = client(settings(LONG, 1, (peer) -> false));
		assertFails(SocketError.ACCESS_DENIED, () -> client.request("secret", String.class));
		LocalSocket connection = this.sandbox.take(server);
		assertThat(connection.inputStream().read()).isEqualTo(-1);
	}

	@Test
	void requestFailsWhenThereIsNoServer() {
		assertFails(SocketError.SERVER_NOT_FOUND, () -> client(LONG, 1).request("ping", String.class));
	}

	@Test
	void requestFailsWhenTheServerClosesInsteadOfReplying() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		BackgroundCall<String> call = request(client(LONG, 1), "ping");
		LocalSocket connection = this.sandbox.take(server);
		assertThat(readLine(connection)).isEqualTo("ping");
		connection.close();
		assertFails(SocketError.PEER_CLOSED, call::result);
	}

	@Test
	void requestFailsWhenTheServerDoesNotKeepToTheFraming() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		BackgroundCall<String> call = request(client(LONG, 1), "ping");
		LocalSocket connection = this.sandbox.take(server);
		send(connection, "x".repeat(10_001));
		assertFails(SocketError.FRAMING_ERROR, call::result);
		assertThat(connection.waitForDisconnected(LONG)).isTrue();
	}

	@Test
	void aReplyThatNoConverterTakesIsAnError() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocketClient client = client(LONG, 1);
		BackgroundCall<Integer> call = this.sandbox.async(() -> client.request("ping", Integer.class));
		send(this.sandbox.take(server), "1\n");
		assertThatExceptionOfType(LocalSocketConversionException.class).isThrownBy(call::result)
			.withMessageContaining("java.lang.Integer");
	}

	@ParameterizedTest
	@MethodSource("unsendable")
	void whatCannotBeAMessageIsAFailureOfTheClientAndIsNotSent(Object message) throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocketClient client = client(LONG, 1);
		assertThatExceptionOfType(LocalSocketConversionException.class)
			.isThrownBy(() -> client.request(message, String.class));
		try (LocalSocketConversation conversation = client.open()) {
			assertThatExceptionOfType(LocalSocketConversionException.class)
				.isThrownBy(() -> conversation.send(message));
			assertThat(this.sandbox.take(server).bytesReceived()).isZero();
		}
	}

	static Stream<Object> unsendable() {
		return Stream.of("two\nlines", new Object());
	}

	@Test
	void aReplyThatAConverterRefusesIsAFailureOfTheClient() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocketClient client = client(LONG, 1);
		BackgroundCall<String> call = request(client, "ping");
		LocalSocket connection = this.sandbox.take(server);
		connection.write(ByteBuffer.wrap(new byte[] { (byte) 0xff, '\n' }));
		assertThatExceptionOfType(LocalSocketConversionException.class).isThrownBy(call::result)
			.withMessageContaining("is no java.lang.String: The payload is not valid UTF-8");
	}

	@Test
	void aMessageThatIsLongerThanTheWriteBufferIsRefused() {
		this.sandbox.listeningServer();
		assertFails(SocketError.WRITE_BUFFER_FULL, () -> client(LONG, 1).request("x".repeat(5000), String.class));
	}

	@Test
	void sendingToAServerThatDoesNotReadIsBounded() throws Exception {
		LocalServer server = this.sandbox.server();
		server.setLimits(server.limits().withReadBufferSize(1));
		this.sandbox.listen(server);
		LocalSocketConversation conversation = this.sandbox.closeLater(client(SHORT, 1).open());
		this.sandbox.take(server);
		assertFails(SocketError.TIMEOUT, () -> {
			for (int i = 0; i < 10_000; i++) {
				conversation.send("x".repeat(4000));
			}
		});
		conversation.abort();
	}

	@Test
	void closeEndsRequestsThatWait() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocketClient client = client(LONG, 1);
		BackgroundCall<String> call = request(client, "ping");
		assertThat(readLine(this.sandbox.take(server))).isEqualTo("ping");
		client.close();
		assertThatExceptionOfType(LocalSocketClientException.class).isThrownBy(call::result);
		assertThatIllegalStateException().isThrownBy(() -> client.request("ping", String.class));
	}

	@Test
	void anInterruptEndsARequestAndIsNotSwallowed() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocketClient client = client(LONG, 1);
		BackgroundCall<Boolean> call = this.sandbox.async(() -> {
			try {
				client.request("ping", String.class);
				return false;
			}
			catch (LocalSocketClientException ex) {
				return Thread.currentThread().isInterrupted();
			}
		});
		assertThat(readLine(this.sandbox.take(server))).isEqualTo("ping");
		call.awaitBlocked().thread().interrupt();
		assertThat(call.result()).isTrue();
	}

	@Test
	void aConversationHasMessagesInAnyOrder() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		try (LocalSocketConversation conversation = client(LONG, 1).open()) {
			LocalSocket connection = this.sandbox.take(server);
			send(connection, "welcome\n");
			assertThat(conversation.receive(String.class)).isEqualTo("welcome");
			conversation.send("a");
			conversation.send("b".getBytes(StandardCharsets.UTF_8));
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(connection.inputStream(), StandardCharsets.UTF_8));
			assertThat(reader.readLine()).isEqualTo("a");
			assertThat(reader.readLine()).isEqualTo("b");
			send(connection, "c\nd\n");
			assertThat(conversation.receive(String.class)).isEqualTo("c");
			assertThat(conversation.receive(byte[].class)).isEqualTo("d".getBytes(StandardCharsets.UTF_8));
			connection.shutdownOutput();
			assertThat(conversation.receive(String.class)).isNull();
		}
	}

	@Test
	void aTimeoutDoesNotHarmAConversation() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocketConversation conversation = this.sandbox.closeLater(client(LONG, 1).open());
		LocalSocket connection = this.sandbox.take(server);
		send(connection, "half ");
		assertFails(SocketError.TIMEOUT, () -> conversation.receive(String.class, SHORT));
		send(connection, "and half\n");
		assertThat(conversation.receive(String.class)).isEqualTo("half and half");
		assertThat(conversation.server().uid()).isEqualTo(connection.peerCredentials().uid());
	}

	@Test
	void aPlainConnectionHasNoFraming() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		try (LocalSocket socket = client(LONG, 1).connect()) {
			socket.outputStream().write('x');
			assertThat(this.sandbox.take(server).inputStream().read()).isEqualTo('x');
		}
	}

	@Test
	void nothingIsSentWhenItCannotBeFoundOutWhetherTheServerIsTrusted() throws Exception {
		LocalServer server = this.sandbox.server();
		assertThat(server.listen(this.sandbox.address("s"))).isTrue();
		LocalSocketClient client = client(settings(LONG, 1, (peer) -> {
			throw new AccountLookupException("no answer");
		}));
		assertThatExceptionOfType(LocalSocketClientException.class)
			.isThrownBy(() -> client.request("ping", String.class))
			.withMessageContaining("no answer")
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(SocketError.ACCESS_DENIED));
		LocalSocket socket = this.sandbox.take(server);
		assertThat(socket.waitForDisconnected(LONG)).isTrue();
		assertThat(socket.bytesAvailable()).isZero();
	}

	@Test
	void aServerInTheAbstractNamespaceIsReached() throws Exception {
		LocalServer server = this.sandbox.server();
		server.setSocketOptions(SocketOption.ABSTRACT_NAMESPACE);
		assertThat(server.listen("client-tests-" + ProcessHandle.current().pid())).isTrue();
		LocalSocketClient client = client(LocalSocketClientSettings.of(server.serverName())
			.withAbstractNamespace(true)
			.withConnectTimeout(LONG)
			.withRequestTimeout(LONG)
			.withMaxConnections(1)
			.withReadBufferSize(0)
			.withWriteBufferSize(0));
		BackgroundCall<String> call = request(client, "ping");
		send(this.sandbox.take(server), "pong\n");
		assertThat(call.result()).isEqualTo("pong");
	}

	@Test
	void anOpenConnectionDoesNotKeepTheJvmAlive() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		this.sandbox.closeLater(client(LONG, 1).open());
		this.sandbox.take(server);
		assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().startsWith("local-socket-daemon-loop"))
			.isNotEmpty()
			.allMatch(Thread::isDaemon);
	}

}

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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.context.LocalServerLifecycle;
import dev.localsocket.error.SocketError;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.framing.RawFraming;
import dev.localsocket.messaging.LastReply;
import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.converter.CompositeMessageConverter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the requests of a {@link LocalSocketClient} whose connections the server has
 * closed meanwhile.
 */
@Timeout(120)
class ClosedConnectionTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path directory;

	/** How often each request was handled. */
	private final Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();

	private LocalSocketClient client(Path server, Framing framing, int maxConnections) {
		LocalSocketClientSettings settings = LocalSocketClientSettings.of(server.toString())
			.withConnectTimeout(LONG)
			.withRequestTimeout(LONG)
			.withMaxConnections(maxConnections)
			.withReadBufferSize(0)
			.withWriteBufferSize(0);
		return this.sandbox.closeLater(new LocalSocketClient(settings, new ServerMessaging(framing,
				new CompositeMessageConverter(ServerMessaging.defaultConverters(StandardCharsets.UTF_8)))));
	}

	private String handle(String request) {
		this.handled.computeIfAbsent(request, (key) -> new AtomicInteger()).incrementAndGet();
		return "re: " + request;
	}

	private void assertEachHandledOnce(int count) {
		assertThat(this.handled).hasSize(count);
		assertThat(this.handled.values()).allMatch((times) -> times.get() == 1);
	}

	/** Each of the threads makes some requests, one after the other. */
	private void request(LocalSocketClient client, int threads, int requests) throws Exception {
		List<BackgroundCall<Integer>> calls = new ArrayList<>();
		for (int thread = 0; thread < threads; thread++) {
			String name = thread + "-";
			calls.add(this.sandbox.async(() -> {
				for (int i = 0; i < requests; i++) {
					assertThat(requestUntilThereIsAServer(client, name + i)).isEqualTo("re: " + name + i);
				}
				return requests;
			}));
		}
		for (BackgroundCall<Integer> call : calls) {
			call.result();
		}
	}

	/** While nobody listens, nothing can be sent, and whoever asks is told so. */
	private static String requestUntilThereIsAServer(LocalSocketClient client, String request) {
		while (true) {
			try {
				return client.request(request, String.class);
			}
			catch (LocalSocketClientException ex) {
				assertThat(ex.error()).as(ex.getMessage())
					.isIn(SocketError.SERVER_NOT_FOUND, SocketError.CONNECTION_REFUSED);
				Thread.onSpinWait();
			}
		}
	}

	/** Plays a server that is none of ours. */
	private BackgroundCall<Boolean> serve(ServerSocketChannel server, Conversation conversation) {
		return this.sandbox.async(() -> {
			while (true) {
				try (SocketChannel connection = server.accept()) {
					conversation.hold(connection);
				}
				catch (ClosedChannelException ex) {
					return true;
				}
			}
		});
	}

	private static String readLine(SocketChannel connection) throws IOException {
		StringBuilder line = new StringBuilder();
		ByteBuffer next = ByteBuffer.allocate(1);
		while (connection.read(next.clear()) > 0 && next.get(0) != '\n') {
			line.append((char) next.get(0));
		}
		return line.toString();
	}

	private static void write(SocketChannel connection, String text) throws IOException {
		connection.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

	private static void assertFails(LocalSocketClient client, String request, SocketError error) {
		assertThatExceptionOfType(LocalSocketClientException.class)
			.isThrownBy(() -> client.request(request, String.class))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(error));
	}

	@Test
	void noRequestFailsWhenTheServerClosesAfterEachReply() throws Exception {
		ServerSocketChannel server = this.sandbox.foreignServer("s");
		serve(server, (connection) -> {
			String request = readLine(connection);
			if (!request.isEmpty()) {
				write(connection, handle(request) + "\n");
			}
		});
		request(client(this.sandbox.path("s"), new LineFraming(100), 4), 4, 500);
		server.close();
		assertEachHandledOnce(2000);
	}

	@ParameterizedTest
	@EnumSource(Execution.class)
	void noRequestFailsWhenEachReplyIsTheLastOfItsConnection(Execution execution) {
		Class<?> listener = (execution == Execution.WORKER) ? Farewell.class : FarewellOnLoop.class;
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(listener)
			.withBean("handle", UnaryOperator.class, () -> (UnaryOperator<String>) this::handle)
			.withPropertyValues("local-socket.servers.control.name=" + this.sandbox.path("s"))
			.run((context) -> request(client(this.sandbox.path("s"), new LineFraming(100), 4), 4, 500));
		assertEachHandledOnce(2000);
	}

	@Test
	void requestOfWhichTheServerLeftTheEndUnreadIsSentAgain() throws Exception {
		ServerSocketChannel server = this.sandbox.foreignServer("s");
		LocalSocketClient client = client(this.sandbox.path("s"), new LineFraming(100_000), 1);
		String request = "x".repeat(50_000);
		AtomicInteger connections = new AtomicInteger();
		serve(server, (connection) -> {
			readLine(connection);
			write(connection, connections.incrementAndGet() + "\n");
			connection.read(ByteBuffer.allocate(100));
		});
		assertThat(client.request("first", String.class)).isEqualTo("1");
		assertThat(client.request(request, String.class)).isEqualTo("2");
		server.close();
	}

	/** The part that it has read may be a message. */
	@Test
	void requestWithoutFramesOfWhichTheServerHasReadAPartIsNotSentAgain() throws Exception {
		ServerSocketChannel server = this.sandbox.foreignServer("s");
		LocalSocketClient client = client(this.sandbox.path("s"), new RawFraming(1000), 1);
		AtomicInteger connections = new AtomicInteger();
		serve(server, (connection) -> {
			connections.incrementAndGet();
			connection.read(ByteBuffer.allocate(5));
			write(connection, "1");
			connection.read(ByteBuffer.allocate(5));
		});
		assertThat(client.request("first", String.class)).isEqualTo("1");
		assertFails(client, "second", SocketError.PEER_CLOSED);
		assertThat(connections).hasValue(1);
		server.close();
	}

	@ParameterizedTest
	@CsvSource({ "'', PEER_CLOSED", "half a repl, FRAMING_ERROR" })
	void requestThatTheServerHasReadIsNotSentAgain(String reply, SocketError error) throws Exception {
		ServerSocketChannel server = this.sandbox.foreignServer("s");
		LocalSocketClient client = client(this.sandbox.path("s"), new LineFraming(100), 1);
		serve(server, (connection) -> {
			write(connection, handle(readLine(connection)) + "\n");
			handle(readLine(connection));
			write(connection, reply);
		});
		assertThat(client.request("first", String.class)).isEqualTo("re: first");
		assertFails(client, "second", error);
		server.close();
		assertEachHandledOnce(2);
	}

	/** It may be one that lets nobody in, and would be asked without end. */
	@Test
	void requestOnANewConnectionIsNotSentAgain() throws Exception {
		ServerSocketChannel server = this.sandbox.foreignServer("s");
		AtomicInteger connections = new AtomicInteger();
		serve(server, (connection) -> connections.incrementAndGet());
		assertFails(client(this.sandbox.path("s"), new LineFraming(100), 1), "first", SocketError.PEER_CLOSED);
		assertThat(connections).hasValue(1);
		server.close();
	}

	@Test
	void noRequestIsLostInRestartsUnderLoad() {
		runner().run((context) -> {
			LocalServerLifecycle lifecycle = context.getBean(LocalServerLifecycle.class);
			LocalSocketClient client = client(this.directory.resolve("s"), new LineFraming(100), 4);
			BackgroundCall<Boolean> load = this.sandbox.async(() -> {
				request(client, 4, 500);
				return true;
			});
			do {
				int before = this.handled.size();
				await().until(() -> load.future().isDone() || this.handled.size() > before + 100);
				lifecycle.stop();
				lifecycle.start();
			}
			while (!load.future().isDone());
			load.result();
			assertEachHandledOnce(2000);
		});
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withBean(Server.class, () -> new Server(this::handle))
			.withPropertyValues("local-socket.servers.s.directory=" + this.directory);
	}

	/** What a connection of a server of another make does before it is closed. */
	@FunctionalInterface
	private interface Conversation {

		void hold(SocketChannel connection) throws IOException;

	}

	static class Server {

		private final UnaryOperator<String> handler;

		Server(UnaryOperator<String> handler) {
			this.handler = handler;
		}

		@LocalSocketListener("s")
		String handle(String request) {
			return this.handler.apply(request);
		}

	}

	/** Says good-bye to each request. */
	static class Farewell {

		private final UnaryOperator<String> handle;

		Farewell(UnaryOperator<String> handle) {
			this.handle = handle;
		}

		@LocalSocketListener("control")
		LastReply reply(String request) {
			return new LastReply(this.handle.apply(request));
		}

	}

	/** The same, on the event loop. */
	static class FarewellOnLoop {

		private final UnaryOperator<String> handle;

		FarewellOnLoop(UnaryOperator<String> handle) {
			this.handle = handle;
		}

		@LocalSocketListener(servers = "control", execution = Execution.EVENT_LOOP)
		LastReply reply(String request) {
			return new LastReply(this.handle.apply(request));
		}

	}

}

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

package dev.localsocket.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.localsocket.LocalServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a stop loses no request.
 */
@Timeout(60)
class GracefulStopTests {

	private static final String HELLO = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final int LARGE = 16 * 1024 * 1024;

	/** Longer than a test may take. */
	private static final String PATIENT = "spring.lifecycle.timeout-per-shutdown-phase=10m";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	private @Nullable ConfigurableApplicationContext started;

	private RawHttp connect() throws IOException {
		return RawHttp.connect(this.directory.resolve("http"));
	}

	@AfterEach
	void close() {
		if (this.started != null) {
			this.started.close();
		}
	}

	private ConfigurableApplicationContext start(Engine engine, String... properties) {
		ConfigurableApplicationContext context = engine.application()
			.properties("local-socket.directory=" + this.directory, "local-socket.web.server.name=http",
					"local-socket.web.tcp=false", "server.tomcat.max-keep-alive-requests=-1")
			.properties(properties)
			.run();
		this.started = context;
		return context;
	}

	@ParameterizedTest
	@EnumSource
	void everyRequestThatWasSentIsAnsweredAtTheStop(Engine engine) throws Exception {
		ConfigurableApplicationContext context = start(engine);
		LocalServer server = context.getBean(LocalServer.class);
		List<BusyClient> clients = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			clients.add(new BusyClient(this.directory.resolve("http"), 1 + 3 * (i % 2), HELLO));
		}
		clients.forEach(Thread::start);
		eventually().until(() -> clients.stream().allMatch((client) -> client.answered() > 50));
		context.close();
		finish(clients);
		assertThat(clients).allMatch((client) -> client.answered() == client.sent());
		assertThat(server.statistics().bytesRead())
			.isEqualTo((long) HELLO.length() * clients.stream().mapToInt(BusyClient::answered).sum());
	}

	private static void finish(List<BusyClient> clients) throws InterruptedException, IOException {
		for (BusyClient client : clients) {
			client.join();
			client.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void anAnswerThatIsBeingSentIsSentWholly(Engine engine) throws Exception {
		ConfigurableApplicationContext context = start(engine);
		try (RawHttp http = connect()) {
			http.socket().setReadBufferSize(1024);
			http.sendRequest("GET", "/bytes?count=" + LARGE);
			assertThat(http.readHead().status()).isEqualTo(200);
			CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
			eventually().until(() -> !context.getBean(LocalServer.class).isListening());
			int received = 0;
			for (byte[] chunk = http.readChunk(); chunk.length > 0; chunk = http.readChunk()) {
				received += chunk.length;
			}
			assertThat(received).isEqualTo(LARGE);
			closed.get();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aPeerThatSendsNoMoreIsAnswered(Engine engine) throws Exception {
		ConfigurableApplicationContext context = start(engine);
		try (RawHttp http = connect()) {
			http.send(HELLO + HELLO);
			http.socket().shutdownOutput();
			assertThat(http.read().body()).isEqualTo("hello");
			assertThat(http.read().body()).isEqualTo("hello");
			assertThat(http.input().read()).isEqualTo(-1);
			assertThat(context.isRunning()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource
	void halfARequestDoesNotHoldUpTheStop(Engine engine) throws Exception {
		ConfigurableApplicationContext context = start(engine, PATIENT);
		try (RawHttp http = connect()) {
			LocalServer server = context.getBean(LocalServer.class);
			http.sendRequest("POST", "/count", "Content-Length: 1000", "Content-Type: application/octet-stream");
			http.send("half");
			eventually().until(() -> server.statistics().bytesRead() > HELLO.length());
			context.close();
			assertThat(http.input().readAllBytes()).asString(StandardCharsets.ISO_8859_1).doesNotContain("200");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aWebSocketDoesNotHoldUpTheStop(Engine engine) throws Exception {
		ConfigurableApplicationContext context = start(engine, PATIENT);
		try (RawHttp http = connect()) {
			http.sendRequest("GET", "/echo", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
					"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
			assertThat(http.readHead().status()).isEqualTo(101);
			context.close();
		}
	}

}

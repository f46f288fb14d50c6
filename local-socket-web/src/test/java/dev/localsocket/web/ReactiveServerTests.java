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

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.localsocket.LocalServer;
import dev.localsocket.client.LocalSocketClientSettings;
import dev.localsocket.web.ReactiveApplication.Controller;
import dev.localsocket.web.RawHttp.Answer;
import dev.localsocket.web.client.LocalSocketHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Sinks;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of Reactor Netty on a local socket.
 */
class ReactiveServerTests {

	private static final String PYTHON = """
			import http.client, socket, sys
			connection = http.client.HTTPConnection('localhost')
			connection.sock = socket.socket(socket.AF_UNIX)
			connection.sock.connect(sys.argv[1])
			for i in range(2):
				connection.request('GET', '/hello')
				body = connection.getresponse().read()
			sys.stdout.write(body.decode())
			""";

	private static final int BODY = 100 * 1024 * 1024;

	@TempDir
	private Path directory;

	private @Nullable ConfigurableApplicationContext context;

	private void start(String... properties) {
		this.context = new SpringApplicationBuilder(ReactiveApplication.class).web(WebApplicationType.REACTIVE)
			.properties("local-socket.directory=" + this.directory, "local-socket.web.server.name=http",
					"spring.main.banner-mode=off", "server.port=0")
			.properties(properties)
			.run();
	}

	@AfterEach
	void stop() throws IOException {
		if (this.context != null) {
			this.context.close();
		}
		try (var files = Files.list(this.directory)) {
			assertThat(files.map(Path::getFileName).map(Path::toString)).isSubsetOf(".http.lock");
		}
	}

	private RawHttp connect() throws IOException {
		return RawHttp.connect(this.directory.resolve("http"));
	}

	private ConfigurableApplicationContext context() {
		return Objects.requireNonNull(this.context);
	}

	private LocalServer server() {
		return context().getBean(LocalServer.class);
	}

	private Controller controller() {
		return context().getBean(Controller.class);
	}

	private int port() {
		WebServer server = ((WebServerApplicationContext) context()).getWebServer();
		return Objects.requireNonNull(server).getPort();
	}

	@Test
	void aRequestTellsWhoItsPeerIs() throws IOException {
		start("local-socket.web.tcp=false");
		try (RawHttp http = connect()) {
			Answer answer = http.get("/request", "X-Forwarded-For: 1.2.3.4");
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.body()).contains("\"forwarded\":\"null\"")
				.contains("\"peer\":\"" + http.socket().peerCredentials().toString().substring(0, 10))
				.contains("100:0:0:0:0:0:")
				.doesNotContain("\"connectionId\":\"null\"")
				.contains("\"principal\":\"root\"");
			assertThat(http.get("/peer").body()).isEqualTo(String.valueOf(ProcessHandle.current().pid()));
			assertThat(http.get("/root").body()).isEqualTo("root");
			assertThat(http.get("/wheel").status()).isEqualTo(403);
		}
		assertThat(port()).isEqualTo(-1);
		eventually().until(() -> server().connections().isEmpty());
	}

	@Test
	void thePortStays() throws IOException {
		start();
		RestClient tcp = RestClient.builder()
			.requestFactory(new JdkClientHttpRequestFactory())
			.baseUrl("http://127.0.0.1:" + port())
			.build();
		assertThat(tcp.get().uri("/hello").retrieve().body(String.class)).isEqualTo("hello");
		assertThat(tcp.get().uri("/request").retrieve().body(String.class)).contains("\"peer\":\"null\"",
				"\"principal\":\"none\"", "127.0.0.1");
		Integer status = tcp.get().uri("/peer").exchange((request, response) -> response.getStatusCode().value());
		assertThat(status).isEqualTo(400);
		try (RawHttp http = connect()) {
			assertThat(http.get("/hello").body()).isEqualTo("hello");
			assertThat(http.get("/request").body()).contains("\"principal\":\"root\"");
		}
	}

	@Test
	void trustedProxiesAreBelieved() throws IOException {
		start("local-socket.web.server.trusted-proxies=0", "server.forward-headers-strategy=native");
		try (RawHttp http = connect()) {
			assertThat(http.get("/request", "X-Forwarded-For: 1.2.3.4").body()).contains("1.2.3.4");
		}
	}

	@Test
	void othersAreNotBelieved() throws IOException {
		start("local-socket.web.server.trusted-proxies=1", "server.forward-headers-strategy=native");
		try (RawHttp http = connect()) {
			assertThat(http.get("/request", "X-Forwarded-For: 1.2.3.4", "Forwarded: for=1.2.3.4").body())
				.doesNotContain("1.2.3.4");
		}
	}

	@Test
	void largeBodiesPassThrough() throws IOException {
		start("local-socket.web.tcp=false");
		try (LocalSocketHttpClient client = new LocalSocketHttpClient(
				LocalSocketClientSettings.of(this.directory.resolve("http").toString()))) {
			RestClient rest = RestClient.builder().requestFactory(client.requestFactory()).build();
			byte[] chunk = new byte[1024 * 1024];
			assertThat(rest.post().uri("http://localhost/count").body((OutputStream output) -> {
				for (int i = 0; i < BODY / chunk.length; i++) {
					output.write(chunk);
				}
			}).retrieve().body(String.class)).isEqualTo(String.valueOf(BODY));
			Long counted = rest.get()
				.uri("http://localhost/bytes?count=" + BODY)
				.exchange((request, response) -> count(response.getBody()));
			assertThat(counted).isEqualTo(BODY);
		}
		assertThat(server().statistics().bytesRead()).isGreaterThan(BODY);
	}

	private static long count(InputStream input) throws IOException {
		byte[] buffer = new byte[65536];
		long count = 0;
		int read = input.read(buffer);
		while (read >= 0) {
			count += read;
			read = input.read(buffer);
		}
		return count;
	}

	@Test
	void whatAPeerThatHasGoneWantedIsCancelled() throws Exception {
		start("local-socket.web.tcp=false");
		controller().closeGate();
		try (RawHttp http = connect()) {
			http.sendRequest("GET", "/held");
			controller().arrived().acquire();
		}
		eventually().until(() -> controller().cancelled() == 1);
	}

	@Test
	void endlessEventsEndWithThePeer() throws IOException {
		start("local-socket.web.tcp=false");
		try (RawHttp http = connect()) {
			http.sendRequest("GET", "/ticks", "Accept: text/event-stream");
			assertThat(http.readHead().status()).isEqualTo(200);
			assertThat(new String(http.readChunk())).startsWith("data:");
		}
		eventually().until(() -> server().connections().isEmpty());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void requestsInFlightAreAnsweredAtTheStop(boolean tcp) throws Exception {
		start("local-socket.web.tcp=" + tcp, "server.shutdown=graceful");
		Sinks.Empty<Void> gate = controller().closeGate();
		try (RawHttp http = connect(); RawHttp idle = connect()) {
			assertThat(idle.get("/hello").body()).isEqualTo("hello");
			http.sendRequest("GET", "/held");
			controller().arrived().acquire();
			CompletableFuture<Void> closed = CompletableFuture.runAsync(context()::close);
			assertThatExceptionOfType(EOFException.class).isThrownBy(idle::readLine);
			gate.tryEmitEmpty();
			assertThat(http.read().body()).isEqualTo("held");
			closed.get();
		}
	}

	@Test
	void curlAndPythonGetAnswers() throws Exception {
		start("local-socket.web.tcp=false");
		String path = this.directory.resolve("http").toString();
		assertThat(output("curl", "-s", "--unix-socket", path, "http://localhost/hello")).isEqualTo("hello");
		assertThat(output("python3", "-c", PYTHON, path)).isEqualTo("hello");
	}

	private static String output(String... command) throws Exception {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

	@Test
	void http2IsRefused() {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> start("server.http2.enabled=true"))
			.withStackTraceContaining("server.http2.enabled");
	}

}

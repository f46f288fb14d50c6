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
import java.lang.ProcessBuilder.Redirect;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalServer;
import dev.localsocket.RejectionReason;
import dev.localsocket.actuate.LocalSocketsEndpoint;
import dev.localsocket.web.RawHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for requests that come to a servlet application over a local socket.
 */
@ParameterizedClass
@EnumSource(names = { "TOMCAT", "JETTY" })
@Timeout(120)
class ServletServerTests {

	private static final long LARGE = 100L * 1024 * 1024;

	@SuppressWarnings("NullAway.Init")
	private static Path directory;

	@SuppressWarnings("NullAway.Init")
	private static ConfigurableApplicationContext context;

	@Parameter
	@SuppressWarnings("NullAway.Init")
	Engine engine;

	@BeforeParameterizedClassInvocation
	static void start(Engine engine) throws IOException {
		directory = Files.createTempDirectory("lsw");
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		leaveSocket(directory.resolve("http"));
		context = new SpringApplicationBuilder(ServletApplication.class, engine.configuration())
			.properties(engine.exclusion(), "local-socket.directory=" + directory, "local-socket.web.server.name=http",
					"local-socket.web.tcp=false", "local-socket.web.server.socket-options=world-access",
					"local-socket.web.server.authorization.allowed-uids=" + Files.getAttribute(directory, "unix:uid"),
					"local-socket.web.management.name=actuator", "management.endpoints.web.exposure.include=*",
					"server.forward-headers-strategy=framework")
			.run();
	}

	/** As a process does that is killed. */
	private static void leaveSocket(Path path) throws IOException {
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(path));
		}
	}

	@AfterParameterizedClassInvocation
	static void stop() throws IOException {
		context.close();
		assertThat(directory).isEmptyDirectory();
		FileSystemUtils.deleteRecursively(directory);
	}

	private static RawHttp connect() throws IOException {
		return RawHttp.connect(directory.resolve("http"));
	}

	@Test
	void curlGetsAnAnswer() throws Exception {
		String command = "curl --unix-socket /tmp/app-actuator http://localhost/actuator/health"
			.replace("/tmp/app-actuator", directory.resolve("actuator").toString());
		Process curl = new ProcessBuilder(command.split(" ")).redirectError(Redirect.DISCARD).start();
		assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("UP");
		assertThat(curl.waitFor()).isZero();
	}

	@Test
	void otherUserIsRefused() throws Exception {
		assumeThat(System.getProperty("user.name")).isEqualTo("root");
		Process curl = new ProcessBuilder("setpriv", "--reuid=65534", "--clear-groups", "curl", "-sS", "--unix-socket",
				directory.resolve("http").toString(), "http://localhost/hello")
			.redirectErrorStream(true)
			.start();
		assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("hello");
		assertThat(curl.waitFor()).isNotZero();
		assertThat(
				context.getBean("webServer", LocalServer.class).statistics().rejected(RejectionReason.NOT_AUTHORIZED))
			.isPositive();
	}

	@Test
	void thereIsNoPort() {
		assertThat(context.getEnvironment().getProperty("local.server.port")).isEqualTo("-1");
		assertThat(context.getEnvironment().getProperty("local.management.port")).isEqualTo("-1");
	}

	@Test
	void connectionIsKept() throws IOException {
		try (RawHttp http = connect()) {
			String first = http.get("/request").body();
			assertThat(http.get("/request").body()).isEqualTo(first);
		}
	}

	@Test
	void requestsThatCameTogetherAreAnsweredInOrder() throws IOException {
		try (RawHttp http = connect()) {
			http.sendRequest("GET", "/hello");
			http.sendRequest("GET", "/root");
			assertThat(http.read().body()).isEqualTo("hello");
			assertThat(http.read().body()).isEqualTo("root");
		}
	}

	@Test
	void requestKnowsThePeer() throws IOException {
		String pid = "PeerCredentials[pid=%d,".formatted(ProcessHandle.current().pid());
		try (RawHttp http = connect()) {
			assertThat(http.get("/peer").body()).startsWith(pid);
			assertThat(http.get("/request").body()).contains("\"peer\":\"" + pid)
				.contains("\"remoteUser\":\"%s\"".formatted(System.getProperty("user.name")))
				.contains("\"principal\":\"PeerAuthenticationToken")
				.contains("\"server\":\"webServer\"")
				.containsPattern("\"remoteAddr\":\".?100:0:0:0:0:0:");
		}
	}

	@Test
	void peerMayDoWhatItsAuthoritiesAllow() throws IOException {
		try (RawHttp http = connect()) {
			assertThat(http.get("/root").body()).isEqualTo("root");
			assertThat(http.get("/admin").status()).isEqualTo(403);
		}
	}

	@Test
	void forwardedHeadersAreNotBelieved() throws IOException {
		try (RawHttp http = connect()) {
			assertThat(http.get("/request", "X-Forwarded-For: 10.1.2.3", "Forwarded: for=10.1.2.3;host=evil").body())
				.doesNotContain("10.1.2.3")
				.doesNotContain("evil")
				.contains("\"forwarded\":\"null\"");
		}
	}

	@Test
	void largeBodyIsReceived() throws IOException {
		try (RawHttp http = connect()) {
			http.sendRequest("POST", "/count", "Transfer-Encoding: chunked", "Content-Type: application/octet-stream");
			byte[] chunk = new byte[1024 * 1024];
			for (long sent = 0; sent < LARGE; sent += chunk.length) {
				http.send("%x\r\n".formatted(chunk.length));
				http.send(chunk);
				http.send("\r\n");
			}
			http.send("0\r\n\r\n");
			assertThat(http.read().body()).isEqualTo(String.valueOf(LARGE));
		}
	}

	@Test
	void largeBodyIsSent() throws IOException {
		try (RawHttp http = connect()) {
			http.sendRequest("GET", "/bytes?count=" + LARGE);
			assertThat(http.readHead().headers()).containsEntry("transfer-encoding", "chunked");
			long received = 0;
			byte[] chunk = http.readChunk();
			while (chunk.length > 0) {
				received += chunk.length;
				chunk = http.readChunk();
			}
			assertThat(received).isEqualTo(LARGE);
		}
	}

	@Test
	void peerThatDoesNotReadHoldsUpNobodyElse() throws IOException {
		try (RawHttp slow = connect(); RawHttp other = connect()) {
			slow.socket().setReadBufferSize(1024);
			slow.sendRequest("GET", "/bytes?count=" + LARGE);
			await().until(() -> slow.socket().bytesAvailable() > 0);
			assertThat(other.get("/hello").body()).isEqualTo("hello");
		}
	}

	@Test
	void halfARequestHoldsUpNobodyElse() throws IOException {
		try (RawHttp slow = connect(); RawHttp other = connect()) {
			slow.send("GET /hel");
			assertThat(other.get("/hello").body()).isEqualTo("hello");
			slow.send("lo HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(slow.read().body()).isEqualTo("hello");
		}
	}

	@Test
	void nonsenseIsRefused() throws IOException {
		try (RawHttp http = connect()) {
			http.send("\u0001\u0002\u0003\r\n\r\n");
			assertThat(http.readHead().status()).isEqualTo(400);
		}
	}

	@Test
	void eventsAreSent() throws IOException {
		try (RawHttp http = connect()) {
			assertThat(http.get("/events").body()).contains("data:one").contains("data:two");
		}
	}

	@Test
	void webSocketIsServed() throws IOException {
		try (RawHttp http = connect()) {
			http.sendRequest("GET", "/echo", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
					"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
			assertThat(http.readHead().status()).isEqualTo(101);
			http.send(new byte[] { (byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i' });
			assertThat(http.input().readNBytes(4)).containsExactly(0x81, 2, 'h', 'i');
		}
	}

	@Test
	void actuatorIsServedOnItsOwnSocketOnly() throws IOException {
		try (RawHttp http = connect(); RawHttp actuator = RawHttp.connect(directory.resolve("actuator"))) {
			assertThat(http.get("/actuator/health").status()).isEqualTo(404);
			Answer health = actuator.get("/actuator/health");
			assertThat(health.status()).isEqualTo(200);
			assertThat(health.body()).contains("UP");
			assertThat(actuator.get("/actuator/localsockets").body()).contains("\"kind\":\"http\"");
			assertThat(actuator.get("/hello").status()).isEqualTo(404);
		}
	}

	@Test
	void serversAreSeenAsAllAre() {
		assertThat(context.getBean(LocalSocketsEndpoint.class).servers().servers())
			.containsOnlyKeys("webServer", "managementServer")
			.allSatisfy((name, server) -> assertThat(server.kind()).isEqualTo("http"));
	}

	@Test
	void endedConnectionIsForgotten() throws IOException {
		LocalServer server = context.getBean("webServer", LocalServer.class);
		try (RawHttp http = connect()) {
			http.get("/hello");
			http.socket().abort();
		}
		await().until(() -> server.activeConnections() == 0);
		assertThat(server.pendingConnections()).isZero();
	}

	@Test
	void contextThatIsPausedServesAgain() throws Exception {
		context.stop();
		assertThat(directory.resolve("http")).doesNotExist();
		context.start();
		try (RawHttp http = connect()) {
			assertThat(http.get("/hello").body()).isEqualTo("hello");
		}
	}

	@Test
	void requestsThatWereReadAreAnsweredAtTheStop() throws Exception {
		ServletApplication.Controller controller = context.getBean(ServletApplication.Controller.class);
		CountDownLatch gate = controller.closeGate();
		try (RawHttp held = connect(); RawHttp idle = connect()) {
			idle.get("/hello");
			held.sendRequest("GET", "/held");
			held.sendRequest("GET", "/hello");
			assertThat(controller.arrived().tryAcquire(60, TimeUnit.SECONDS)).isTrue();
			Thread stopping = new Thread(context::stop);
			stopping.start();
			await().until(() -> !context.getBean("webServer", LocalServer.class).isListening());
			gate.countDown();
			assertThat(held.read().body()).isEqualTo("held");
			assertThat(held.read().body()).isEqualTo("hello");
			assertThat(idle.input().read()).isEqualTo(-1);
			stopping.join();
		}
		finally {
			gate.countDown();
			context.stop();
			context.start();
		}
	}

}

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with the proxies and clients that people use, which have users of their own.
 */
@Tag("web")
@ParameterizedClass
@EnumSource(Engine.class)
@Timeout(120)
class ProxyAndClientsTests {

	private static final String NODE = """
			const http = require('http');
			const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
			const ask = (left) => http.get({ socketPath: process.argv[1], path: '/hello', agent }, (response) => {
				let body = '';
				response.on('data', (chunk) => body += chunk);
				response.on('end', () => {
					console.log(response.statusCode, body, response.req.reusedSocket);
					left > 0 ? setImmediate(ask, left - 1) : agent.destroy();
				});
			});
			ask(2);
			""";

	private static final String PYTHON = """
			import http.client, socket, sys
			connection = http.client.HTTPConnection('localhost')
			connection.sock = socket.socket(socket.AF_UNIX)
			connection.sock.connect(sys.argv[1])
			for i in range(3):
				connection.request('POST', '/count', body=(b'x' * 65536 for i in range(160)),
					headers={'Content-Type': 'application/octet-stream'}, encode_chunked=True)
				print(connection.getresponse().read().decode())
			""";

	private static final long LARGE = 16 * 1024 * 1024;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Parameter
	@SuppressWarnings("NullAway.Init")
	Engine engine;

	@SuppressWarnings("NullAway.Init")
	private ConfigurableApplicationContext context;

	@BeforeEach
	void start() throws IOException {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		this.context = this.engine.application()
			.properties("local-socket.directory=" + this.directory, "local-socket.web.server.name=http",
					"local-socket.web.server.socket-options=world-access", "local-socket.web.tcp=false",
					"local-socket.web.server.trusted-proxies=" + Nginx.uid(this.directory),
					"server.forward-headers-strategy=native")
			.run();
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	private String socket() {
		return this.directory.resolve("http").toString();
	}

	@Test
	@Tag("interop")
	void nginxSaysOnWhoseBehalfItAsks() throws Exception {
		try (Nginx nginx = Nginx.start(this.directory); RawHttp http = RawHttp.connect(nginx.socket())) {
			for (int i = 0; i < 3; i++) {
				assertThat(http.get("/request", "X-Forwarded-For: 9.9.9.9").body()).contains("1.2.3.4")
					.contains("uid=" + Nginx.uid(this.directory))
					.doesNotContain("9.9.9.9");
			}
		}
	}

	@Test
	void whoeverAsksWithoutNginxIsNotBelieved() throws Exception {
		if (Nginx.uid(this.directory) != (int) Files.getAttribute(this.directory, "unix:uid")) {
			try (RawHttp http = RawHttp.connect(Path.of(socket()))) {
				assertThat(http.get("/request", "X-Forwarded-For: 1.2.3.4", "X-Proxied-Https: on", "proxy-auth-cert: x")
					.body()).doesNotContain("1.2.3.4").doesNotContain("https");
			}
		}
	}

	@Test
	@Tag("interop")
	void nginxPassesLargeBodiesBothWays() throws Exception {
		try (Nginx nginx = Nginx.start(this.directory); RawHttp http = RawHttp.connect(nginx.socket())) {
			http.sendRequest("POST", "/count", "Content-Length: " + LARGE, "Content-Type: application/octet-stream");
			for (long sent = 0; sent < LARGE; sent += 65536) {
				http.send(new byte[65536]);
			}
			assertThat(http.read().body()).isEqualTo(String.valueOf(LARGE));
			http.sendRequest("GET", "/bytes?count=" + LARGE);
			assertThat(http.readHead().status()).isEqualTo(200);
			long received = 0;
			for (byte[] chunk = http.readChunk(); chunk.length > 0; chunk = http.readChunk()) {
				received += chunk.length;
			}
			assertThat(received).isEqualTo(LARGE);
		}
	}

	@Test
	@Tag("interop")
	void nodeKeepsItsConnection() throws Exception {
		List<String> command = List.of("node", "-e", NODE, socket());
		assertThat(Programs.output("node", command)).containsExactly("200 hello false", "200 hello true",
				"200 hello true");
	}

	@Test
	void pythonSendsChunks() throws Exception {
		assertThat(Programs.output("python3", List.of("python3", "-c", PYTHON, socket()))).containsOnly("10485760")
			.hasSize(3);
	}

	@Test
	void anotherUserIsWhoItIs() throws Exception {
		if (Nginx.uid(this.directory) != (int) Files.getAttribute(this.directory, "unix:uid")) {
			assertThat(Programs.output("setpriv",
					List.of("setpriv", "--reuid=4711", "--clear-groups", "curl", "-sS", "--unix-socket", socket(),
							"http://localhost/request", "http://localhost/root", "-w", "%{http_code}")))
				.first()
				.asString()
				.contains("uid=4711")
				.contains(":1267")
				.endsWith("403");
		}
	}

}

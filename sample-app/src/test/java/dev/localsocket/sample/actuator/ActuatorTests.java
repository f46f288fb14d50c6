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
package dev.localsocket.sample.actuator;

import java.io.IOException;
import java.nio.file.Path;

import dev.localsocket.LocalServer;
import dev.localsocket.sample.testing.LineClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for what the application shows over HTTP, at its loopback port.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
@Timeout(60)
class ActuatorTests {

	@TempDir
	static Path directory;

	private final LocalServer control;

	private final RestTestClient http;

	@Autowired
	ActuatorTests(@Qualifier("control") LocalServer control, @LocalServerPort int port) {
		this.control = control;
		this.http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port + "/actuator").build();
	}

	@DynamicPropertySource
	static void sockets(DynamicPropertyRegistry registry) {
		registry.add("local-socket.directory", directory::toString);
	}

	private RestTestClient.BodyContentSpec get(String path) {
		return this.http.get().uri(path).exchange().expectStatus().isOk().expectBody();
	}

	@Test
	void serversAreShown() {
		get("/localsockets").jsonPath("$.servers.control.address")
			.isEqualTo(this.control.fullServerName())
			.jsonPath("$.servers.control.listening")
			.isEqualTo(true)
			.jsonPath("$.servers.control.options.socketOptions")
			.isEqualTo("USER_ACCESS")
			.jsonPath("$.servers.feed.counters.active")
			.isEqualTo(0);
	}

	@Test
	void connectionsAreShown() throws IOException {
		try (LineClient client = LineClient.connect(this.control)) {
			client.send("whoami\n");
			client.readLine();
			get("/localsockets/control").jsonPath("$.server.counters.active")
				.isEqualTo(1)
				.jsonPath("$.connections[0].peer.pid")
				.isEqualTo((int) ProcessHandle.current().pid())
				.jsonPath("$.connections[0].peer.user")
				.isEqualTo(System.getProperty("user.name"))
				.jsonPath("$.connections[0].bytesRead")
				.isEqualTo(7);
		}
	}

	@Test
	void pageIsServed() {
		this.http.get()
			.uri("/../local-sockets/")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_HTML);
	}

	@Test
	void nothingCanBeChanged() {
		this.http.post()
			.uri("/localsockets/control")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"listening\":false}")
			.exchange()
			.expectStatus()
			.isEqualTo(405);
		this.http.delete().uri("/localsockets/control/1").exchange().expectStatus().isEqualTo(405);
	}

	@Test
	void unknownServerIsNotFound() {
		this.http.get().uri("/localsockets/no").exchange().expectStatus().isNotFound();
	}

	@Test
	void healthOfEachServerIsShown() {
		get("/health").jsonPath("$.components.localsocket.status")
			.isEqualTo("UP")
			.jsonPath("$.components.localsocket.components.control.details.address")
			.isEqualTo(this.control.fullServerName())
			.jsonPath("$.components.localsocket.components.feed.status")
			.isEqualTo("UP");
	}

	/** Maven does not list them offline. */
	@Test
	void componentsAreShown() {
		boolean listed = getClass().getResource("/META-INF/sbom/application.cdx.json") != null;
		assumeTrue(listed || System.getenv("CI") != null, "Maven was offline when it has built the application");
		get("/sbom/application").jsonPath("$.bomFormat")
			.isEqualTo("CycloneDX")
			.jsonPath("$.metadata.component.name")
			.isEqualTo("sample-app")
			.jsonPath("$.components[?(@.name == 'local-socket-spring-boot-starter')]")
			.isNotEmpty();
	}

	@Test
	void transportIsShown() {
		get("/info").jsonPath("$.localSocket.transport")
			.value((transport) -> assertThat(transport).isIn("junixsocket", "native"))
			.jsonPath("$.localSocket.supported")
			.isEqualTo(true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "local.socket.connections.accepted", "local.socket.bytes.read", "local.socket.listener" })
	void metersAreShown(String meter) throws IOException {
		LineClient.ask(this.control, "whoami");
		get("/metrics/" + meter + "?tag=server:control").jsonPath("$.measurements[0].value").isNumber();
	}

}

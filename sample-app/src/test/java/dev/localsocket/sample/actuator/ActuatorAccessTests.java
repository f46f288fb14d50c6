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

import com.jayway.jsonpath.JsonPath;
import dev.localsocket.LocalServer;
import dev.localsocket.sample.testing.LineClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

/**
 * Tests for changing servers and connections over HTTP, where the access allows it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "management.endpoint.localsockets.access=unrestricted")
@DirtiesContext
@Timeout(60)
class ActuatorAccessTests {

	@TempDir
	static Path directory;

	private final LocalServer control;

	private final RestTestClient http;

	@Autowired
	ActuatorAccessTests(@Qualifier("control") LocalServer control, @LocalServerPort int port) {
		this.control = control;
		this.http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port + "/actuator").build();
	}

	@DynamicPropertySource
	static void sockets(DynamicPropertyRegistry registry) {
		registry.add("local-socket.directory", directory::toString);
	}

	private RestTestClient.ResponseSpec listen(String server, boolean listening) {
		return this.http.post()
			.uri("/localsockets/" + server)
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"listening\":%s}".formatted(listening))
			.exchange();
	}

	@Test
	void serverIsStoppedOutOfServiceAndStartedAgain() throws IOException {
		listen("control", false).expectStatus().isOk().expectBody().jsonPath("$.listening").isEqualTo(false);
		assertThat(this.control.isListening()).isFalse();
		this.http.get()
			.uri("/health/localsocket/control")
			.exchange()
			.expectStatus()
			.isEqualTo(503)
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo("OUT_OF_SERVICE");
		listen("control", true).expectStatus().isOk().expectBody().jsonPath("$.listening").isEqualTo(true);
		assertThat(LineClient.ask(this.control, "whoami")).hasSize(1);
	}

	@Test
	void connectionIsClosed() throws IOException {
		try (LineClient client = LineClient.connect(this.control)) {
			client.send("whoami\n");
			client.readLine();
			String id = JsonPath.read(connections(), "$.connections[0].id");
			this.http.delete().uri("/localsockets/control/" + id + "?abort=true").exchange().expectStatus().isOk();
			assertThat(client.readAll()).isEmpty();
		}
	}

	private String connections() {
		String body = this.http.get()
			.uri("/localsockets/control")
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(body).isNotNull();
		return body;
	}

	@Test
	void unknownNamesAreNotFound() {
		listen("no", false).expectStatus().isNotFound();
		this.http.delete().uri("/localsockets/control/no").exchange().expectStatus().isNotFound();
	}

	@Test
	void requestThatDoesNotSayWhatToDoIsRefused() {
		this.http.post()
			.uri("/localsockets/control")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{}")
			.exchange()
			.expectStatus()
			.isBadRequest();
		assertThat(this.control.isListening()).isTrue();
	}

}

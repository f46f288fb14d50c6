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
import java.nio.file.Files;
import java.nio.file.Path;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.client.LocalSocketClientSettings;
import dev.localsocket.web.client.LocalSocketHttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/**
 * Tests of what people test their applications with.
 */
class TestSupportTests {

	private static final String NO_JETTY = "spring.autoconfigure.exclude=org.springframework.boot.jetty.autoconfigure"
			+ ".actuate.web.server.JettyServletManagementContextAutoConfiguration";

	@SuppressWarnings("NullAway.Init")
	private static Path directory;

	@BeforeAll
	static void createDirectory() throws IOException {
		directory = Files.createTempDirectory("lst");
	}

	@AfterAll
	static void deleteDirectory() throws IOException {
		FileSystemUtils.deleteRecursively(directory);
	}

	static void register(DynamicPropertyRegistry registry) {
		registry.add("local-socket.directory", directory::toString);
		registry.add("local-socket.web.server.name", () -> "http");
	}

	private static LocalSocketHttpClient client() {
		return new LocalSocketHttpClient(LocalSocketClientSettings.of(directory.resolve("http").toString()));
	}

	private static void assertHello() {
		try (LocalSocketHttpClient client = client()) {
			RestTestClient.bindToServer(client.requestFactory())
				.baseUrl("http://localhost")
				.build()
				.get()
				.uri("/root")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody(String.class)
				.isEqualTo("root");
			WebTestClient.bindToServer(client.clientConnector())
				.baseUrl("http://localhost")
				.build()
				.get()
				.uri("/hello")
				.exchange()
				.expectBody(String.class)
				.isEqualTo("hello");
		}
	}

	@Nested
	@DirtiesContext
	@SpringBootTest(classes = { ServletApplication.class, Engine.Tomcat.class },
			webEnvironment = WebEnvironment.RANDOM_PORT, properties = { NO_JETTY, "local-socket.web.tcp=false" })
	class WithoutPort {

		@LocalServerPort
		private int port;

		@DynamicPropertySource
		static void properties(DynamicPropertyRegistry registry) {
			register(registry);
		}

		@Test
		void aClientOfTheSocketIsAnswered() {
			assertThat(this.port).isEqualTo(-1);
			assertHello();
		}

	}

	@Nested
	@DirtiesContext
	@SpringBootTest(classes = { ServletApplication.class, Engine.Tomcat.class },
			webEnvironment = WebEnvironment.DEFINED_PORT, properties = { NO_JETTY, "server.port=0" })
	class WithPort {

		@LocalServerPort
		private int port;

		@DynamicPropertySource
		static void properties(DynamicPropertyRegistry registry) {
			register(registry);
		}

		@Test
		void clientsOfBothAreAnswered() {
			assertHello();
			RestTestClient.bindToServer()
				.baseUrl("http://localhost:" + this.port)
				.build()
				.get()
				.uri("/hello")
				.exchange()
				.expectBody(String.class)
				.isEqualTo("hello");
		}

	}

	@Nested
	@DirtiesContext
	@AutoConfigureMockMvc
	@SpringBootTest(classes = { ServletApplication.class, Engine.Tomcat.class }, properties = NO_JETTY)
	class WithoutServer {

		@Autowired
		@SuppressWarnings("NullAway.Init")
		private MockMvc mvc;

		@DynamicPropertySource
		static void properties(DynamicPropertyRegistry registry) {
			register(registry);
		}

		@Test
		void noSocketIsOpenedForMockMvc() throws Exception {
			this.mvc.perform(get("/hello")).andExpect(status().isOk()).andExpect(content().string("hello"));
			assertThat(directory.resolve("http")).doesNotExist();
		}

		@Test
		void aPeerCanBeSimulated() throws Exception {
			PeerCredentials peer = new PeerCredentials(7, 1000, 1000);
			this.mvc.perform(get("/peer").requestAttr(LocalSocketRequestAttributes.PEER, peer))
				.andExpect(content().string(peer.toString()));
		}

	}

}

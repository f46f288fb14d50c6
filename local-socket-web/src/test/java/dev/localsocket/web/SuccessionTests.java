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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.LocalServer;
import dev.localsocket.testing.TestedTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of web applications that hand their sockets over: to the protocol it makes no
 * difference that they are in one process.
 */
@Timeout(120)
class SuccessionTests {

	private static final String HELLO = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final String ONLY_HELLO = "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private final List<BusyClient> clients = new ArrayList<>();

	@BeforeEach
	void assumeNative() {
		assumeTrue(TestedTransport.get().name().equals("native"));
	}

	@AfterEach
	void close() throws Exception {
		for (BusyClient client : this.clients) {
			client.close();
		}
		this.contexts.forEach(ConfigurableApplicationContext::close);
		assertThat(this.directory).isEmptyDirectory();
	}

	private ConfigurableApplicationContext start(Engine engine) {
		ConfigurableApplicationContext context = engine.application()
			.registerShutdownHook(false)
			.properties("local-socket.directory=" + this.directory, "local-socket.web.server.name=http",
					"local-socket.web.server.handover=true", "local-socket.web.management.name=actuator",
					"local-socket.web.management.handover=true", "local-socket.web.tcp=false",
					"server.tomcat.max-keep-alive-requests=-1")
			.run();
		this.contexts.add(context);
		return context;
	}

	private void connect(int length, String request) throws Exception {
		BusyClient client = new BusyClient(this.directory.resolve("http"), length, request).connecting();
		this.clients.add(client);
		client.start();
	}

	private void awaitAnswers() {
		for (BusyClient client : this.clients) {
			int before = client.answered();
			eventually().until(() -> !client.isAlive() || client.answered() > before + 20);
		}
	}

	@ParameterizedTest
	@EnumSource
	void noRequestIsRefusedOrLost(Engine engine) throws Exception {
		ConfigurableApplicationContext old = start(engine);
		connect(1, HELLO);
		connect(1, HELLO);
		connect(3, HELLO);
		connect(1, ONLY_HELLO);
		connect(1, ONLY_HELLO);
		awaitAnswers();
		for (int i = 0; i < 2; i++) {
			ConfigurableApplicationContext next = start(engine);
			ConfigurableApplicationContext leaving = old;
			eventually().until(() -> !leaving.isActive());
			awaitAnswers();
			assertThat(next.getBean("webServer", LocalServer.class).isReachable()).isTrue();
			old = next;
		}
		for (BusyClient client : this.clients) {
			assertThat(client.isAlive()).as(client::toString).isTrue();
			client.end();
			client.join();
		}
		assertThat(this.clients).allMatch((client) -> client.answered() == client.sent() && client.connections() >= 3);
	}

}

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
package dev.localsocket.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.LocalServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Tests for the page in Chromium, which a script of Node drives: what its user sees and
 * does there is in {@code page.cjs}.
 */
@Tag("interop")
@Tag("web")
@Timeout(180)
class PageBrowserTests {

	private static final String MODULES = "local-socket.interop.node-modules";

	private static final String REQUIRED = "local-socket.interop.required";

	private static final String UNRESTRICTED = "management.endpoint.localsockets.access=unrestricted";

	/** As many as the script expects. */
	private static final int FEW = 3;

	/** The same. */
	private static final int MANY = 300;

	@TempDir
	Path directory;

	private final List<SocketChannel> clients = new ArrayList<>();

	private @Nullable ConfigurableApplicationContext context;

	private ConfigurableApplicationContext start(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("local-socket.directory=" + this.directory);
		all.add("local-socket.servers.control.max-pending-connections=" + 2 * MANY);
		ConfigurableApplicationContext started = PageApplication.start(WebApplicationType.SERVLET,
				all.toArray(String[]::new));
		this.context = started;
		return started;
	}

	@AfterEach
	void stop() throws IOException {
		for (SocketChannel client : this.clients) {
			client.close();
		}
		if (this.context != null) {
			this.context.close();
		}
	}

	private void connect(ConfigurableApplicationContext started, int count) throws IOException {
		for (int i = 0; i < count; i++) {
			this.clients.add(connect());
		}
		expectConnections(started, count);
	}

	private SocketChannel connect() throws IOException {
		return SocketChannel.open(UnixDomainSocketAddress.of(this.directory.resolve("control")));
	}

	private static void expectConnections(ConfigurableApplicationContext started, int count) {
		LocalServer server = started.getBean("control", LocalServer.class);
		eventually().until(() -> server.activeConnections() == count);
	}

	/** Runs scenarios of the script. */
	private static void run(String scenarios, ConfigurableApplicationContext started)
			throws IOException, InterruptedException {
		try (Script script = Script.start(scenarios, PageApplication.port(started))) {
			script.expectEnd();
		}
	}

	@Test
	void userSeesTheServers() throws Exception {
		ConfigurableApplicationContext started = start(UNRESTRICTED, "local-socket.servers.[<b>feed].name=feed");
		connect(started, FEW);
		run("overview,details,keyboard,nothing-foreign,signed-out", started);
	}

	/** For the documentation, while somebody uses the server. */
	@Test
	@EnabledIfSystemProperty(named = "docs.update", matches = "true")
	void documentationHasScreenshots() throws Exception {
		ConfigurableApplicationContext started = start(UNRESTRICTED, "local-socket.servers.feed.name=feed");
		connect(started, FEW);
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> makeTraffic(over));
		run("screenshots", started);
		over.set(true);
		traffic.get();
	}

	private void makeTraffic(AtomicBoolean over) {
		Random random = new Random(1);
		try {
			while (!over.get()) {
				try (SocketChannel other = connect()) {
					for (SocketChannel client : List.of(other, this.clients.get(random.nextInt(FEW)))) {
						client.write(ByteBuffer.allocate(random.nextInt(2000)));
					}
					Thread.sleep(random.nextInt(400));
				}
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void userSeesNoButtonsWhereNothingMayBeChanged() throws Exception {
		ConfigurableApplicationContext started = start();
		connect(started, FEW);
		run("read-only", started);
	}

	@Test
	void userStopsAndStartsAServer() throws Exception {
		ConfigurableApplicationContext started = start(UNRESTRICTED);
		LocalServer server = started.getBean("control", LocalServer.class);
		run("stop", started);
		assertThat(server.isListening()).isFalse();
		Files.createFile(this.directory.resolve("control"));
		run("start-in-vain", started);
		Files.delete(this.directory.resolve("control"));
		run("start", started);
		assertThat(server.isListening()).isTrue();
	}

	@Test
	void userClosesConnections() throws Exception {
		ConfigurableApplicationContext started = start(UNRESTRICTED);
		connect(started, FEW);
		run("close", started);
		expectConnections(started, 1);
	}

	@Test
	void userTurnsThePagesOfManyConnections() throws Exception {
		ConfigurableApplicationContext started = start();
		connect(started, MANY);
		run("pages", started);
	}

	@Test
	void userIsToldWhenTheApplicationHasGone() throws Exception {
		ConfigurableApplicationContext started = start();
		int port = PageApplication.port(started);
		try (Script script = Script.start("gone", port)) {
			script.expect("seen");
			started.close();
			script.tell("closed");
			script.expect("lost");
			start("server.port=" + port);
			script.tell("started");
			script.expectEnd();
		}
	}

	/**
	 * A script that runs.
	 *
	 * @param process runs it
	 * @param output what it writes
	 * @param input what it reads
	 */
	private record Script(Process process, BufferedReader output, Writer input) implements AutoCloseable {

		static Script start(String scenarios, int port) throws IOException {
			String modules = System.getProperty(MODULES);
			if (modules == null && Boolean.getBoolean(REQUIRED)) {
				fail("The packages of Node are required, but " + MODULES + " does not say where they are");
			}
			if (modules == null) {
				return abort(MODULES + " does not say where the packages of Node are");
			}
			ProcessBuilder builder = new ProcessBuilder("node",
					Path.of("src/test/resources/page/page.cjs").toAbsolutePath().toString(), scenarios,
					"http://127.0.0.1:%d/local-sockets".formatted(port),
					Path.of("../docs/images").toAbsolutePath().normalize().toString());
			builder.environment().putAll(Map.of("NODE_PATH", modules, "TZ", "UTC"));
			Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
			return new Script(process, process.inputReader(), process.outputWriter());
		}

		void expect(String line) throws IOException {
			assertThat(this.output.readLine()).isEqualTo(line);
		}

		void tell(String line) throws IOException {
			this.input.write(line + "\n");
			this.input.flush();
		}

		void expectEnd() throws IOException, InterruptedException {
			assertThat(this.output.lines()).containsExactly("done");
			assertThat(this.process.waitFor()).isZero();
		}

		@Override
		public void close() throws IOException {
			this.process.destroy();
			this.input.close();
			this.output.close();
		}

	}

}

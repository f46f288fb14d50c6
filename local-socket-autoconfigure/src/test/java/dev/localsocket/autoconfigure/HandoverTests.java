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

package dev.localsocket.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.context.LocalServerLifecycle;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.event.ServerClosedEvent;
import dev.localsocket.event.ServerHandedOverEvent;
import dev.localsocket.health.LocalServerHealthIndicator;
import dev.localsocket.testing.LineClient;
import dev.localsocket.testing.TestedTransport;
import dev.localsocket.worker.ServerWorkers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of applications that hand their servers over: to the protocol it makes no
 * difference that they are in one process.
 */
@Timeout(120)
class HandoverTests {

	@TempDir
	Path directory;

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@BeforeEach
	void assumeNative() {
		assumeTrue(TestedTransport.get().name().equals("native"));
	}

	@AfterEach
	void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void oldApplicationLeavesWhenTheNewOneIsReady() throws Exception {
		ConfigurableApplicationContext old = run();
		try (LineClient held = client("a"); LineClient idle = client("b")) {
			assertThat(held.send("one\n").readLine()).isEqualTo("one from a");
			ConfigurableApplicationContext next = run();
			LocalServer server = old.getBean("a", LocalServer.class);
			assertThat(server.isListening()).isFalse();
			assertThat(next.getBean("a", LocalServer.class).isReachable()).isTrue();
			assertThat(next.getBean("b", LocalServer.class).isReachable()).isTrue();
			assertThat(held.readLine()).as("it has been answered, so it is to connect again").isNull();
			assertThat(old.isActive()).as("a client has not asked yet").isTrue();
			assertThat(idle.send("two\n").readLine()).isEqualTo("two from b");
			assertThat(idle.readLine()).isNull();
			await().until(() -> !old.isActive());
			try (LineClient client = client("a")) {
				assertThat(client.send("three\n").readLine()).isEqualTo("three from a");
			}
		}
	}

	@Test
	void requestThatIsBeingHandledIsAnswered() throws Exception {
		ConfigurableApplicationContext old = run();
		try (LineClient client = client("a")) {
			client.send("wait\n");
			Handlers handlers = old.getBean(Handlers.class);
			assertThat(handlers.waiting.await(60, TimeUnit.SECONDS)).isTrue();
			run();
			assertThat(old.isActive()).isTrue();
			handlers.released.countDown();
			assertThat(client.readLine()).isEqualTo("wait from a");
			assertThat(client.readLine()).isNull();
		}
		await().until(() -> !old.isActive());
		assertThat(old.isRunning()).isFalse();
	}

	@Test
	void eventsAndHealthSayWhereTheServerIs() throws Exception {
		ConfigurableApplicationContext old = run("--local-socket.handover.afterwards=stay");
		Handlers handlers = old.getBean(Handlers.class);
		LocalServerHealthIndicator indicator = new LocalServerHealthIndicator(
				Objects.requireNonNull(old.getBean(LocalServerRegistry.class).find("a")),
				old.getBean(ServerWorkers.class));
		assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);
		run();
		await().until(() -> handlers.closed.size() == 2);
		assertThat(handlers.closed).allMatch(ServerHandedOverEvent.class::isInstance);
		assertThat(health(indicator).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health(indicator).getDetails()).containsEntry("reason", "Another process has taken the server over");
		assertThat(old.isActive()).isTrue();
	}

	private static Health health(LocalServerHealthIndicator indicator) {
		return Objects.requireNonNull(indicator.health());
	}

	@Test
	void oldApplicationGoesOnWhenTheNewOneCannotHaveAllServers() throws Exception {
		ConfigurableApplicationContext old = run();
		assertThatException().isThrownBy(() -> run("--local-socket.servers.b.handover=false"))
			.withStackTraceContaining("'b'");
		assertThatException().isThrownBy(() -> run("--local-socket.servers.b.enabled=false"))
			.withStackTraceContaining("stop that there first");
		assertThat(old.getBean("a", LocalServer.class).isReachable()).isTrue();
		try (LineClient client = client("b")) {
			assertThat(client.send("one\n").readLine()).isEqualTo("one from b");
		}
		assertThat(old.isActive()).isTrue();
	}

	@Test
	void serverThatWasStoppedAndStartedPassesWithTheOthers() {
		ConfigurableApplicationContext old = run();
		LocalServerLifecycle lifecycle = old.getBean(LocalServerLifecycle.class);
		lifecycle.stopServer("b");
		lifecycle.startServer("b");
		run();
		await().until(() -> !old.isActive());
	}

	@Test
	void contextThatIsStoppedAndStartedCanPass() {
		ConfigurableApplicationContext old = run();
		old.stop();
		old.start();
		ConfigurableApplicationContext next = run();
		await().until(() -> !old.isActive());
		assertThat(next.getBean("b", LocalServer.class).isReachable()).isTrue();
	}

	private LineClient client(String name) throws IOException {
		return new LineClient(this.directory.resolve(name));
	}

	private ConfigurableApplicationContext run(String... more) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.setBannerMode(Banner.Mode.OFF);
		application.setDefaultProperties(Map.of("local-socket.directory", this.directory.toString(),
				"local-socket.servers.a.handover", "true", "local-socket.servers.b.handover", "true"));
		ConfigurableApplicationContext context = application.run(more);
		this.contexts.add(context);
		return context;
	}

	/** An application with two servers. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LocalSocketAutoConfiguration.class)
	static class Application {

		@Bean
		Handlers handlers() {
			return new Handlers();
		}

	}

	/** What handles the messages and events. */
	static class Handlers {

		private final CountDownLatch waiting = new CountDownLatch(1);

		private final CountDownLatch released = new CountDownLatch(1);

		private final List<LocalServerEvent> closed = new CopyOnWriteArrayList<>();

		@LocalSocketListener({ "a", "b" })
		String answer(String text, LocalSocket socket) throws InterruptedException {
			if (text.equals("wait")) {
				this.waiting.countDown();
				this.released.await();
			}
			return text + " from " + socket.serverName().replaceAll(".*/", "");
		}

		@EventListener
		void closed(ServerClosedEvent event) {
			this.closed.add(event);
		}

	}

}

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

package dev.localsocket.context;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import java.util.stream.Stream;

import dev.localsocket.AccessDecision;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.autoconfigure.health.LocalSocketHealthContributorAutoConfiguration;
import dev.localsocket.autoconfigure.metrics.LocalSocketMetricsAutoConfiguration;
import dev.localsocket.client.LocalSocketClient;
import dev.localsocket.event.ConnectionClosedEvent;
import dev.localsocket.event.ConnectionEvent;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.security.LocalSocketAuthorizer;
import dev.localsocket.testing.LineClient;
import dev.localsocket.worker.ServerWorkers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that what blocks at one server, with all threads that it may have, holds up no
 * other server.
 */
@Timeout(30)
class ServerIsolationTests {

	/** More than there are threads. */
	private static final int CLIENTS = 5;

	@TempDir
	Path directory;

	private final List<LineClient> clients = new ArrayList<>();

	private ApplicationContextRunner runner(Class<?>... listeners) {
		return unboundedRunner(listeners).withPropertyValues("local-socket.listener.max-threads=2");
	}

	private ApplicationContextRunner unboundedRunner(Class<?>... listeners) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(LocalSocketAutoConfiguration.class, LifecycleAutoConfiguration.class))
			.withUserConfiguration(listeners)
			.withUserConfiguration(Gate.class, Other.class)
			.withPropertyValues("local-socket.directory=" + this.directory, "local-socket.servers.blocked.enabled=true",
					"local-socket.servers.other.enabled=true", "local-socket.clients.client.name=other",
					"spring.lifecycle.timeout-per-shutdown-phase=2s");
	}

	private LineClient connect(String server) throws IOException {
		return new LineClient(this.directory.resolve(server));
	}

	private void connectToBlocked(String request) throws IOException {
		for (int i = 0; i < CLIENTS; i++) {
			this.clients.add(connect("blocked").send(request));
		}
	}

	private void leave() throws IOException {
		for (LineClient client : this.clients) {
			client.close();
		}
	}

	/** New connections, messages, clients and events. */
	private void assertThatOtherServes(AssertableApplicationContext context) throws IOException {
		Other other = context.getBean(Other.class);
		int before = other.events.size();
		try (LineClient client = connect("other")) {
			assertThat(client.send("1\n").readLine()).isEqualTo("other 1");
			assertThat(context.getBean(LocalSocketClient.class).request("2", String.class)).isEqualTo("other 2");
			assertThat(client.send("3\n").readLine()).isEqualTo("other 3");
		}
		await().until(() -> other.events.stream().skip(before).anyMatch(ConnectionClosedEvent.class::isInstance));
	}

	@Test
	void connectionHandlersThatBlockHoldUpNoOtherServer() {
		runner(BlockingConnectionHandler.class).run((context) -> {
			Gate gate = context.getBean(Gate.class);
			connectToBlocked("");
			await().until(() -> gate.waiting.get() == 2);
			assertThatOtherServes(context);
			gate.open();
			await().until(() -> gate.passed.get() == CLIENTS);
			leave();
		});
	}

	@Test
	void messageHandlersThatBlockHoldUpNoOtherServer() {
		runner(BlockingMessageHandler.class).run((context) -> {
			Gate gate = context.getBean(Gate.class);
			connectToBlocked("hello\n");
			await().until(() -> gate.waiting.get() == 2);
			assertThatOtherServes(context);
			gate.open();
			for (LineClient client : this.clients) {
				assertThat(client.readLine()).isEqualTo("hello");
			}
			leave();
		});
	}

	@Test
	void repliesWithoutEndWhoseClientsHaveLeftHoldUpNoOtherServer() {
		runner(EndlessReplies.class).run((context) -> {
			Gate gate = context.getBean(Gate.class);
			connectToBlocked("hello\n");
			await().until(() -> gate.waiting.get() == 2);
			leave();
			assertThatOtherServes(context);
			gate.open();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { NewConnectionEvent.class, ConnectionClosedEvent.class })
	void observersThatBlockHoldUpNeitherOtherServersNorConnectionsThatExist(Class<? extends ConnectionEvent> type) {
		runner(BlockingObserver.class).run((context) -> {
			Gate gate = context.getBean(Gate.class);
			try (LineClient existing = connect("blocked")) {
				assertThat(existing.send("1\n").readLine()).isEqualTo("1");
				context.getBean(BlockingObserver.class).type = type;
				connectToBlocked("");
				LocalServer blocked = context.getBean("blocked", LocalServer.class);
				await().until(() -> blocked.statistics().accepted() == 1 + CLIENTS);
				leave();
				await().until(() -> gate.waiting.get() == 2);
				assertThat(existing.send("2\n").readLine()).isEqualTo("2");
				assertThatOtherServes(context);
				gate.open();
			}
			await().until(() -> context.getBean(BlockingObserver.class).closed.get() == 1 + CLIENTS);
		});
	}

	@Test
	void listenersOfAllServersThatBlockHoldUpNoOtherServer() {
		runner(BlockingListener.class, Echo.class).run((context) -> {
			Gate gate = context.getBean(Gate.class);
			connectToBlocked("");
			await().until(() -> gate.waiting.get() == 2);
			assertThatOtherServes(context);
			gate.open();
			leave();
		});
	}

	@Test
	void authorizersThatBlockHoldUpNoOtherServer() {
		runner(BlockingAuthorizer.class).run((context) -> {
			Gate gate = context.getBean(Gate.class);
			connectToBlocked("");
			await().until(() -> gate.waiting.get() == CLIENTS);
			assertThatOtherServes(context);
			gate.open();
			leave();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { RecordingConnectionHandler.class, RecordingMessageHandler.class })
	void handlerComesBetweenTheEventsOfItsConnectionHoweverFewThreadsThereAre(Class<?> handler) {
		runner(Recorder.class, handler).run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			for (int i = 0; i < 10; i++) {
				connectToBlocked("hello\n");
				for (LineClient client : this.clients) {
					client.shutdownOutput();
				}
				for (LineClient client : this.clients) {
					assertThat(client.readLine()).isEqualTo("hello");
				}
				leave();
				this.clients.clear();
			}
			await().until(() -> recorder.steps.values().stream().filter((steps) -> steps.size() == 3).count() == 10
					* CLIENTS);
			assertThat(recorder.steps.values()).hasSize(10 * CLIENTS)
				.allSatisfy((steps) -> assertThat(steps).containsExactly("NewConnectionEvent", "handler",
						"ConnectionClosedEvent"));
		});
	}

	@EnabledForJreRange(min = JRE.JAVA_21)
	@Test
	void virtualThreadsOfOneServerHaveItsBound() {
		runner(BlockingConnectionHandler.class).withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThatTheBoundHolds(context, 2));
	}

	@EnabledForJreRange(min = JRE.JAVA_21)
	@Test
	void virtualThreadsHaveNoBoundUnlessOneIsSet() {
		unboundedRunner(BlockingConnectionHandler.class).withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThatTheBoundHolds(context, CLIENTS));
	}

	@Test
	void starvationIsSeenInTheLogTheHealthAndTheMeterOfItsServer() {
		List<String> lines = new CopyOnWriteArrayList<>();
		Logger logger = Logger.getLogger(ServerWorkers.class.getName());
		logger.setFilter((line) -> lines.add(line.getLevel() + " " + line.getMessage()));
		runner(BlockingMessageHandler.class)
			.withConfiguration(AutoConfigurations.of(LocalSocketHealthContributorAutoConfiguration.class,
					LocalSocketMetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				context.getBeansOfType(MeterBinder.class).values().forEach((binder) -> binder.bindTo(meters));
				connectToBlocked("hello\n");
				await().until(() -> health(context, "blocked").containsKey("starvation"));
				assertThat(health(context, "blocked")).containsEntry("waiting", CLIENTS - 2)
					.hasEntrySatisfying("starvation",
							(text) -> assertThat(text).asString()
								.contains("'blocked'", "all 2 are busy",
										"'ServerIsolationTests.BlockingMessageHandler.handle()'",
										"local-socket.servers.blocked.max-threads"));
				assertThat(health(context, "other")).containsEntry("waiting", 0).doesNotContainKey("starvation");
				assertThat(waiting(meters, "blocked")).isEqualTo(CLIENTS - 2);
				assertThat(waiting(meters, "other")).isZero();
				context.getBean(Gate.class).open();
				await().until(() -> !health(context, "blocked").containsKey("starvation"));
				await().until(() -> waiting(meters, "blocked") == 0);
				leave();
			});
		logger.setFilter(null);
		assertThat(lines).singleElement().asString().contains("WARNING", "'blocked'", "all 2 are busy");
	}

	private static Map<String, Object> health(AssertableApplicationContext context, String server) {
		HealthIndicator indicator = (HealthIndicator) context.getBean(CompositeHealthContributor.class)
			.getContributor(server);
		assertThat(indicator).isNotNull();
		Health health = indicator.health();
		assertThat(health).isNotNull();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		return health.getDetails();
	}

	private static double waiting(MeterRegistry meters, String server) {
		return meters.get("local.socket.listener.waiting").tag("server", server).gauge().value();
	}

	@Test
	void executorOfTheApplicationHasNoBoundUnlessOneIsSet() {
		ExecutorService executor = Executors.newCachedThreadPool();
		unboundedRunner(BlockingConnectionHandler.class)
			.withBean("localSocketListenerExecutor", Executor.class, () -> executor)
			.withPropertyValues("local-socket.servers.other.max-threads=1")
			.run((context) -> assertThatTheBoundHolds(context, CLIENTS));
		executor.shutdownNow();
	}

	@Test
	void boundOfAServerIsItsOwn() {
		runner(BlockingConnectionHandler.class).withPropertyValues("local-socket.servers.blocked.max-threads=3")
			.run((context) -> assertThatTheBoundHolds(context, 3));
	}

	private void assertThatTheBoundHolds(AssertableApplicationContext context, int bound) throws IOException {
		Gate gate = context.getBean(Gate.class);
		connectToBlocked("");
		LocalServer blocked = context.getBean("blocked", LocalServer.class);
		await().until(() -> blocked.activeConnections() == CLIENTS && gate.waiting.get() == bound);
		assertThatOtherServes(context);
		assertThat(gate.waiting).hasValue(bound);
		assertThat(blocked.pendingConnections()).isEqualTo(CLIENTS - bound);
		gate.open();
		await().until(() -> gate.passed.get() == CLIENTS);
		leave();
	}

	@Test
	void othersAreDrainedAndTheContextStopsInTimeWhileOneServerBlocks() {
		runner(BlockingConnectionHandler.class).run((context) -> {
			Gate gate = context.getBean(Gate.class);
			connectToBlocked("");
			await().until(() -> gate.waiting.get() == 2);
			LineClient client = connect("other").send("stop\n");
			Other other = context.getBean(Other.class);
			other.stopping.await();
			CompletableFuture<Void> closed = CompletableFuture.runAsync(context.getSourceApplicationContext()::close);
			assertThat(client.readLine()).isEqualTo("other stop");
			assertThat(client.readLine()).isNull();
			await().until(() -> other.events.stream().anyMatch(ConnectionClosedEvent.class::isInstance));
			await().atMost(Duration.ofSeconds(20)).until(closed::isDone);
			assertThat(gate.waiting).as("handlers that were not interrupted").hasValue(0);
			assertThat(this.directory).isEmptyDirectory();
			leave();
		});
	}

	/** Where handlers and observers wait. */
	static class Gate {

		private final CountDownLatch opened = new CountDownLatch(1);

		private final AtomicInteger waiting = new AtomicInteger();

		private final AtomicInteger passed = new AtomicInteger();

		void pass() throws InterruptedException {
			this.waiting.incrementAndGet();
			try {
				this.opened.await();
				this.passed.incrementAndGet();
			}
			finally {
				this.waiting.decrementAndGet();
			}
		}

		void open() {
			this.opened.countDown();
		}

	}

	/** The server that is to go on. */
	static class Other {

		private final Queue<LocalServerEvent> events = new ConcurrentLinkedQueue<>();

		private final CountDownLatch stopping = new CountDownLatch(1);

		@LocalSocketListener("other")
		String answer(String line, LocalServer server) {
			if (line.equals("stop")) {
				this.stopping.countDown();
				await().until(() -> !server.isListening());
			}
			return "other " + line;
		}

		@LocalSocketListener("other")
		void observe(LocalServerEvent event) {
			this.events.add(event);
		}

	}

	record BlockingConnectionHandler(Gate gate) {

		@LocalSocketListener("blocked")
		void handle(LocalSocket socket) throws InterruptedException {
			this.gate.pass();
		}

	}

	record BlockingMessageHandler(Gate gate) {

		@LocalSocketListener("blocked")
		String handle(String line) throws InterruptedException {
			this.gate.pass();
			return line;
		}

	}

	record EndlessReplies(Gate gate) {

		@LocalSocketListener("blocked")
		Stream<String> handle(String line) {
			return Stream.generate(this::next);
		}

		private String next() {
			try {
				this.gate.pass();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			throw new IllegalStateException("The test is over");
		}

	}

	static class BlockingObserver {

		private final Gate gate;

		private final AtomicInteger closed = new AtomicInteger();

		private volatile Class<?> type = Void.class;

		BlockingObserver(Gate gate) {
			this.gate = gate;
		}

		@LocalSocketListener("blocked")
		String echo(String line) {
			return line;
		}

		@LocalSocketListener("blocked")
		void observe(ConnectionEvent event) throws InterruptedException {
			if (this.type.isInstance(event)) {
				this.gate.pass();
			}
			if (event instanceof ConnectionClosedEvent) {
				this.closed.incrementAndGet();
			}
		}

	}

	record BlockingListener(Gate gate) {

		@EventListener
		void onEvent(NewConnectionEvent event) throws InterruptedException {
			if (event.getBeanName().equals("blocked")) {
				this.gate.pass();
			}
		}

	}

	static class Echo {

		@LocalSocketListener("blocked")
		String echo(String line) {
			return line;
		}

	}

	record BlockingAuthorizer(Gate gate) implements LocalSocketAuthorizer {

		@Override
		public AccessDecision decide(String server, PeerCredentials peer) {
			try {
				if (server.equals("blocked")) {
					this.gate.pass();
				}
				return AccessDecision.allow();
			}
			catch (InterruptedException ex) {
				return AccessDecision.refuse("interrupted");
			}
		}

	}

	static class Recorder {

		private final Map<String, List<String>> steps = new ConcurrentHashMap<>();

		void add(LocalSocket socket, String step) {
			this.steps.computeIfAbsent(socket.id(), (id) -> new CopyOnWriteArrayList<>()).add(step);
		}

		@LocalSocketListener("blocked")
		void observe(ConnectionEvent event) {
			add(event.getSocket(), event.getClass().getSimpleName());
		}

	}

	record RecordingConnectionHandler(Recorder recorder) {

		@LocalSocketListener("blocked")
		void handle(LocalSocket socket) throws IOException {
			this.recorder.add(socket, "handler");
			socket.outputStream().write(socket.inputStream().readNBytes(6));
			socket.inputStream().readAllBytes();
		}

	}

	record RecordingMessageHandler(Recorder recorder) {

		@LocalSocketListener("blocked")
		String handle(String line, LocalSocket socket) {
			this.recorder.add(socket, "handler");
			return line;
		}

	}

}

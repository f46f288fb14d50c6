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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.localsocket.IncomingConnection;
import dev.localsocket.LocalServer;
import dev.localsocket.context.internal.ConnectionOwners;
import dev.localsocket.context.internal.DefaultLocalServerLifecycle;
import dev.localsocket.error.SocketError;
import dev.localsocket.event.ConnectionClosedEvent;
import dev.localsocket.event.ConnectionEvent;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.ServerClosedEvent;
import dev.localsocket.event.ServerListeningEvent;
import dev.localsocket.event.internal.ConnectionClaim;
import dev.localsocket.testing.LineClient;
import dev.localsocket.worker.ServerWorkers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ApplicationEventPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LocalServerLifecycle}.
 */
@Timeout(30)
class LocalServerLifecycleTests {

	@TempDir
	Path directory;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final Queue<LocalServerEvent> events = new ConcurrentLinkedQueue<>();

	private final ConnectionOwners owners = new ConnectionOwners();

	private final LocalServer server = new LocalServer();

	@AfterEach
	void endThreads() {
		this.server.close();
		this.executor.shutdownNow();
	}

	private DefaultLocalServerLifecycle lifecycle(Duration gracePeriod, ApplicationEventPublisher publisher) {
		return lifecycle(this.server, gracePeriod, publisher);
	}

	private DefaultLocalServerLifecycle lifecycle(LocalServer server, Duration gracePeriod,
			ApplicationEventPublisher publisher) {
		LocalServerRegistration registration = LocalServerRegistration.of("control", server, socket().toString());
		return new DefaultLocalServerLifecycle(new LocalServerRegistry(List.of(registration)), this.owners, publisher,
				new ServerWorkers(this.executor), gracePeriod);
	}

	private Path socket() {
		return this.directory.resolve("control");
	}

	private void record(Object event) {
		this.events.add((LocalServerEvent) event);
	}

	@Test
	void startAndStopArePublishedAndNothingAfterwards() throws IOException {
		DefaultLocalServerLifecycle lifecycle = lifecycle(Duration.ofSeconds(10), this::record);
		lifecycle.start();
		assertThat(lifecycle.isRunning()).isTrue();
		new LineClient(socket()).close();
		await().until(() -> this.events.stream().anyMatch(ConnectionClosedEvent.class::isInstance));
		lifecycle.stop();
		assertThat(lifecycle.isRunning()).isFalse();
		assertThat(this.events).filteredOn((event) -> !(event instanceof ConnectionEvent))
			.hasExactlyElementsOfTypes(ServerListeningEvent.class, ServerClosedEvent.class);
		assertThat(this.events).filteredOn(ConnectionEvent.class::isInstance)
			.hasExactlyElementsOfTypes(NewConnectionEvent.class, ConnectionClosedEvent.class);
		assertThat(this.directory).isEmptyDirectory();
		this.server.listen(socket().toString());
		this.server.close();
		assertThat(this.events).hasSize(4);
	}

	@Test
	void nothingIsPublishedAfterItWasDestroyedWithoutAStop() throws InterruptedException {
		DefaultLocalServerLifecycle lifecycle = lifecycle(Duration.ofSeconds(10), this::record);
		lifecycle.start();
		lifecycle.destroy();
		this.server.close();
		this.executor.shutdown();
		assertThat(this.executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.events).hasExactlyElementsOfTypes(ServerListeningEvent.class);
	}

	@Test
	void eventsNameTheServerAndItsBean() {
		DefaultLocalServerLifecycle lifecycle = lifecycle(Duration.ofSeconds(10), this::record);
		lifecycle.start();
		lifecycle.stop();
		assertThat(this.events).allSatisfy((event) -> {
			assertThat(event.getSource()).isSameAs(this.server);
			assertThat(event.getServer()).isSameAs(this.server);
			assertThat(event.getBeanName()).isEqualTo("control");
		});
	}

	@Test
	void canBeStartedAgain() throws IOException {
		DefaultLocalServerLifecycle lifecycle = lifecycle(Duration.ofSeconds(10), this::record);
		for (int i = 0; i < 3; i++) {
			lifecycle.start();
			lifecycle.start();
			new LineClient(socket()).close();
			lifecycle.stop();
			lifecycle.stop();
		}
		assertThat(this.events).filteredOn(ServerListeningEvent.class::isInstance).hasSize(3);
		assertThat(this.events).filteredOn(ServerClosedEvent.class::isInstance).hasSize(3);
	}

	@Test
	void stopDoesNotWaitForAConnectionWhoseDecisionFailedAfterItWasPending() throws IOException {
		LocalServer failing = new LocalServer() {

			@Override
			protected void incomingConnection(IncomingConnection connection) {
				super.incomingConnection(connection);
				throw new IllegalStateException("Thrown by a test");
			}

		};
		DefaultLocalServerLifecycle lifecycle = lifecycle(failing, Duration.ofMinutes(5), this::record);
		lifecycle.start();
		new LineClient(socket()).close();
		await().until(() -> this.events.stream().anyMatch(ConnectionClosedEvent.class::isInstance));
		lifecycle.stop();
		assertThat(this.events).filteredOn(ConnectionEvent.class::isInstance)
			.hasExactlyElementsOfTypes(NewConnectionEvent.class, ConnectionClosedEvent.class);
	}

	@Test
	void interruptedStopLeavesNoListenerBehind() {
		DefaultLocalServerLifecycle lifecycle = lifecycle(Duration.ofSeconds(10), this::record);
		lifecycle.start();
		await().until(() -> !this.events.isEmpty());
		Thread.currentThread().interrupt();
		lifecycle.stop();
		assertThat(Thread.interrupted()).isTrue();
		this.events.clear();
		lifecycle.start();
		lifecycle.stop();
		assertThat(this.events).filteredOn(ServerListeningEvent.class::isInstance).hasSize(1);
	}

	@Test
	void serverThatCannotListenFailsTheStart() throws IOException {
		LocalServer other = new LocalServer();
		try (other) {
			assertThat(other.listen(socket().toString())).isTrue();
			DefaultLocalServerLifecycle lifecycle = lifecycle(Duration.ofSeconds(10), this::record);
			assertThatExceptionOfType(LocalServerStartException.class).isThrownBy(lifecycle::start).satisfies((ex) -> {
				assertThat(ex.getBeanName()).isEqualTo("control");
				assertThat(ex.getPath()).isEqualTo(socket().toString());
				assertThat(ex.getError()).isEqualTo(SocketError.ADDRESS_IN_USE);
			});
			assertThat(lifecycle.isRunning()).isFalse();
		}
	}

	@Test
	void ownerThatFinishesInTimeIsWaitedFor() throws Exception {
		CountDownLatch owned = new CountDownLatch(1);
		this.owners.register("control", (event, claim) -> readToTheEnd(claim, owned));
		DefaultLocalServerLifecycle lifecycle = lifecycle(Duration.ofSeconds(20), this::record);
		lifecycle.start();
		try (LineClient client = new LineClient(socket())) {
			owned.await();
			lifecycle.stop();
			assertThat(client.readLine()).isEqualTo("end");
			assertThat(client.readLine()).isNull();
		}
		assertThat(this.events).last().isInstanceOfAny(ConnectionClosedEvent.class, ServerClosedEvent.class);
		assertThat(this.events).filteredOn(ConnectionClosedEvent.class::isInstance).hasSize(1);
	}

	private static void readToTheEnd(ConnectionClaim claim, CountDownLatch owned) {
		claim.take();
		owned.countDown();
		try {
			claim.socket().inputStream().readAllBytes();
			claim.socket().outputStream().write("end\n".getBytes());
			claim.socket().close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			claim.release();
		}
	}

	@Test
	void ownerThatDoesNotFinishIsAbortedAtTheEndOfTheGracePeriod() throws Exception {
		CountDownLatch owned = new CountDownLatch(1);
		CountDownLatch never = new CountDownLatch(1);
		this.owners.register("control", (event, claim) -> {
			claim.take();
			owned.countDown();
			awaitUninterrupted(never);
		});
		DefaultLocalServerLifecycle lifecycle = lifecycle(Duration.ofMillis(100), (event) -> {
		});
		lifecycle.start();
		try (LineClient client = new LineClient(socket())) {
			owned.await();
			CountDownLatch stopped = new CountDownLatch(1);
			lifecycle.stop(stopped::countDown);
			assertThat(client.readLine()).isNull();
			assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			never.countDown();
		}
		assertThat(this.directory).isEmptyDirectory();
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

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

package dev.localsocket.context.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.context.LocalServerLifecycle;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.event.ConnectionClosedEvent;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.internal.ConnectionClaim;
import dev.localsocket.event.internal.ConnectionOwner;
import dev.localsocket.testing.LineClient;
import dev.localsocket.worker.ServerWorkers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link ConnectionOwners}: who is given the connections of a server, and when.
 */
@Timeout(30)
class ConnectionOwnersTests {

	@TempDir
	Path directory;

	private final ThreadPoolExecutor executor = (ThreadPoolExecutor) Executors.newCachedThreadPool();

	private final BlockingQueue<String> steps = new LinkedBlockingQueue<>();

	private final ConnectionOwners owners = new ConnectionOwners();

	private final LocalServer server = new LocalServer();

	private final LocalServer other = new LocalServer();

	private @Nullable LocalServerLifecycle lifecycle;

	@AfterEach
	void stop() {
		if (this.lifecycle != null) {
			this.lifecycle.stop();
		}
		this.executor.shutdownNow();
	}

	/** Servers whose connections are announced to a listener. */
	private LocalServerLifecycle lifecycle(Consumer<NewConnectionEvent> listener) {
		return lifecycle(this.owners, listener);
	}

	private LocalServerLifecycle lifecycle(ConnectionOwners owners, Consumer<NewConnectionEvent> listener) {
		return new DefaultLocalServerLifecycle(
				new LocalServerRegistry(
						List.of(registration("control", this.server), registration("other", this.other))),
				owners, (event) -> publish(event, listener), new ServerWorkers(this.executor), Duration.ofSeconds(10));
	}

	private LocalServerRegistration registration(String name, LocalServer server) {
		return LocalServerRegistration.of(name, server, this.directory.resolve(name).toString());
	}

	private void publish(Object event, Consumer<NewConnectionEvent> listener) {
		if (event instanceof NewConnectionEvent newConnection) {
			listener.accept(newConnection);
		}
		if (event instanceof ConnectionClosedEvent closed) {
			this.steps.add("closed " + closed.getReason());
		}
	}

	private void start(Consumer<NewConnectionEvent> listener) {
		LocalServerLifecycle started = lifecycle(listener);
		this.lifecycle = started;
		started.start();
	}

	private LineClient connect(LocalServer server) throws IOException {
		return new LineClient(Path.of(server.fullServerName()));
	}

	/** Owners, if there are any, have been called too. */
	private void awaitAnnounced() {
		await().until(() -> this.executor.getActiveCount() == 0);
	}

	private String step() throws InterruptedException {
		return String.valueOf(this.steps.poll(10, TimeUnit.SECONDS));
	}

	private ConnectionOwner closing(String name) {
		return (event, claim) -> {
			this.steps
				.add(name + " of " + event.getBeanName() + ", pending: " + event.getServer().pendingConnections());
			close(claim);
		};
	}

	private static void close(ConnectionClaim claim) {
		assertThat(claim.take()).isTrue();
		claim.socket().close();
		claim.release();
	}

	@Test
	void ownerIsCalledWhenTheListenersHaveSeenTheEvent() throws Exception {
		CountDownLatch seen = new CountDownLatch(1);
		this.owners.register("control", closing("owner"));
		start((event) -> {
			this.steps.add("listener, pending: " + event.getServer().pendingConnections());
			awaitUninterrupted(seen);
			this.steps.add("seen");
		});
		try (LineClient client = connect(this.server)) {
			assertThat(step()).isEqualTo("listener, pending: 1");
			assertThat(this.steps).isEmpty();
			seen.countDown();
			assertThat(client.readLine()).isNull();
		}
		assertThat(step()).isEqualTo("seen");
		assertThat(step()).isEqualTo("owner of control, pending: 1");
		assertThat(step()).isEqualTo("closed DISCONNECTED");
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void listenerThatFailsDoesNotKeepTheConnectionFromItsOwner() throws Exception {
		this.owners.register("control", closing("owner"));
		this.owners.register("other", closing("owner"));
		start((event) -> {
			if (event.getServer() == this.server) {
				throw new IllegalStateException("Thrown by a test");
			}
			throw new StackOverflowError("Thrown by a test");
		});
		for (LocalServer each : List.of(this.server, this.other)) {
			try (LineClient client = connect(each)) {
				assertThat(client.readLine()).isNull();
			}
			assertThat(step()).startsWith("owner of ");
			assertThat(step()).isEqualTo("closed DISCONNECTED");
		}
	}

	@Test
	void eachServerHasItsOwnOwner() throws Exception {
		this.owners.register("control", closing("one"));
		this.owners.register("other", closing("another"));
		start((event) -> {
		});
		connect(this.server).close();
		assertThat(step()).isEqualTo("one of control, pending: 1");
		assertThat(step()).startsWith("closed");
		connect(this.other).close();
		assertThat(step()).isEqualTo("another of other, pending: 1");
	}

	@Test
	void ownerThatComesLaterHasTheConnectionsThatFollow() throws Exception {
		CountDownLatch announced = new CountDownLatch(2);
		start((event) -> announced.countDown());
		try (LineClient first = connect(this.server); LineClient second = connect(this.other)) {
			announced.await();
			awaitAnnounced();
			this.owners.register("control", closing("late"));
			connect(this.server).close();
			assertThat(step()).isEqualTo("late of control, pending: 2");
			assertThat(step()).startsWith("closed");
			assertThat(this.server.pendingConnections()).isOne();
			assertThat(this.other.pendingConnections()).isOne();
			assertThat(first).isNotSameAs(second);
		}
	}

	@Test
	void connectionsThatComeBeforeTheOwnersAreHeld() throws Exception {
		ConnectionOwners expected = ConnectionOwners.expected();
		LocalServerLifecycle servers = lifecycle(expected, (event) -> this.steps.add("listener"));
		this.lifecycle = servers;
		servers.start();
		try (LineClient client = connect(this.server)) {
			await().until(this.server::hasPendingConnections);
			awaitAnnounced();
			assertThat(this.steps).isEmpty();
			expected.register("control", closing("owner"));
			assertThat(this.steps).isEmpty();
			expected.complete();
			assertThat(client.readLine()).isNull();
		}
		assertThat(step()).isEqualTo("listener");
		assertThat(step()).isEqualTo("owner of control, pending: 1");
		assertThat(step()).isEqualTo("closed DISCONNECTED");
	}

	@Test
	@Timeout(5)
	void stopDoesNotWaitForOwnersThatNeverCome() throws Exception {
		LocalServerLifecycle servers = lifecycle(ConnectionOwners.expected(), (event) -> this.steps.add("listener"));
		servers.start();
		try (LineClient client = connect(this.server)) {
			await().until(this.server::hasPendingConnections);
			servers.stop();
			assertThat(client.readLine()).isNull();
		}
		assertThat(this.steps).containsExactly("listener", "closed DISCONNECTED");
	}

	@Test
	void ownersRemainWhenTheServersStopAndStartAgain() throws Exception {
		this.owners.register("control", closing("owner"));
		LocalServerLifecycle servers = lifecycle((event) -> {
		});
		for (int i = 0; i < 3; i++) {
			servers.start();
			connect(this.server).close();
			assertThat(step()).isEqualTo("owner of control, pending: 1");
			assertThat(step()).startsWith("closed");
			servers.stop();
		}
	}

	@Test
	void connectionThatItsOwnerDoesNotWantStaysPending() throws Exception {
		this.owners.register("control", (event, claim) -> {
			claim.release();
			this.steps.add("released");
		});
		start((event) -> {
		});
		try (LineClient client = connect(this.server)) {
			assertThat(step()).isEqualTo("released");
			LocalSocket socket = this.server.nextPendingConnection();
			assertThat(socket).isNotNull();
			socket.close();
			assertThat(client.readLine()).isNull();
		}
		assertThat(step()).isEqualTo("closed DISCONNECTED");
	}

	@Test
	void connectionOfAnOwnerThatFailsIsAborted() throws Exception {
		this.owners.register("control", (event, claim) -> {
			throw new IllegalStateException("Thrown by a test");
		});
		this.owners.register("other", (event, claim) -> {
			claim.take();
			throw new IllegalStateException("Thrown by a test");
		});
		start((event) -> {
		});
		for (LocalServer each : List.of(this.server, this.other)) {
			try (LineClient client = connect(each)) {
				assertThat(client.readLine()).isNull();
			}
			assertThat(step()).isEqualTo("closed ERROR");
			assertThat(each.pendingConnections()).isZero();
		}
	}

	@Test
	void connectionThatSomebodyElseHasTakenSurvivesAnOwnerThatFails() throws Exception {
		this.owners.register("control", (event, claim) -> {
			this.steps.add("owner");
			throw new IllegalStateException("Thrown by a test");
		});
		CompletableFuture<LocalSocket> taken = new CompletableFuture<>();
		start((event) -> taken.complete(Objects.requireNonNull(event.getServer().nextPendingConnection())));
		try (LineClient client = connect(this.server)) {
			assertThat(step()).isEqualTo("owner");
			awaitAnnounced();
			taken.join().outputStream().write("still here\n".getBytes());
			taken.join().close();
			assertThat(client.readLine()).isEqualTo("still here");
		}
		await().until(() -> taken.join().state() == LocalSocket.State.UNCONNECTED);
	}

	@Test
	void secondOwnerOfAServerIsRefused() {
		ConnectionOwner owner = closing("owner");
		this.owners.register("control", owner);
		assertThatIllegalStateException().isThrownBy(() -> this.owners.register("control", closing("second")))
			.withMessageContaining("'control'");
		assertThat(this.owners.ownerOf("control")).isSameAs(owner);
		assertThat(this.owners.ownerOf("other")).isNull();
	}

}

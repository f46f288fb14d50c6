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

package dev.localsocket.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerListener;
import dev.localsocket.LocalSocket;
import dev.localsocket.SocketOption;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.worker.ServerWorkers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LocalServerHealthIndicator}.
 */
class LocalServerHealthIndicatorTests {

	@TempDir
	Path directory;

	private final LocalServer server = new LocalServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	private Path socket() {
		return this.directory.resolve("control");
	}

	private Health health() {
		return new LocalServerHealthIndicator(LocalServerRegistration.of("control", this.server, socket().toString()),
				new ServerWorkers(Runnable::run))
			.health();
	}

	@Test
	void listeningServerIsUp() {
		assertThat(this.server.listen(socket().toString())).isTrue();
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("address", socket().toString())
			.containsEntry("pending", 0)
			.containsEntry("active", 0)
			.containsEntry("waiting", 0)
			.containsEntry("errors", 0L)
			.doesNotContainKey("starvation")
			.doesNotContainKey("lastError");
	}

	@Test
	void serverWhoseEventLoopIsHeldUpIsDownUntilItGoesOn() throws Exception {
		LocalServer server = new LocalServer(new EventLoops(1));
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch held = new CountDownLatch(1);
		LocalServerHealthIndicator indicator = new LocalServerHealthIndicator(
				LocalServerRegistration.of("control", server, socket().toString()), new ServerWorkers(Runnable::run));
		server.addListener(new LocalServerListener() {

			@Override
			public void newConnection(LocalServer accepting, LocalSocket connection) {
				held.countDown();
				awaitUninterruptibly(release);
			}

		});
		try (server; LocalSocket client = new LocalSocket()) {
			assertThat(server.listen(socket().toString())).isTrue();
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			client.setServerName(socket().toString());
			client.connectToServer();
			assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails().get("reason")).asString().contains("event loop");
			release.countDown();
			await().untilAsserted(() -> assertThat(indicator.health().getStatus()).isEqualTo(Status.UP));
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void closedServerIsOutOfService() {
		assertThat(this.server.listen(socket().toString())).isTrue();
		this.server.close();
		assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
	}

	@Test
	void serverThatNeverListenedIsOutOfServiceAtItsAddress() {
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("address", socket().toString())
			.containsEntry("pending", 0)
			.containsEntry("active", 0);
	}

	@Test
	void serverThatHadLostItsFileIsOutOfServiceWhenItIsClosed() throws IOException {
		assertThat(this.server.listen(socket().toString())).isTrue();
		this.server.setRepublish(false);
		Files.delete(socket());
		this.server.close();
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsKey("lastError");
	}

	@Test
	void addressInTheAbstractNamespaceIsItsName() {
		this.server.setSocketOptions(SocketOption.ABSTRACT_NAMESPACE);
		Health health = new LocalServerHealthIndicator(LocalServerRegistration.of("control", this.server, "some-name"),
				new ServerWorkers(Runnable::run))
			.health();
		assertThat(health.getDetails()).containsEntry("address", "some-name");
	}

	@Test
	void serverThatCouldNotListenIsDown() throws IOException {
		Files.createFile(socket());
		assertThat(this.server.listen(socket().toString())).isFalse();
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).hasEntrySatisfying("lastError",
				(error) -> assertThat(error).asString().contains("regular file"));
	}

	@Test
	void serverWhoseFileWasDeletedIsDown() throws IOException {
		assertThat(this.server.listen(socket().toString())).isTrue();
		this.server.setRepublish(false);
		Files.delete(socket());
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void serverWhoseFileWasReplacedIsDown() throws IOException {
		assertThat(this.server.listen(socket().toString())).isTrue();
		this.server.setRepublish(false);
		Files.delete(socket());
		Files.createFile(socket());
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsKey("reason");
	}

}

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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.context.internal.ConnectionOwners;
import dev.localsocket.context.internal.DefaultLocalServerLifecycle;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.LineClient;
import dev.localsocket.worker.ServerWorkers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for stopping and starting one server of a {@link LocalServerLifecycle}.
 */
@Timeout(30)
class ServerStopTests {

	@TempDir
	Path directory;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final LocalServer control = new LocalServer();

	private final LocalServer feed = new LocalServer();

	@AfterEach
	void end() {
		this.control.close();
		this.feed.close();
		this.executor.shutdownNow();
	}

	private LocalServerLifecycle lifecycle() {
		List<LocalServerRegistration> registrations = List.of(
				LocalServerRegistration.of("control", this.control, socket().toString()),
				LocalServerRegistration.of("feed", this.feed, this.directory.resolve("feed").toString())
					.withAutoStartup(false));
		return new DefaultLocalServerLifecycle(new LocalServerRegistry(registrations), new ConnectionOwners(),
				(event) -> {
				}, new ServerWorkers(this.executor), Duration.ofSeconds(10));
	}

	private Path socket() {
		return this.directory.resolve("control");
	}

	@Test
	void stoppedServerRefusesConnectionsWhileThoseTakenLiveOn() throws Exception {
		LocalServerLifecycle lifecycle = lifecycle();
		lifecycle.start();
		try (LineClient client = new LineClient(socket())) {
			await().until(this.control::hasPendingConnections);
			LocalSocket taken = this.control.nextPendingConnection();
			assertThat(taken).isNotNull();
			lifecycle.stopServer("control");
			assertThat(this.control.isListening()).isFalse();
			assertThat(socket()).doesNotExist();
			assertThat(client).isNotNull();
			assertThat(taken.state()).isEqualTo(LocalSocket.State.CONNECTED);
			taken.abort();
		}
		lifecycle.stop();
	}

	@Test
	void stoppedServerStaysStoppedWhenTheContextIsRestartedUntilItIsStarted() {
		LocalServerLifecycle lifecycle = lifecycle();
		lifecycle.start();
		lifecycle.stopServer("control");
		lifecycle.stop();
		lifecycle.start();
		assertThat(this.control.isListening()).isFalse();
		lifecycle.startServer("control");
		assertThat(this.control.isListening()).isTrue();
		lifecycle.stop();
		lifecycle.start();
		assertThat(this.control.isListening()).isTrue();
		lifecycle.stop();
	}

	@Test
	void serverThatDoesNotStartByItselfIsStartedAndListensAgain() {
		LocalServerLifecycle lifecycle = lifecycle();
		lifecycle.start();
		assertThat(this.feed.isListening()).isFalse();
		lifecycle.startServer("feed");
		lifecycle.stop();
		assertThat(this.feed.isListening()).isFalse();
		lifecycle.start();
		assertThat(this.feed.isListening()).isTrue();
		lifecycle.stop();
	}

	@Test
	void stoppingAndStartingTwiceDoesNothing() {
		LocalServerLifecycle lifecycle = lifecycle();
		lifecycle.start();
		lifecycle.startServer("control");
		assertThat(this.control.isListening()).isTrue();
		lifecycle.stopServer("control");
		lifecycle.stopServer("control");
		assertThat(this.control.isListening()).isFalse();
		lifecycle.stop();
	}

	@Test
	void failedStartSaysWhyKeepsNoContextFromStartingAndCanBeRepeated() throws Exception {
		LocalServerLifecycle lifecycle = lifecycle();
		lifecycle.start();
		lifecycle.stopServer("control");
		Files.createFile(socket());
		assertThatExceptionOfType(LocalServerStartException.class).isThrownBy(() -> lifecycle.startServer("control"))
			.satisfies((ex) -> assertThat(ex.getError()).isEqualTo(SocketError.ADDRESS_IN_USE));
		lifecycle.stop();
		lifecycle.start();
		assertThat(this.control.isListening()).isFalse();
		Files.delete(socket());
		lifecycle.startServer("control");
		assertThat(this.control.isListening()).isTrue();
		lifecycle.stop();
	}

	@Test
	void unknownServerIsRefused() {
		LocalServerLifecycle lifecycle = lifecycle();
		lifecycle.start();
		assertThatIllegalArgumentException().isThrownBy(() -> lifecycle.stopServer("no")).withMessageContaining("'no'");
		lifecycle.stop();
	}

	@Test
	void nothingIsStartedWhileTheContextIsStopped() {
		LocalServerLifecycle lifecycle = lifecycle();
		assertThatIllegalStateException().isThrownBy(() -> lifecycle.startServer("control"));
		lifecycle.start();
		lifecycle.stop();
		assertThatIllegalStateException().isThrownBy(() -> lifecycle.startServer("control"));
		assertThat(this.control.isListening()).isFalse();
	}

}

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

package dev.localsocket.annotation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.testing.LineClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that work in progress is not idle, whatever the kind of the handler, and that
 * idleness begins when it ends.
 */
@Timeout(60)
class IdleTimeoutTests {

	/** Several times the idle timeout of the servers. */
	private static final Duration WORK = Duration.ofMillis(500);

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?> listener) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(listener)
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory,
					"local-socket.servers.control.idle-timeout=100ms");
	}

	private LineClient connect() throws IOException {
		return new LineClient(this.directory.resolve("control"));
	}

	/**
	 * The message is there before the connection is accepted, so that it is never idle.
	 */
	private LineClient sendBeforeAccept(LocalServer server) throws IOException {
		int max = server.maxPendingConnections();
		server.setMaxPendingConnections(0);
		LineClient client = connect().send("work\n");
		server.setMaxPendingConnections(max);
		return client;
	}

	/** Keeps a thread busy, waiting neither for the peer nor without an end. */
	private static String work(CountDownLatch never) {
		try {
			assertThat(never.await(WORK.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
			return "done";
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Slow.class, Asynchronous.class, Streaming.class, Reactive.class, Owner.class,
			AsynchronousOwner.class })
	void handlerAtWorkKeepsItsConnection(Class<?> listener) {
		runner(listener).run((context) -> {
			try (LineClient client = sendBeforeAccept(context.getBean(LocalServer.class))) {
				assertThat(client.readLine()).isEqualTo("done");
				assertThat(client.readLine()).isNull();
			}
			assertThat(context.getBean(LocalServer.class).errorCount()).isZero();
		});
	}

	@Test
	void connectionHandlerThatWaitsForItsPeerIsIdle() {
		runner(Waiting.class).run((context) -> {
			try (LineClient client = connect()) {
				assertThat(client.readLine()).isNull();
			}
			eventually().until(() -> context.getBean(LocalServer.class).activeConnections() == 0);
		});
	}

	@Test
	void connectionHandlerThatWaitsForTheEndIsIdle() {
		runner(WaitingForTheEnd.class).run((context) -> {
			try (LineClient client = connect()) {
				assertThat(client.readLine()).isNull();
			}
			eventually().until(() -> context.getBean(LocalServer.class).activeConnections() == 0);
		});
	}

	static class Slow {

		final CountDownLatch never = new CountDownLatch(1);

		@LocalSocketListener("control")
		String handle(String message) {
			return work(this.never);
		}

	}

	static class Asynchronous {

		final CountDownLatch never = new CountDownLatch(1);

		@LocalSocketListener("control")
		CompletableFuture<String> handle(String message) {
			return CompletableFuture.supplyAsync(() -> work(this.never));
		}

	}

	static class Streaming {

		final CountDownLatch never = new CountDownLatch(1);

		@LocalSocketListener("control")
		Stream<String> handle(String message) {
			return Stream.of(1).map((number) -> work(this.never));
		}

	}

	static class Reactive {

		@LocalSocketListener("control")
		Flux<String> handle(String message) {
			return Flux.just("done").delayElements(WORK);
		}

	}

	static class Owner {

		final CountDownLatch never = new CountDownLatch(1);

		@LocalSocketListener("control")
		void handle(LocalSocket socket) throws IOException {
			socket.inputStream().read();
			socket.outputStream().write((work(this.never) + "\n").getBytes(StandardCharsets.UTF_8));
		}

	}

	static class AsynchronousOwner {

		final CountDownLatch never = new CountDownLatch(1);

		@LocalSocketListener("control")
		CompletableFuture<Void> handle(LocalSocket socket) throws IOException {
			socket.inputStream().read();
			return CompletableFuture.runAsync(() -> answer(socket));
		}

		private void answer(LocalSocket socket) {
			try {
				socket.outputStream().write((work(this.never) + "\n").getBytes(StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	static class Waiting {

		@LocalSocketListener("control")
		void handle(LocalSocket socket) throws IOException {
			assertThat(socket.inputStream().read()).isEqualTo(-1);
		}

	}

	static class WaitingForTheEnd {

		@LocalSocketListener("control")
		void handle(LocalSocket socket) throws IOException {
			assertThat(socket.waitForDisconnected(Duration.ofSeconds(50))).isTrue();
		}

	}

}

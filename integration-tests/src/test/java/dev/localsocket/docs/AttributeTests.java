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

package dev.localsocket.docs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.LocalSocketErrorHandler;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.messaging.LocalServerOperations;
import dev.localsocket.test.LocalSocketTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Samples of the attributes of listeners, of messages that nobody asked for, and of the
 * graceful stop.
 */
@Timeout(30)
class AttributeTests {

	@TempDir
	Path directory;

	@Test
	void condition() {
		Samples.runner(this.directory, OwnUser.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("a").expectLine("a");
			}
		});
	}

	@Test
	void execution() {
		Samples.runner(this.directory, OnLoop.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("ping").expectLine("pong");
			}
		});
	}

	@Test
	void errorHandler() {
		Samples.runner(this.directory, Numbers.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("x").send("1").expectLine("error: For input string: \"x\"").expectLine("2");
			}
		});
	}

	@Test
	void closeOnReturn() {
		Samples.runner(this.directory, Subscriptions.class).run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			Subscriptions subscriptions = context.getBean(Subscriptions.class);
			try (LocalSocketTestClient client = Samples.connect(context)) {
				await().until(() -> !subscriptions.subscribers.isEmpty());
				subscriptions.tell("news");
				client.expectLine("news");
				assertThat(server.activeConnections()).isOne();
			}
		});
	}

	@Test
	void operations() {
		Samples.runner(this.directory, Echo.class, News.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("a").expectLine("a");
				context.getBean(News.class).publish("news");
				client.expectLine("news");
			}
		});
	}

	@Test
	void gracefulStop() {
		Samples.runner(this.directory, "stop.yml", Slow.class).run((context) -> {
			assertThat(context.getBean(LifecycleProperties.class).getTimeoutPerShutdownPhase()).hasSeconds(10);
			Slow slow = context.getBean(Slow.class);
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("a");
				slow.entered.await();
				Thread closer = new Thread(context::close);
				closer.start();
				await().until(() -> !Files.exists(this.directory.resolve("control")));
				slow.released.countDown();
				client.expectLine("a").expectEnd();
				closer.join();
			}
		});
	}

	static class OwnUser {

		// tag::condition[]
		@LocalSocketListener(servers = "control", condition = "@access.allows(#event.socket.peerCredentials())")
		String handle(String line) {
			return line;
		}
		// end::condition[]

		@Bean
		static Access access() {
			return new Access();
		}

	}

	static class Access {

		public boolean allows(PeerCredentials peer) {
			return peer.pid() == ProcessHandle.current().pid();
		}

	}

	static class OnLoop {

		// tag::execution[]
		@LocalSocketListener(servers = "control", execution = Execution.EVENT_LOOP)
		String ping(String line) {
			return "pong";
		}
		// end::execution[]

	}

	static class Numbers {

		// tag::error-handler[]
		@LocalSocketListener(servers = "control", errorHandler = "polite")
		String twice(String line) {
			return Integer.toString(2 * Integer.parseInt(line));
		}

		@Bean(defaultCandidate = false)
		static LocalSocketErrorHandler polite() {
			return (failure) -> "error: " + failure.text();
		}
		// end::error-handler[]

	}

	// tag::close-on-return[]
	static class Subscriptions {

		private final Set<LocalSocket> subscribers = ConcurrentHashMap.newKeySet();

		@LocalSocketListener(servers = "control", closeOnReturn = false)
		void subscribe(LocalSocket socket) {
			this.subscribers.add(socket);
		}

		void tell(String text) {
			ByteBuffer line = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
			this.subscribers.removeIf((socket) -> !socket.write(line.duplicate()));
		}

	}
	// end::close-on-return[]

	static class Echo {

		@LocalSocketListener("control")
		String echo(String line) {
			return line;
		}

	}

	// tag::operations[]
	static class News {

		private final LocalServerOperations operations;

		News(LocalServerOperations operations) {
			this.operations = operations;
		}

		void publish(String text) {
			this.operations.broadcast("control", text);
		}

	}
	// end::operations[]

	static class Slow {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch released = new CountDownLatch(1);

		@LocalSocketListener("control")
		String handle(String line) throws InterruptedException {
			this.entered.countDown();
			this.released.await();
			return line;
		}

	}

}

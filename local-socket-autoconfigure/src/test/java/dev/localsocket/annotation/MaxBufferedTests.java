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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.LineClient;
import dev.localsocket.testing.LogLines;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what all connections of an application may buffer together, with peers that do
 * not read, do not end their messages, or have left.
 */
@Timeout(60)
class MaxBufferedTests {

	private static final long MAX = 1_000_000;

	/** What is under way when the budget is used up, and what is not counted exactly. */
	private static final long TOLERANCE = MAX / 2;

	@AutoClose
	private final LogLines log = new LogLines(LocalServer.class);

	@TempDir
	Path directory;

	private final List<LineClient> clients = new ArrayList<>();

	@AfterEach
	void closeClients() throws IOException {
		for (LineClient client : this.clients) {
			client.close();
		}
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(Handler.class)
			.withPropertyValues("local-socket.max-buffered=" + MAX + "B",
					"local-socket.servers.control.directory=" + this.directory);
	}

	private LineClient connect() throws IOException {
		LineClient client = new LineClient(this.directory.resolve("control"));
		this.clients.add(client);
		return client;
	}

	@Test
	void peersThatDoNotReadAreClosedAndOthersServed() {
		runner().run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			EventLoops loops = context.getBean(EventLoops.class);
			for (int i = 0; i < 10; i++) {
				connect().send("long\n");
			}
			LineClient reader = connect();
			eventually().until(() -> {
				assertThat(reader.send("short\n").readLine()).isEqualTo("short");
				return server.statistics().failures(SocketError.MAX_BUFFERED) > 0 && loops.buffered() <= MAX;
			});
			assertThat(server.bytesBuffered()).isLessThan(MAX + TOLERANCE);
			assertThat(server.statistics().failures(SocketError.MAX_BUFFERED)).isLessThan(10);
			assertThat(this.log.lines()).anySatisfy((line) -> assertThat(line)
				.contains("All connections together buffer more than 1000000 bytes, and the peer of this one has not"));
			closeClients();
			eventually().until(() -> loops.buffered() == 0);
		});
	}

	@Test
	void peersThatDoNotEndTheirMessagesAreClosedAndOthersServed() {
		runner().run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			EventLoops loops = context.getBean(EventLoops.class);
			for (int i = 0; i < 30; i++) {
				connect().send("x".repeat(60_000));
			}
			eventually().until(() -> server.statistics().failures(SocketError.MAX_BUFFERED) > 0);
			eventually().until(() -> loops.buffered() <= MAX);
			assertThat(connect().send("short\n").readLine()).isEqualTo("short");
			closeClients();
			eventually().until(() -> loops.buffered() == 0);
		});
	}

	@Test
	void messagesThatWaitForHandlersHoldBackPeersAndAreNotLost() {
		runner().withPropertyValues("local-socket.listener.max-threads=2").run((context) -> {
			Handler handler = context.getBean(Handler.class);
			EventLoops loops = context.getBean(EventLoops.class);
			LocalServer server = context.getBean(LocalServer.class);
			// Two peers have all threads, and the messages of the others wait
			for (int i = 0; i < 30; i++) {
				connect().send("wait\n" + ("y".repeat(999) + "\n").repeat(60));
			}
			eventually().until(() -> loops.buffered() > MAX - MAX / 8);
			assertThat(loops.buffered()).isLessThan(MAX + TOLERANCE);
			handler.ready.countDown();
			for (LineClient client : this.clients) {
				assertThat(client.readLine()).isEqualTo("wait");
			}
			eventually().until(() -> handler.counted.get() == 30 * 60);
			assertThat(server.errorCount()).isZero();
			eventually().until(() -> loops.buffered() == 0);
		});
	}

	@Test
	void messagesOfPeersThatHaveLeftCountUntilTheyAreHandled() {
		runner().withPropertyValues("local-socket.listener.max-threads=2").run((context) -> {
			Handler handler = context.getBean(Handler.class);
			EventLoops loops = context.getBean(EventLoops.class);
			for (int i = 0; i < 30; i++) {
				connect().send("wait\n" + ("y".repeat(999) + "\n").repeat(60)).close();
			}
			eventually().until(() -> loops.buffered() > MAX - MAX / 8);
			handler.ready.countDown();
			eventually().until(() -> handler.counted.get() == 30 * 60);
			eventually().until(() -> loops.buffered() == 0);
		});
	}

	static class Handler {

		final CountDownLatch ready = new CountDownLatch(1);

		final AtomicInteger counted = new AtomicInteger();

		@LocalSocketListener("control")
		@Nullable String handle(String message) throws InterruptedException {
			switch (message.charAt(0)) {
				case 'w' -> this.ready.await();
				case 'l' -> {
					return "x".repeat(500_000);
				}
				case 'y' -> {
					this.counted.incrementAndGet();
					return null;
				}
				default -> {
				}
			}
			return message;
		}

	}

}

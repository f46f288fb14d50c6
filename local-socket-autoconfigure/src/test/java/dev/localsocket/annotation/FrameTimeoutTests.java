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
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import dev.localsocket.LocalServer;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.LineClient;
import dev.localsocket.testing.LogLines;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what becomes of a peer that begins a message and does not end it.
 */
@Timeout(60)
class FrameTimeoutTests {

	private static final int TIMEOUT = 300;

	@AutoClose
	private final LogLines log = new LogLines(LocalServer.class);

	@TempDir
	Path directory;

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(Patient.class)
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory,
					"local-socket.servers.control.frame-timeout=" + TIMEOUT + "ms");
	}

	private LineClient connect() throws IOException {
		return new LineClient(this.directory.resolve("control"));
	}

	@Test
	void halfAMessageIsNotKeptForEver() {
		runner().run((context) -> {
			try (LineClient client = connect().send("whole\nhalf")) {
				assertThat(client.readLine()).isEqualTo("whole");
				assertThat(client.readLine()).isNull();
			}
			LocalServer server = context.getBean(LocalServer.class);
			eventually().until(() -> server.activeConnections() == 0);
			assertThat(server.statistics().failures(SocketError.TIMEOUT)).isOne();
			assertThat(server.errorCount()).isOne();
			eventually().untilAsserted(() -> assertThat(this.log.lines()).singleElement()
				.asString()
				.contains("The peer has begun a message and not sent the rest of it for 300 ms"));
		});
	}

	@Test
	void oneByteAfterTheOtherDoesNotLengthenIt() {
		runner().run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			try (LineClient client = connect()) {
				eventually().pollInterval(Duration.ofMillis(20)).until(() -> isRefused(client));
			}
			eventually().until(() -> server.statistics().failures(SocketError.TIMEOUT) == 1);
		});
	}

	private static boolean isRefused(LineClient client) {
		try {
			client.send("x");
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Test
	void timeBeginsWhenTheHandlerOfTheMessageBeforeIsDone() {
		runner().run((context) -> {
			Patient handler = context.getBean(Patient.class);
			try (LineClient client = connect().send("wait\nhal")) {
				long begun = System.nanoTime();
				eventually().until(() -> System.nanoTime() - begun > 2_000_000L * TIMEOUT);
				handler.ready.countDown();
				assertThat(client.readLine()).isEqualTo("wait");
				assertThat(client.send("f\n").readLine()).isEqualTo("half");
			}
			assertThat(context.getBean(LocalServer.class).errorCount()).isZero();
		});
	}

	@Test
	void peerThatHasSentTheRestIsNotToBlameWhileItWaitsForAThread() {
		runner()
			.withPropertyValues("local-socket.servers.control.max-threads=1",
					"local-socket.servers.control.frame-timeout=" + 3 * TIMEOUT + "ms")
			.run((context) -> {
				Patient handler = context.getBean(Patient.class);
				try (LineClient other = connect(); LineClient client = connect().send("whole\nhal")) {
					assertThat(client.readLine()).isEqualTo("whole");
					other.send("wait\n");
					handler.waiting.await();
					client.send("f\n");
					long begun = System.nanoTime();
					eventually().until(() -> System.nanoTime() - begun > 6_500_000L * TIMEOUT);
					handler.ready.countDown();
					assertThat(client.readLine()).isEqualTo("half");
				}
				assertThat(context.getBean(LocalServer.class).errorCount()).isZero();
			});
	}

	@Test
	void connectionWithoutAMessageIsNotClosed() {
		runner().run((context) -> {
			try (LineClient client = connect().send("whole\n")) {
				assertThat(client.readLine()).isEqualTo("whole");
				long begun = System.nanoTime();
				eventually().until(() -> System.nanoTime() - begun > 2_000_000L * TIMEOUT);
				assertThat(client.send("again\n").readLine()).isEqualTo("again");
			}
		});
	}

	static class Patient {

		final CountDownLatch waiting = new CountDownLatch(1);

		final CountDownLatch ready = new CountDownLatch(1);

		@LocalSocketListener("control")
		String handle(String message) throws InterruptedException {
			if (message.equals("wait")) {
				this.waiting.countDown();
				this.ready.await();
			}
			return message;
		}

	}

}

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

package dev.localsocket.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.testing.JavaProcess;
import dev.localsocket.testing.LineClient;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of a process whose heap is exhausted for a while: afterwards it serves as before,
 * and ends when it is asked to.
 */
@Timeout(180)
class ExhaustedHeapTests {

	private static final int CLIENTS = 90;

	/** Of {@code SIGTERM}, 15: the JVM ends with it when all was done as it should be. */
	private static final int STATUS = 128 + 15;

	@TempDir
	Path directory;

	private Path sockets = Path.of("");

	private Path exhausted = Path.of("");

	@BeforeEach
	void createDirectory() throws IOException {
		this.sockets = Files.createDirectory(this.directory.resolve("s"));
		this.exhausted = this.directory.resolve("exhausted");
	}

	@Test
	void serverAnswersAgainWhenClientsThatReadNothingHaveLeft() throws Exception {
		try (JavaProcess process = start()) {
			List<LineClient> clients = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				clients.add(client().send("large\n"));
			}
			eventually().until(() -> Files.exists(this.exhausted));
			for (LineClient client : clients) {
				client.close();
			}
			assertServesAndEnds(process);
		}
	}

	@Test
	void serverAnswersAgainWhenTheApplicationHasMemoryAgain() throws Exception {
		try (JavaProcess process = start(); LineClient hog = client()) {
			hog.send("hog\n");
			eventually().until(() -> {
				flood();
				return Files.exists(this.exhausted);
			});
			for (int i = 0; i < 5; i++) {
				flood();
			}
			assertServesAndEnds(process);
		}
	}

	private void flood() throws IOException {
		List<LineClient> clients = new ArrayList<>();
		try {
			for (int i = 0; i < 20; i++) {
				clients.add(client().send("a\nb\n"));
			}
		}
		catch (IOException ex) {
			// It may close them, and may be slow to accept
		}
		for (LineClient client : clients) {
			client.close();
		}
	}

	private JavaProcess start() throws IOException {
		JavaProcess process = JavaProcess.startWith(
				List.of("-XX:+UseSerialGC", "-XX:OnOutOfMemoryError=touch " + this.exhausted), HungryApplication.class,
				"--local-socket.directory=" + this.sockets, "--local-socket.servers.control.enabled=true",
				"--local-socket.max-buffered=0", "--spring.lifecycle.timeout-per-shutdown-phase=5s",
				"--spring.main.banner-mode=off");
		// A class that is used for the first time without memory cannot be used ever
		// after
		eventually().untilAsserted(() -> assertThat(ask("health")).isEqualTo("UP"));
		return process;
	}

	private LineClient client() throws IOException {
		return new LineClient(this.sockets.resolve("control"));
	}

	private void assertServesAndEnds(JavaProcess process) throws IOException {
		eventually().untilAsserted(() -> assertThat(ask("health")).isEqualTo("UP"));
		for (int i = 0; i < 20; i++) {
			assertThat(ask("question " + i)).isEqualTo("question " + i);
		}
		assertThat(process.terminate()).isEqualTo(STATUS);
		assertThat(this.sockets).isEmptyDirectory();
	}

	private String ask(String question) throws IOException {
		try (LineClient client = client()) {
			return String.valueOf(client.send(question + "\n").readLine());
		}
	}

	private static ConditionFactory eventually() {
		return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).ignoreExceptions();
	}

}

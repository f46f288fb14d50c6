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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.testing.JavaProcess;
import dev.localsocket.testing.LineClient;
import dev.localsocket.testing.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of a process that was stopped for longer than its timeouts.
 */
@Timeout(120)
class SleepingProcessTests {

	private static final int CLIENTS = 20;

	@TempDir
	Path directory;

	@Test
	void requestsThatCameWhileTheProcessSleptAreAnsweredAfterTheIdleTimeout() throws Exception {
		Path socket = this.directory.resolve("control");
		List<LineClient> clients = new ArrayList<>();
		try (JavaProcess process = JavaProcess.start(HungryApplication.class,
				"--local-socket.directory=" + this.directory, "--local-socket.servers.control.idle-timeout=2s",
				"--local-socket.servers.control.frame-timeout=2s", "--spring.main.banner-mode=off")) {
			await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
				try (LineClient client = new LineClient(socket)) {
					return "ready".equals(client.send("ready\n").readLine());
				}
			});
			for (int i = 0; i < CLIENTS; i++) {
				clients.add(new LineClient(socket).send("first\n"));
			}
			for (LineClient client : clients) {
				assertThat(client.readLine()).isEqualTo("first");
			}
			// Half of them have begun a message before
			for (LineClient client : clients.subList(0, CLIENTS / 2)) {
				client.send("sec");
			}
			Signals.send("STOP", process.pid());
			for (LineClient client : clients) {
				client.send((clients.indexOf(client) < CLIENTS / 2) ? "ond\n" : "second\n");
			}
			await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
			Signals.send("CONT", process.pid());
			for (LineClient client : clients) {
				assertThat(client.readLine()).isEqualTo("second");
			}
			process.kill();
		}
		for (LineClient client : clients) {
			client.close();
		}
	}

}

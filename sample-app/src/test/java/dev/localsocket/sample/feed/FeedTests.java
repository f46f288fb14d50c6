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

package dev.localsocket.sample.feed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

import dev.localsocket.LocalServer;
import dev.localsocket.sample.testing.LineClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the log feed, at a real socket.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "local-socket.servers.feed.write-buffer-size=16KB")
@DirtiesContext
@Timeout(60)
class FeedTests {

	private static final Logger logger = LoggerFactory.getLogger(FeedTests.class);

	@TempDir
	static Path directory;

	private final LocalServer server;

	private final LogFeed feed;

	@Autowired
	FeedTests(@Qualifier("feed") LocalServer server, LogFeed feed) {
		this.server = server;
		this.feed = feed;
	}

	@DynamicPropertySource
	static void sockets(DynamicPropertyRegistry registry) {
		registry.add("local-socket.directory", directory::toString);
	}

	@Test
	void eachClientGetsEachLine() throws Exception {
		try (LineClient first = connect(1); LineClient second = connect(2)) {
			logger.info("Grüße");
			logger.warn("second line");
			assertThat(first.readLine()).contains("INFO", "FeedTests - Grüße");
			assertThat(first.readLine()).contains("WARN", "FeedTests - second line");
			assertThat(second.readLine()).contains("FeedTests - Grüße");
		}
		awaitClients(0);
	}

	@Test
	void clientThatTalksAndLeavesIsForgotten() throws Exception {
		try (LineClient client = connect(1)) {
			client.send(new byte[100 * 1024]);
			// The server may have refused a part of it
			client.socket().waitForBytesWritten(Duration.ofSeconds(10));
			assertThat(client.socket().bytesToWrite()).isZero();
		}
		awaitClients(0);
	}

	@Test
	void clientThatHasEndedItsOutputStillGetsLines() throws Exception {
		try (LineClient client = connect(1)) {
			client.socket().shutdownOutput();
			logger.info("for the half-closed");
			assertThat(client.readLine()).endsWith("for the half-closed");
		}
		awaitClients(0);
	}

	@Test
	void clientThatDoesNotReadMissesLinesAndHarmsNobody() throws Exception {
		long errors = this.server.errorCount();
		try (LineClient deaf = connect(1)) {
			deaf.socket().setReadBufferSize(1);
			String line = "x".repeat(1024);
			IntStream.range(0, 1000).forEach((i) -> this.feed.send(line));
			try (LineClient next = connect(2)) {
				logger.info("for the next");
				assertThat(next.readLine()).endsWith("for the next");
			}
			assertThat(this.server.connections())
				.allSatisfy((socket) -> assertThat(socket.bytesToWrite()).isLessThanOrEqualTo(16 * 1024));
		}
		awaitClients(0);
		assertThat(this.server.errorCount()).isLessThanOrEqualTo(errors + 1);
	}

	@Test
	void eachLineOfAStackTraceIsALine() throws Exception {
		try (LineClient client = connect(1)) {
			logger.warn("it failed", new IllegalStateException("on purpose"));
			assertThat(client.readLine()).endsWith("it failed");
			assertThat(client.readLine()).isEqualTo("java.lang.IllegalStateException: on purpose");
			assertThat(client.readLine()).startsWith("\tat ");
		}
		awaitClients(0);
	}

	private LineClient connect(int clients) throws Exception {
		LineClient client = LineClient.connect(this.server);
		awaitClients(clients);
		return client;
	}

	private void awaitClients(int clients) {
		await().untilAsserted(() -> assertThat(this.server.activeConnections()).isEqualTo(clients));
	}

}

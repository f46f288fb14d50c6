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

package dev.localsocket.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.localsocket.benchmarks.load.Client.OpenConnections;
import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that each server of ours, and each that does the work of our listeners, does what
 * the cells need of it, and leaves nothing.
 */
class ServerTests {

	private static final Duration MOMENT = Duration.ofMillis(20);

	private final Cell few = new Cell("few", "few", Cell.Kind.OPEN, 20, 64, 20);

	private Path directory;

	@BeforeEach
	void createDirectory() throws IOException {
		this.directory = Files.createTempDirectory(Path.of("/tmp"), "bench");
	}

	@AfterEach
	void deleteDirectory() throws IOException {
		try (Stream<Path> paths = Files.walk(this.directory)) {
			for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(path);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "bare", "bare-junixsocket", "event-loop", "worker", "netty-codecs", "spring-integration" })
	void answersInAllCells(String name) throws IOException {
		assumeThat(name).as("needs a native library that is not here")
			.matches((server) -> !server.startsWith("netty") || Epoll.isAvailable());
		Machine machine = Machine.with(List.of());
		Client client = new Client(LoadBenchmark.javaClient(), machine, Duration.ofSeconds(30), this.directory);
		try (RunningServer server = RunningServer.start(type(name), machine, this.directory)) {
			for (Cell cell : Stream.of("64b-16", "64k-8", "connect-16")
				.map(Cell::of)
				.filter(server.type()::takes)
				.toList()) {
				assertThat(client.load(server, cell, MOMENT)).containsKeys(Sample.OPERATIONS, Sample.CPU);
			}
			try (OpenConnections connections = client.open(server, this.few)) {
				assertThat(connections.opening()).containsEntry(Sample.OPERATIONS, 20.0);
				assertThat(connections.sparse(MOMENT)).containsEntry(Sample.OPERATIONS, 20.0);
			}
			assertThat(server.memory().get(Sample.HEAP)).isPositive();
			assertThat(server.memory().get(Sample.RESIDENT)).isPositive();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "lsp4j", "json-rpc-event-loop", "json-rpc-worker" })
	void answersCalls(String name) throws IOException {
		Machine machine = Machine.with(List.of());
		Client client = new Client(LoadBenchmark.javaClient(), machine, Duration.ofSeconds(30), this.directory);
		try (RunningServer server = RunningServer.start(type(name), machine, this.directory)) {
			for (String cell : List.of("call-16", "call-64")) {
				// The first call may take as long as one measurement
				await().atMost(Duration.ofSeconds(30))
					.until(() -> client.load(server, Cell.of(cell), MOMENT).getOrDefault(Sample.OPERATIONS, 0.0) > 0);
			}
		}
	}

	private static ServerType type(String name) throws IOException {
		return Catalog.inJava(Options.parse("--java=-Xms64m"))
			.stream()
			.filter((type) -> type.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

}

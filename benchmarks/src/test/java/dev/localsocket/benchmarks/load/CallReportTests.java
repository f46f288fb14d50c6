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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.localsocket.benchmarks.load.ServerType.Group;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CallReportTests {

	private final List<ServerType> servers = List.of(server("lsp4j-17"), server("lsp4j-25"),
			server("json-rpc-worker-17"), server("json-rpc-worker-25"));

	private Samples samples;

	@BeforeEach
	void setUp(@TempDir Path directory) throws IOException {
		this.samples = new Samples(directory.resolve("samples.txt"));
	}

	@Test
	void ratesArePutInRelationToLsp4jOnTheSameJdk() throws IOException {
		rate("lsp4j-17", "call-16", 10_000);
		rate("lsp4j-25", "call-16", 20_000);
		rate("json-rpc-worker-17", "call-16", 16_000);
		rate("json-rpc-worker-25", "call-16", 28_000);
		assertThat(report("call-16")).contains(
				"| calls, 1 in flight × 16 | 10,000 (1.00) | 20,000 (1.00) | 16,000 (1.60) | 28,000 (1.40) |",
				"| 16 connections, rate to LSP4J | 1.00 | 1.00 | 1.60 (≥ 1.50) | **1.40** (≥ 1.50) |");
	}

	@Test
	void manyInFlightArePutInRelationToOne() throws IOException {
		rate("lsp4j-25", "call-1", 10_000);
		rate("lsp4j-25", "call-64", 20_000);
		rate("json-rpc-worker-17", "call-1", 10_000);
		rate("json-rpc-worker-17", "call-64", 30_000);
		rate("json-rpc-worker-25", "call-1", 10_000);
		rate("json-rpc-worker-25", "call-64", 29_000);
		assertThat(report("call-1", "call-64"))
			.contains("| 64 in flight, rate to 1 in flight | – | 2.00 | 3.00 (≥ 3.00) | **2.90** (≥ 3.00) |");
	}

	@Test
	void thereIsNoTableWithoutCalls() {
		assertThat(report()).isEmpty();
	}

	private void rate(String server, String cell, double perSecond) throws IOException {
		this.samples
			.add(new Sample(server, cell, 1, Map.of(Sample.OPERATIONS, perSecond, Sample.NANOS, 1e9, Sample.CPU, 1e9)));
	}

	private List<String> report(String... cells) {
		return new CallReport(this.samples, this.servers, Stream.of(cells).map(Cell::of).toList()).lines();
	}

	private static ServerType server(String id) {
		return new ServerType(id, id, Group.CALLED, List.of());
	}

}

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

class ReportTests {

	private final List<ServerType> servers = List.of(server("c", Group.NATIVE), server("netty-25", Group.JAVA_PEER),
			server("netty-codecs-25", Group.LISTENER_PEER), server("netty-codecs-17", Group.LISTENER_PEER),
			server("bare-17", Group.BARE), server("bare-25", Group.BARE), server("bare-junixsocket-25", Group.PORTABLE),
			server("event-loop-17", Group.LISTENER), server("worker-17", Group.LISTENER));

	private Samples samples;

	@BeforeEach
	void setUp(@TempDir Path directory) throws IOException {
		this.samples = new Samples(directory.resolve("samples.txt"));
	}

	@Test
	void ratesArePutInRelationToPlainC() throws IOException {
		rate("c", "64b-16", 400_000, 2);
		rate("bare-17", "64b-16", 300_000, 3);
		assertThat(report("64b-16")).contains("| 64 B × 16 | 400,000 | – | – | – | 0.75 | – | – | – | – |");
	}

	@Test
	void ratesAloneStandForThemselves() throws IOException {
		rate("bare-17", "64b-16", 300_000, 3);
		assertThat(report("64b-16")).contains("| 64 B × 16 | – | – | – | – | 300,000 | – | – | – | – |");
	}

	@Test
	void processorTimeIsPutInRelationToNetty() throws IOException {
		rate("netty-25", "64b-16", 300_000, 2);
		rate("bare-17", "64b-16", 300_000, 3);
		assertThat(report("64b-16")).contains("| 64 B × 16 | – | 2.00 (1.00) | – | – | 3.00 (1.50) | – | – | – | – |");
	}

	@Test
	void ratesBesideIdleConnectionsArePutInRelationToTheServersOwn() throws IOException {
		rate("bare-17", "64b-16", 300_000, 3);
		rate("bare-17", "64b-16-idle-10000", 60_000, 3);
		assertThat(report("64b-16", "64b-16-idle-10000"))
			.contains("| 64 B × 16, 10,000 idle | – | – | – | – | 0.20 | – | – | – | – |");
	}

	@Test
	void aGoalDependsOnTheExecutionAndIsTheSameOnEachJdk() throws IOException {
		rate("c", "64b-16", 100, 1);
		rate("bare-17", "64b-16", 94, 1);
		rate("bare-25", "64b-16", 95, 1);
		rate("worker-17", "64b-16", 60, 1);
		assertThat(report("64b-16"))
			.contains("| 64 B × 16, rate to plain C | **0.94** (≥ 0.95) | 0.95 (≥ 0.95) | – | 0.60 (≥ 0.60) |");
	}

	@Test
	void aGoalForListenersOnTheLoopComparesThemWithNettyOnTheSameJdk() throws IOException {
		rate("netty-codecs-17", "64b-16", 100, 1);
		rate("netty-codecs-25", "64b-16", 200, 1);
		rate("event-loop-17", "64b-16", 90, 1);
		rate("worker-17", "64b-16", 80, 1);
		assertThat(report("64b-16"))
			.contains("| 64 B × 16, rate to Netty with codecs on the same JDK | – | – | **0.90** (≥ 1.00) | – |");
	}

	@Test
	void whatRunsOnThePortableTransportHasNoGoals() throws IOException {
		rate("c", "64b-16", 100, 1);
		rate("bare-junixsocket-25", "64b-16", 50, 1);
		assertThat(report("64b-16")).contains("| 64 B × 16 | 100 | – | – | – | – | – | 0.50 | – | – |",
				"|  | bare-17 | bare-25 | event-loop-17 | worker-17 |");
	}

	@Test
	void aGoalForMemoryCountsHeapAndOther() throws IOException {
		this.samples.add(new Sample("bare-17", "memory", 1, Map.of(Sample.HEAP, 2048.0, Sample.RESIDENT, 512.0)));
		assertThat(report("memory")).contains(
				"| memory per idle connection | – | – | – | – | 2,048 + 512 | – | – | – | – |",
				"| memory per idle connection, KiB | **2.50** (≤ 1.50) | – | – | – |");
	}

	@Test
	void failuresAreTold() {
		this.samples.fail("qt", Cell.of("open"), "too slow");
		assertThat(report("open")).contains("- qt open: too slow");
	}

	private void rate(String server, String cell, double perSecond, double cpuMicros) throws IOException {
		this.samples.add(new Sample(server, cell, 1,
				Map.of(Sample.OPERATIONS, perSecond, Sample.NANOS, 1e9, Sample.CPU, cpuMicros * 1000 * perSecond)));
	}

	private List<String> report(String... cells) {
		return new Report(this.samples, this.servers, Stream.of(cells).map(Cell::of).toList()).lines();
	}

	private static ServerType server(String id, Group group) {
		return new ServerType(id, id, group, List.of());
	}

}

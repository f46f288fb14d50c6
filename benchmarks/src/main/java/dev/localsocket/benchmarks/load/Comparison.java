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

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * The samples of servers compared with each other: medians of the ratios in each round.
 */
final class Comparison {

	private final Samples samples;

	private final List<ServerType> servers;

	private final String netty;

	Comparison(Samples samples, List<ServerType> servers) {
		this.samples = samples;
		this.servers = servers;
		this.netty = servers.stream()
			.filter((type) -> type.name().equals("netty"))
			.map(ServerType::id)
			.findAny()
			.orElse("");
	}

	OptionalDouble rateToC(String server, Cell cell) {
		return this.samples.medianRatio(server, cell, ServerType.YARDSTICK, cell, Sample::operationsPerSecond);
	}

	OptionalDouble rateToOwn(String server, Cell cell) {
		return this.samples.medianRatio(server, cell, server, cell.alone(), Sample::operationsPerSecond);
	}

	/** Compares with what one would write with Netty, on the same JDK. */
	OptionalDouble rateToNettyListener(ServerType server, Cell cell) {
		return rateToPeer(ServerType.NETTY_LISTENER, server, cell);
	}

	private OptionalDouble rateToPeer(String peer, ServerType server, Cell cell) {
		return this.servers.stream()
			.filter((type) -> type.name().equals(peer) && type.version() == server.version())
			.map((type) -> this.samples.medianRatio(server.id(), cell, type.id(), cell, Sample::operationsPerSecond))
			.flatMapToDouble(OptionalDouble::stream)
			.findAny();
	}

	/** Compares with LSP4J, on the same JDK. */
	OptionalDouble rateToLsp4j(ServerType server, Cell cell) {
		return rateToPeer(ServerType.LSP4J, server, cell);
	}

	/** Compares many calls in flight over one connection with one. */
	OptionalDouble rateToOneInFlight(ServerType server, Cell cell) {
		return this.samples.medianRatio(server.id(), cell, server.id(), Cell.of("call-1"), Sample::operationsPerSecond);
	}

	OptionalDouble cpuToNetty(String server, Cell cell) {
		return toNetty(server, cell, Sample::cpuMicrosPerOperation);
	}

	OptionalDouble timeToNetty(String server, Cell cell) {
		return toNetty(server, cell, (sample) -> sample.value(Sample.NANOS));
	}

	private OptionalDouble toNetty(String server, Cell cell, ToDoubleFunction<Sample> value) {
		return this.samples.medianRatio(server, cell, this.netty, cell, value);
	}

	OptionalDouble kibibytes(String server, Cell cell) {
		return this.samples.median(server, cell,
				(sample) -> (sample.values().getOrDefault(Sample.HEAP, 0.0) + sample.value(Sample.RESIDENT)) / 1024);
	}

	OptionalDouble rate(String server, Cell cell) {
		return this.samples.median(server, cell, Sample::operationsPerSecond);
	}

	OptionalDouble cpuMicros(String server, Cell cell) {
		return this.samples.median(server, cell, Sample::cpuMicrosPerOperation);
	}

	OptionalDouble median(String server, Cell cell, String value) {
		return this.samples.median(server, cell, (sample) -> sample.value(value));
	}

}

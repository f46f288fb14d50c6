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

package dev.localsocket.benchmarks.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What was measured of a web server with a number of connections, round by round.
 *
 * @param server the web server
 * @param connections the number of connections
 * @param measurements what was measured
 */
record Rounds(WebServer server, int connections, Map<Transport, List<Measurement>> measurements) {

	static final String HEADER = """
			| server | connections | requests per second, TCP | socket | ratio | µs of processor time, TCP | socket | ratio |
			| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |""";

	Rounds(WebServer server, int connections) {
		this(server, connections, new EnumMap<>(Transport.class));
	}

	void add(Transport transport, Measurement measurement) {
		this.measurements.computeIfAbsent(transport, (key) -> new ArrayList<>()).add(measurement);
	}

	/**
	 * Describes them in a row of a table: medians, and the median of the ratios of the
	 * same round.
	 * @return the row
	 */
	String row() {
		double[] rates = ratios(rates(Transport.SOCKET), rates(Transport.TCP));
		double[] times = ratios(times(Transport.SOCKET), times(Transport.TCP));
		return "| %s | %d | %,.0f | %,.0f | %.2f | %.1f | %.1f | %.2f |".formatted(this.server.title(),
				this.connections, median(rates(Transport.TCP)), median(rates(Transport.SOCKET)), median(rates),
				median(times(Transport.TCP)), median(times(Transport.SOCKET)), median(times));
	}

	private double[] rates(Transport transport) {
		return of(transport).stream().mapToDouble(Measurement::requestsPerSecond).toArray();
	}

	private double[] times(Transport transport) {
		return of(transport).stream().mapToDouble(Measurement::processorMicros).toArray();
	}

	private List<Measurement> of(Transport transport) {
		return this.measurements.getOrDefault(transport, List.of());
	}

	private static double[] ratios(double[] values, double[] bases) {
		return IntStream.range(0, values.length).mapToDouble((round) -> values[round] / bases[round]).toArray();
	}

	/** Of an even number, between the two in the middle. */
	static double median(double[] values) {
		double[] sorted = Arrays.stream(values).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	/**
	 * What was measured in a round.
	 *
	 * @param requests how many requests were answered
	 * @param seconds in which time
	 * @param processorSeconds what the server needed for them
	 */
	record Measurement(long requests, double seconds, double processorSeconds) {

		double requestsPerSecond() {
			return this.requests / this.seconds;
		}

		double processorMicros() {
			return this.processorSeconds * 1e6 / this.requests;
		}

	}

}

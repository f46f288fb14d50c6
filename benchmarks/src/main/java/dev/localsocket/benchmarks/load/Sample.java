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

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was measured of one server in one cell in one round.
 *
 * @param server the id of the server
 * @param cell the id of the cell
 * @param round the number of the round, from 1
 * @param values the measured values by their names
 */
record Sample(String server, String cell, int round, Map<String, Double> values) {

	/** How many operations there were. */
	static final String OPERATIONS = "operations";

	/** How long they took. */
	static final String NANOS = "nanos";

	/** How much processor time of the server they took, in nanoseconds. */
	static final String CPU = "cpu";

	/**
	 * How much processor time the client had, in nanoseconds. Because it never sleeps,
	 * that is less than all only if something else was running.
	 */
	static final String CLIENT = "client";

	/** Half of the replies came in so many nanoseconds. */
	static final String P50 = "p50";

	/** All but one in a hundred replies came in so many nanoseconds. */
	static final String P99 = "p99";

	/** How many bytes of the heap are in use. */
	static final String HEAP = "heap";

	/** How many bytes of the process are in memory. */
	static final String RESIDENT = "resident";

	/** Reads values, such as {@code operations=5 nanos=7}. */
	static Map<String, Double> parseValues(String text) {
		Map<String, Double> values = new TreeMap<>();
		for (String word : text.split(" ")) {
			int equals = word.indexOf('=');
			if (equals < 0) {
				throw new IllegalArgumentException("These are no results: " + text);
			}
			values.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
		}
		return values;
	}

	static Sample parse(String line) {
		String[] parts = line.split(" ", 4);
		return new Sample(parts[0], parts[1], Integer.parseInt(parts[2]), parseValues(parts[3]));
	}

	@Override
	public String toString() {
		return "%s %s %d %s".formatted(this.server, this.cell, this.round,
				this.values.entrySet()
					.stream()
					.map((entry) -> entry.getKey() + "=" + entry.getValue().longValue())
					.collect(Collectors.joining(" ")));
	}

	double value(String name) {
		return this.values.getOrDefault(name, Double.NaN);
	}

	double operationsPerSecond() {
		return value(OPERATIONS) / value(NANOS) * 1e9;
	}

	double cpuMicrosPerOperation() {
		return value(CPU) / value(OPERATIONS) / 1000;
	}

}

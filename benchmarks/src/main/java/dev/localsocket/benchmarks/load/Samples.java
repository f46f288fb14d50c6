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
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * All samples, kept in a file, so that a run can be done in parts and go on where an
 * earlier one stopped.
 */
final class Samples {

	private final Path file;

	private final List<Sample> samples = new ArrayList<>();

	private final Map<String, String> failures = new LinkedHashMap<>();

	/**
	 * Reads the samples that are there.
	 * @param file the file
	 * @throws IOException if the file cannot be read
	 */
	Samples(Path file) throws IOException {
		this.file = file;
		Files.createDirectories(file.toAbsolutePath().getParent());
		if (Files.exists(file)) {
			Files.readAllLines(file)
				.stream()
				.filter((line) -> !line.isBlank())
				.map(Sample::parse)
				.forEach(this.samples::add);
		}
	}

	void add(Sample sample) throws IOException {
		this.samples.add(sample);
		Files.writeString(this.file, sample + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
	}

	boolean contains(String server, Cell cell, int round) {
		return of(server, cell).stream().anyMatch((sample) -> sample.round() == round);
	}

	boolean contains(String server, Cell cell) {
		return !of(server, cell).isEmpty();
	}

	/** Returns whether there is a sample of each round. */
	boolean isComplete(String server, Cell cell, int rounds) {
		return IntStream.rangeClosed(1, cell.rounds(rounds)).allMatch((round) -> contains(server, cell, round));
	}

	void fail(String server, Cell cell, String why) {
		this.failures.putIfAbsent(server + " " + cell.id(), why);
	}

	boolean hasFailed(String server, Cell cell) {
		return this.failures.containsKey(server + " " + cell.id());
	}

	/** Returns why servers have no result, by server and cell. */
	Map<String, String> failures() {
		return this.failures;
	}

	int rounds(Cell cell) {
		return this.samples.stream()
			.filter((sample) -> sample.cell().equals(cell.id()))
			.mapToInt(Sample::round)
			.max()
			.orElse(0);
	}

	OptionalDouble median(String server, Cell cell, ToDoubleFunction<Sample> value) {
		return median(of(server, cell).stream().mapToDouble(value));
	}

	/**
	 * Returns the median of the ratios in each round.
	 * @param server the server
	 * @param cell what was measured of it
	 * @param base another server
	 * @param baseCell what was measured of that
	 * @param value what is compared
	 * @return the median, if there are rounds in which both were measured
	 */
	OptionalDouble medianRatio(String server, Cell cell, String base, Cell baseCell, ToDoubleFunction<Sample> value) {
		List<Sample> others = of(base, baseCell);
		return median(of(server, cell).stream()
			.flatMapToDouble((sample) -> others.stream()
				.filter((other) -> other.round() == sample.round())
				.mapToDouble((other) -> value.applyAsDouble(sample) / value.applyAsDouble(other))));
	}

	/**
	 * Returns the median of the share that the client had of its core, if it is known.
	 */
	OptionalDouble clientShare() {
		return median(this.samples.stream()
			.mapToDouble((sample) -> sample.value(Sample.CLIENT) / sample.value(Sample.NANOS)));
	}

	private List<Sample> of(String server, Cell cell) {
		return this.samples.stream()
			.filter((sample) -> sample.server().equals(server) && sample.cell().equals(cell.id()))
			.toList();
	}

	private static OptionalDouble median(DoubleStream values) {
		double[] sorted = values.filter(Double::isFinite).toArray();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		if (sorted.length == 0) {
			return OptionalDouble.empty();
		}
		return OptionalDouble.of((sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
	}

}

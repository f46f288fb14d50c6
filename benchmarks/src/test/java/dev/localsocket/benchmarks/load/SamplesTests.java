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
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class SamplesTests {

	private static final Cell CELL = Cell.of("64b-16");

	@TempDir
	Path directory;

	@Test
	void medianRatioComparesWithinEachRound() throws IOException {
		Samples samples = samples();
		add(samples, "c", 1, 100);
		add(samples, "c", 2, 1000);
		add(samples, "c", 3, 10);
		add(samples, "bare", 1, 50);
		add(samples, "bare", 2, 600);
		add(samples, "bare", 3, 9);
		assertThat(samples.medianRatio("bare", CELL, "c", CELL, Sample::operationsPerSecond)).hasValueCloseTo(0.6,
				within(1e-9));
		assertThat(samples.median("bare", CELL, Sample::operationsPerSecond)).hasValueCloseTo(50.0, within(1e-9));
	}

	@Test
	void medianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() throws IOException {
		Samples samples = samples();
		add(samples, "c", 1, 10);
		add(samples, "c", 2, 20);
		assertThat(samples.median("c", CELL, Sample::operationsPerSecond)).hasValueCloseTo(15.0, within(1e-9));
	}

	@Test
	void roundsThatOnlyOneHasAreNotCompared() throws IOException {
		Samples samples = samples();
		add(samples, "c", 1, 100);
		add(samples, "bare", 2, 50);
		assertThat(samples.medianRatio("bare", CELL, "c", CELL, Sample::operationsPerSecond)).isEmpty();
	}

	@Test
	void samplesAreKeptForTheNextRun() throws IOException {
		add(samples(), "bare", 2, 50);
		Samples next = samples();
		assertThat(next.contains("bare", CELL, 2)).isTrue();
		assertThat(next.contains("bare", CELL, 1)).isFalse();
		assertThat(next.median("bare", CELL, Sample::operationsPerSecond)).hasValueCloseTo(50.0, within(1e-9));
	}

	@Test
	void clientShareIsTheMedianOfThoseThatAreKnown() throws IOException {
		Samples samples = samples();
		add(samples, "c", 1, 100);
		assertThat(samples.clientShare()).isEmpty();
		for (double share : new double[] { 0.5, 0.9, 1 }) {
			samples.add(new Sample("c", CELL.id(), 2, Map.of(Sample.NANOS, 1e9, Sample.CLIENT, share * 1e9)));
		}
		assertThat(samples.clientShare()).hasValueCloseTo(0.9, within(1e-9));
	}

	@Test
	void aFileOfSomethingElseIsRefused() throws IOException {
		Files.writeString(file(), "one two 3 four\n");
		assertThatIllegalArgumentException().isThrownBy(this::samples).withMessageContaining("four");
	}

	private Samples samples() throws IOException {
		return new Samples(file());
	}

	private Path file() {
		return this.directory.resolve("samples.txt");
	}

	private static void add(Samples samples, String server, int round, double operations) throws IOException {
		samples.add(new Sample(server, CELL.id(), round,
				Map.of(Sample.OPERATIONS, operations, Sample.NANOS, 1e9, Sample.CPU, 5e8)));
	}

}

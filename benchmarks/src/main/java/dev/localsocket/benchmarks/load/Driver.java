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
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

import dev.localsocket.benchmarks.load.Cell.Kind;
import dev.localsocket.benchmarks.load.Client.OpenConnections;
import org.jspecify.annotations.Nullable;

/**
 * Measures all cells of all servers in turns: in each round each cell of each server
 * once, so that what disturbs the machine for a while disturbs all of them. A server that
 * fails in a cell is left out there.
 */
final class Driver {

	private static final Duration SPARSE = Duration.ofSeconds(10);

	private static final Duration QUIET = Duration.ofMillis(50);

	private final Options options;

	private final List<Cell> cells;

	private final List<RunningServer> servers;

	private final Client client;

	private final Samples samples;

	private final Consumer<String> progress;

	Driver(Options options, List<RunningServer> servers, Client client, Samples samples, Consumer<String> progress) {
		this.options = options;
		this.cells = options.selectedCells();
		this.servers = servers;
		this.client = client;
		this.samples = samples;
		this.progress = progress;
	}

	/** Measures what has not been measured yet. */
	void run() throws IOException {
		for (RunningServer server : this.servers) {
			warmUp(server);
		}
		for (int idle : new TreeSet<>(this.cells.stream().map(Cell::idle).toList())) {
			measureBeside(idle);
		}
		measureRounds(this.cells.stream().filter((cell) -> cell.kind() == Kind.OPEN).toList(), Map.of());
	}

	private void warmUp(RunningServer server) throws IOException {
		List<Cell> loads = this.cells.stream()
			.filter((cell) -> cell.isRate() && isMissing(server, cell))
			.map(Cell::alone)
			.distinct()
			.toList();
		if (server.type().isNative() || loads.isEmpty()) {
			return;
		}
		this.progress.accept("Warming up " + server.type().title());
		for (Cell cell : loads) {
			attempt(server, cell, () -> this.client.load(server, cell, this.options.warmUp.dividedBy(loads.size())));
		}
	}

	private void measureBeside(int idle) throws IOException {
		List<Cell> here = this.cells.stream()
			.filter((cell) -> cell.idle() == idle && cell.kind() != Kind.OPEN)
			.toList();
		Map<RunningServer, OpenConnections> besides = new LinkedHashMap<>();
		try {
			for (RunningServer server : this.servers) {
				if (idle > 0 && here.stream().anyMatch((cell) -> isMissing(server, cell))) {
					open(server, here, besides);
				}
			}
			measureRounds(here, besides);
		}
		finally {
			for (OpenConnections connections : besides.values()) {
				connections.close();
			}
			for (RunningServer server : besides.keySet()) {
				awaitQuiet(server);
			}
		}
	}

	private void measureRounds(List<Cell> cells, Map<RunningServer, OpenConnections> besides) throws IOException {
		for (int round = 1; round <= this.options.rounds; round++) {
			for (Cell cell : cells) {
				measure(cell, round, besides);
			}
		}
	}

	private boolean isMissing(RunningServer server, Cell cell) {
		return server.type().takes(cell) && !this.samples.isComplete(server.type().id(), cell, this.options.rounds);
	}

	/**
	 * Memory is measured when the connections are the first that the server has ever had
	 * so many of.
	 */
	private void open(RunningServer server, List<Cell> here, Map<RunningServer, OpenConnections> besides)
			throws IOException {
		Cell cell = here.get(0);
		this.progress.accept("Opening %,d connections to %s".formatted(cell.idle(), server.type().title()));
		try {
			Map<String, Double> before = server.memory();
			OpenConnections connections = this.client.open(server, lineCell(cell));
			besides.put(server, connections);
			awaitQuiet(server);
			for (Cell memory : here) {
				if (memory.kind() == Kind.MEMORY && !this.samples.contains(server.type().id(), memory, 1)) {
					this.samples.add(new Sample(server.type().id(), memory.id(), 1,
							perConnection(before, server.memory(), cell.idle())));
				}
			}
		}
		catch (InterruptedIOException ex) {
			throw ex;
		}
		catch (IOException ex) {
			here.forEach((failed) -> fail(server, failed, ex));
		}
	}

	/** Idle connections are those of the server that reads lines. */
	private static Cell lineCell(Cell cell) {
		return new Cell(cell.id(), cell.title(), Kind.LINE, cell.idle(), Cell.of("memory").bytes(), cell.idle());
	}

	private static Map<String, Double> perConnection(Map<String, Double> before, Map<String, Double> after,
			int connections) {
		Map<String, Double> each = new TreeMap<>();
		before.forEach((name, value) -> each.put(name, (after.getOrDefault(name, value) - value) / connections));
		return each;
	}

	private void measure(Cell cell, int round, Map<RunningServer, OpenConnections> besides) throws IOException {
		List<RunningServer> order = new ArrayList<>(this.servers);
		Collections.rotate(order, round);
		for (RunningServer server : order) {
			String id = server.type().id();
			if (round <= cell.rounds(this.options.rounds) && cell.kind() != Kind.MEMORY && server.type().takes(cell)
					&& !this.samples.contains(id, cell, round) && !this.samples.hasFailed(id, cell)) {
				this.progress.accept("Round %d: %s, %s".formatted(round, cell.title(), server.type().title()));
				Map<String, Double> values = attempt(server, cell, () -> measure(server, cell, besides.get(server)));
				if (!values.isEmpty()) {
					this.samples.add(new Sample(id, cell.id(), round, values));
				}
			}
		}
	}

	private Map<String, Double> measure(RunningServer server, Cell cell, @Nullable OpenConnections besides)
			throws IOException {
		return switch (cell.kind()) {
			case OPEN -> open(server, cell);
			case SPARSE -> Objects.requireNonNull(besides).sparse(SPARSE);
			default -> this.client.load(server, cell, this.options.measured);
		};
	}

	private Map<String, Double> open(RunningServer server, Cell cell) throws IOException {
		try (OpenConnections connections = this.client.open(server, cell)) {
			return connections.opening();
		}
		finally {
			awaitQuiet(server);
		}
	}

	private Map<String, Double> attempt(RunningServer server, Cell cell, Measurement measurement) throws IOException {
		try {
			return measurement.measure();
		}
		catch (InterruptedIOException ex) {
			throw ex;
		}
		catch (IOException ex) {
			fail(server, cell, ex);
			return Map.of();
		}
	}

	private void fail(RunningServer server, Cell cell, IOException ex) {
		String why = String.valueOf(ex.getMessage());
		this.samples.fail(server.type().id(), cell, why);
		this.progress.accept("FAILED: %s, %s: %s".formatted(cell.title(), server.type().title(), why));
	}

	/**
	 * Waits until a server has done what was left to do, so that it disturbs no other.
	 */
	private void awaitQuiet(RunningServer server) throws IOException {
		long deadline = System.nanoTime() + this.options.timeout.toNanos();
		Duration before = ProcessHandle.of(server.pid())
			.flatMap((process) -> process.info().totalCpuDuration())
			.orElse(Duration.ZERO);
		while (System.nanoTime() < deadline) {
			pause();
			Duration after = ProcessHandle.of(server.pid())
				.flatMap((process) -> process.info().totalCpuDuration())
				.orElse(Duration.ZERO);
			if (after.equals(before)) {
				return;
			}
			before = after;
		}
	}

	private static void pause() throws InterruptedIOException {
		try {
			Thread.sleep(QUIET.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("The driver is to end");
		}
	}

	/** Measures something. */
	@FunctionalInterface
	private interface Measurement {

		Map<String, Double> measure() throws IOException;

	}

}

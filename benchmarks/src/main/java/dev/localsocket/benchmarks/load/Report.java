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

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.localsocket.benchmarks.load.Cell.Kind;

/**
 * The table, in Markdown: a column for each server, and a row for each cell in each of
 * its parts; and another of ours beside their goals.
 */
final class Report {

	private static final String NONE = "–";

	private final Samples samples;

	private final List<ServerType> servers;

	private final List<Cell> cells;

	private final Comparison comparison;

	private final List<String> lines = new ArrayList<>();

	Report(Samples samples, List<ServerType> servers, List<Cell> cells) {
		this.samples = samples;
		this.servers = servers;
		this.cells = cells;
		this.comparison = new Comparison(samples, servers);
	}

	List<String> lines() {
		header(this.servers);
		part("Rate to plain C's, which is per second", Cell::isRate, this::rate);
		part("Server's processor time per operation in µs (to Netty's)",
				(cell) -> cell.isRate() || cell.kind() == Kind.SPARSE, this::cpu);
		part("Rate beside idle connections to the server's own without them",
				(cell) -> cell.isRate() && cell.idle() > 0, this::besideIdle);
		part("Time in ms (to Netty's)", (cell) -> cell.kind() == Kind.OPEN, this::time);
		part("Replies in µs: half of them within, 99 % within", (cell) -> cell.kind() == Kind.SPARSE, this::latency);
		part("Bytes on the heap + bytes elsewhere", (cell) -> cell.kind() == Kind.MEMORY, this::memory);
		goals();
		failures();
		return this.lines;
	}

	private void header(List<ServerType> columns) {
		row("", columns, ServerType::title);
		row("---", columns, (server) -> "---:");
	}

	private void part(String title, Predicate<Cell> selection, BiFunction<String, Cell, String> value) {
		List<Cell> selected = this.cells.stream().filter(selection).toList();
		if (!selected.isEmpty()) {
			row("**" + title + "**", this.servers, (server) -> "");
			selected.forEach((cell) -> row(cell.title(), this.servers, (server) -> value.apply(server.id(), cell)));
		}
	}

	private void row(String first, List<ServerType> columns, Function<ServerType, String> entries) {
		StringBuilder row = new StringBuilder("| " + first + " |");
		columns.forEach((server) -> row.append(' ').append(entries.apply(server)).append(" |"));
		this.lines.add(row.toString());
	}

	private String rate(String server, Cell cell) {
		OptionalDouble ratio = this.comparison.rateToC(server, cell);
		return (server.equals(ServerType.YARDSTICK) || ratio.isEmpty())
				? format(this.comparison.rate(server, cell), Report::whole) : format(ratio, Report::ratio);
	}

	private String cpu(String server, Cell cell) {
		return format(this.comparison.cpuMicros(server, cell), "%.2f"::formatted)
				+ inBrackets(this.comparison.cpuToNetty(server, cell));
	}

	private String besideIdle(String server, Cell cell) {
		return format(this.comparison.rateToOwn(server, cell), Report::ratio);
	}

	private String time(String server, Cell cell) {
		return format(this.comparison.median(server, cell, Sample.NANOS), (nanos) -> whole(nanos / 1e6))
				+ inBrackets(this.comparison.timeToNetty(server, cell));
	}

	private String latency(String server, Cell cell) {
		return format(this.comparison.median(server, cell, Sample.P50), (nanos) -> whole(nanos / 1000)) + ", "
				+ format(this.comparison.median(server, cell, Sample.P99), (nanos) -> whole(nanos / 1000));
	}

	private String memory(String server, Cell cell) {
		OptionalDouble heap = this.comparison.median(server, cell, Sample.HEAP);
		return (heap.isPresent() ? whole(heap.getAsDouble()) + " + " : "")
				+ format(this.comparison.median(server, cell, Sample.RESIDENT), Report::whole);
	}

	private void goals() {
		List<ServerType> ours = this.servers.stream().filter(ServerType::isOurs).toList();
		List<Goal> goals = Goal.ALL.stream().filter((goal) -> this.cells.contains(Cell.of(goal.cell()))).toList();
		if (!ours.isEmpty() && !goals.isEmpty()) {
			this.lines.addAll(List.of("", "Goals; what is missed is bold:", ""));
			header(ours);
			goals.forEach((goal) -> row(goal.title(), ours, (server) -> goal.judge(server, this.comparison)));
		}
	}

	private void failures() {
		if (!this.samples.failures().isEmpty()) {
			this.lines.addAll(List.of("", "Failed:", ""));
			this.samples.failures().forEach((what, why) -> this.lines.add("- %s: %s".formatted(what, why)));
		}
	}

	private static String inBrackets(OptionalDouble ratio) {
		return ratio.isPresent() ? " (" + ratio(ratio.getAsDouble()) + ")" : "";
	}

	private static String whole(double value) {
		return "%,.0f".formatted(value);
	}

	private static String ratio(double value) {
		return ((value < 0.095) ? "%.3f" : "%.2f").formatted(value);
	}

	private static String format(OptionalDouble value, DoubleFunction<String> format) {
		return value.isPresent() ? format.apply(value.getAsDouble()) : NONE;
	}

}

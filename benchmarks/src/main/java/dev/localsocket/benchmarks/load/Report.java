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
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * The table, in Markdown: a column for each server, and a row for each cell in each of
 * its parts.
 */
final class Report {

	private static final String NONE = "–";

	private final Samples samples;

	private final List<ServerType> servers;

	private final List<Cell> cells;

	private final List<String> lines = new ArrayList<>();

	Report(Samples samples, List<ServerType> servers, List<Cell> cells) {
		this.samples = samples;
		this.servers = servers;
		this.cells = cells;
	}

	List<String> lines() {
		header();
		part("Rate, as a ratio to plain C (plain C and what stands alone: per second)", Cell::isRate, this::rate);
		part("Server's processor time per operation in µs (ratio to Netty)",
				(cell) -> cell.isRate() || cell.kind() == Cell.Kind.SPARSE, this::cpu);
		part("Rate beside idle connections, as a ratio to the server's own without them",
				(cell) -> cell.isRate() && cell.idle() > 0, this::besideIdle);
		part("Time in ms (ratio to Netty)", (cell) -> cell.kind() == Cell.Kind.OPEN, this::time);
		part("Time of reply in µs: half within, 99 % within", (cell) -> cell.kind() == Cell.Kind.SPARSE, this::latency);
		part("Bytes of heap + bytes outside of it", (cell) -> cell.kind() == Cell.Kind.MEMORY, this::memory);
		this.samples.failures().forEach((what, why) -> failure(what, why));
		return this.lines;
	}

	private void header() {
		row("", (server) -> server.title());
		row("---", (server) -> "---:");
	}

	private void failure(String what, String why) {
		if (this.lines.get(this.lines.size() - 1).startsWith("|")) {
			this.lines.add("");
			this.lines.add("Not measured:");
			this.lines.add("");
		}
		this.lines.add("- %s: %s".formatted(what, why));
	}

	private void part(String title, java.util.function.Predicate<Cell> selection,
			java.util.function.BiFunction<String, Cell, String> value) {
		List<Cell> selected = this.cells.stream().filter(selection).toList();
		if (!selected.isEmpty()) {
			row("**" + title + "**", (server) -> "");
			selected.forEach((cell) -> row(cell.title(), (server) -> value.apply(server.id(), cell)));
		}
	}

	private void row(String first, Function<ServerType, String> entries) {
		StringBuilder row = new StringBuilder("| " + first + " |");
		this.servers.forEach((server) -> row.append(' ').append(entries.apply(server)).append(" |"));
		this.lines.add(row.toString());
	}

	private String rate(String server, Cell cell) {
		OptionalDouble ratio = this.samples.medianRatio(server, cell, ServerType.YARDSTICK, cell,
				Sample::operationsPerSecond);
		if (server.equals(ServerType.YARDSTICK) || ratio.isEmpty()) {
			return format(this.samples.median(server, cell, Sample::operationsPerSecond), "%,.0f"::formatted);
		}
		return format(ratio, Report::ratio);
	}

	private String cpu(String server, Cell cell) {
		String micros = format(this.samples.median(server, cell, Sample::cpuMicrosPerOperation), "%.2f"::formatted);
		return micros + toNetty(server, cell, Sample::cpuMicrosPerOperation);
	}

	private String time(String server, Cell cell) {
		String millis = format(this.samples.median(server, cell, (sample) -> sample.value(Sample.NANOS)),
				(nanos) -> "%,.0f".formatted(nanos / 1e6));
		return millis + toNetty(server, cell, (sample) -> sample.value(Sample.NANOS));
	}

	private String toNetty(String server, Cell cell, java.util.function.ToDoubleFunction<Sample> value) {
		return this.servers.stream()
			.map(ServerType::id)
			.filter((id) -> id.startsWith("netty-") && !id.equals(server))
			.findAny()
			.map((netty) -> this.samples.medianRatio(server, cell, netty, cell, value))
			.map((ratio) -> ratio.isEmpty() ? "" : " (" + format(ratio, Report::ratio) + ")")
			.orElse("");
	}

	private String besideIdle(String server, Cell cell) {
		return format(this.samples.medianRatio(server, cell, server, cell.alone(), Sample::operationsPerSecond),
				Report::ratio);
	}

	private String latency(String server, Cell cell) {
		return format(this.samples.median(server, cell, (sample) -> sample.value(Sample.P50)), Report::micros) + ", "
				+ format(this.samples.median(server, cell, (sample) -> sample.value(Sample.P99)), Report::micros);
	}

	private String memory(String server, Cell cell) {
		OptionalDouble heap = this.samples.median(server, cell, (sample) -> sample.value(Sample.HEAP));
		String outside = format(this.samples.median(server, cell, (sample) -> sample.value(Sample.RESIDENT)),
				"%,.0f"::formatted);
		return (heap.isPresent() ? format(heap, "%,.0f"::formatted) + " + " : "") + outside;
	}

	private static String micros(double nanos) {
		return "%,.0f".formatted(nanos / 1000);
	}

	private static String ratio(double value) {
		return (value < 0.095) ? "%.3f".formatted(value) : "%.2f".formatted(value);
	}

	private static String format(OptionalDouble value, DoubleFunction<String> format) {
		return value.isPresent() ? format.apply(value.getAsDouble()) : NONE;
	}

}

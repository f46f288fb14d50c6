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
import java.util.function.Function;

/**
 * The tables of the servers that are called by JSON-RPC: with how much is in flight, and
 * what becomes of the goals.
 */
final class CallReport {

	/** What one connection gains by many calls in flight. */
	private static final double IN_FLIGHT_GOAL = 3;

	/** What 16 connections reach of LSP4J's rate. */
	private static final double LSP4J_GOAL = 1.5;

	private final Comparison comparison;

	private final List<ServerType> servers;

	private final List<Cell> cells;

	private final List<String> lines = new ArrayList<>();

	CallReport(Samples samples, List<ServerType> servers, List<Cell> cells) {
		this.comparison = new Comparison(samples, servers);
		this.servers = servers;
		this.cells = cells;
	}

	/** Returns the lines, none if nothing was measured. */
	List<String> lines() {
		if (this.servers.isEmpty() || this.cells.isEmpty()) {
			return List.of();
		}
		row("", ServerType::title);
		row("---", (server) -> "---:");
		row("**Calls per second (to LSP4J's on the same JDK)**", (server) -> "");
		this.cells.forEach((cell) -> row(cell.title(), (server) -> rate(server, cell)));
		row("**Server's processor time per call in µs**", (server) -> "");
		this.cells.forEach((cell) -> row(cell.title(), (server) -> cpu(server, cell)));
		row("**64 calls in flight to 1, over one connection**", (server) -> "");
		row("rate", (server) -> format("%.2f", inFlight(server)));
		goals();
		return this.lines;
	}

	private void goals() {
		this.lines.addAll(List.of("", "Goals of calls; what is missed is bold:", ""));
		row("", ServerType::title);
		row("---", (server) -> "---:");
		row("16 connections, rate to LSP4J",
				(server) -> judge(server, this.comparison.rateToLsp4j(server, Cell.of("call-16")), LSP4J_GOAL));
		row("64 in flight, rate to 1 in flight", (server) -> judge(server, inFlight(server), IN_FLIGHT_GOAL));
	}

	private OptionalDouble inFlight(ServerType server) {
		return this.comparison.rateToOneInFlight(server, Cell.of(Cell.CALLS_64));
	}

	private static String judge(ServerType server, OptionalDouble value, double limit) {
		if (value.isEmpty() || server.name().equals(ServerType.LSP4J)) {
			return format("%.2f", value);
		}
		return ((value.getAsDouble() >= limit) ? "%.2f (≥ %.2f)" : "**%.2f** (≥ %.2f)").formatted(value.getAsDouble(),
				limit);
	}

	private String rate(ServerType server, Cell cell) {
		String rate = format("%,.0f", this.comparison.rate(server.id(), cell));
		OptionalDouble ratio = this.comparison.rateToLsp4j(server, cell);
		return ratio.isPresent() ? "%s (%.2f)".formatted(rate, ratio.getAsDouble()) : rate;
	}

	private String cpu(ServerType server, Cell cell) {
		return format("%.2f", this.comparison.cpuMicros(server.id(), cell));
	}

	private static String format(String format, OptionalDouble value) {
		return value.isPresent() ? format.formatted(value.getAsDouble()) : "–";
	}

	private void row(String first, Function<ServerType, String> entries) {
		StringBuilder row = new StringBuilder("| " + first + " |");
		this.servers.forEach((server) -> row.append(' ').append(entries.apply(server)).append(" |"));
		this.lines.add(row.toString());
	}

}

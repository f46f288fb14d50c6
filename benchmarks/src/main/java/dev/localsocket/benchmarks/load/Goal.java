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

/**
 * What our servers are to reach.
 *
 * @param title names it in the table
 * @param measure what is compared
 * @param cell where
 * @param bare the limit of the bare server
 * @param eventLoop the limit of listeners on the event loop
 * @param worker the limit of listeners on workers
 */
record Goal(String title, Measure measure, String cell, Limit bare, Limit eventLoop, Limit worker) {

	/** On this and later versions of Java a better poller is used. */
	private static final int FAST_JAVA = 22;

	static final List<Goal> ALL = List.of(
			new Goal("64 B × 16, rate to plain C", Measure.RATE_TO_C, "64b-16", new Limit(0.72, 0.85),
					new Limit(0.65, 0.75), new Limit(0.50)),
			new Goal("64 B × 256, rate to plain C", Measure.RATE_TO_C, "64b-256", new Limit(0.78, 0.90),
					new Limit(0.70, 0.80), new Limit(0.45)),
			new Goal("connect, 1 byte, close × 16, rate to plain C", Measure.RATE_TO_C, "connect-16",
					new Limit(0.58, 0.63), new Limit(0.50), new Limit(0.45)),
			new Goal("64 KiB echo × 8, rate to plain C", Measure.RATE_TO_C, "64k-8", new Limit(0.87, 0.95),
					new Limit(0.85), new Limit(0.80)),
			besideIdle("64 B × 16", "64b-16"), besideIdle("64 B × 256", "64b-256"),
			besideIdle("connect, 1 byte, close × 16", "connect-16"),
			new Goal("opening 10,000, time to Netty", Measure.TIME_TO_NETTY, "open", new Limit(2), new Limit(2),
					new Limit(3)),
			new Goal("memory per idle connection, KiB", Measure.KIBIBYTES, "memory", new Limit(3), new Limit(4),
					new Limit(4)),
			new Goal("64 B × 256, processor time to Netty", Measure.CPU_TO_NETTY, "64b-256", new Limit(1.1),
					new Limit(1.3), new Limit(2)));

	private static Goal besideIdle(String title, String cell) {
		Limit limit = new Limit(0.75, 0.95);
		return new Goal(title + " beside 10,000 idle, rate to its own without", Measure.RATE_TO_OWN,
				cell + "-idle-10000", limit, limit, limit);
	}

	/** Compares a server with the goal. */
	String judge(ServerType server, Comparison comparison) {
		OptionalDouble value = this.measure.of(comparison, server.id(), Cell.of(this.cell));
		if (value.isEmpty()) {
			return "–";
		}
		double limit = limitFor(server);
		boolean met = this.measure.atLeast ? value.getAsDouble() >= limit : value.getAsDouble() <= limit;
		return (met ? "%.2f (%s %.2f)" : "**%.2f** (%s %.2f)").formatted(value.getAsDouble(),
				this.measure.atLeast ? "≥" : "≤", limit);
	}

	private double limitFor(ServerType server) {
		Limit limit = switch (server.name()) {
			case "bare" -> this.bare;
			case "event-loop" -> this.eventLoop;
			default -> this.worker;
		};
		return (server.version() >= FAST_JAVA) ? limit.fast : limit.usual;
	}

	/**
	 * A limit.
	 *
	 * @param usual before Java 22
	 * @param fast from Java 22 on
	 */
	record Limit(double usual, double fast) {

		Limit(double both) {
			this(both, both);
		}

	}

	/** What is compared. */
	enum Measure {

		/** The rate, with plain C. */
		RATE_TO_C(true),

		/** The rate, with the same server's without idle connections. */
		RATE_TO_OWN(true),

		/** The time that something takes, with Netty. */
		TIME_TO_NETTY(false),

		/** The server's processor time per operation, with Netty. */
		CPU_TO_NETTY(false),

		/** The memory, on the heap and outside of it. */
		KIBIBYTES(false);

		private final boolean atLeast;

		Measure(boolean atLeast) {
			this.atLeast = atLeast;
		}

		private OptionalDouble of(Comparison comparison, String server, Cell cell) {
			return switch (this) {
				case RATE_TO_C -> comparison.rateToC(server, cell);
				case RATE_TO_OWN -> comparison.rateToOwn(server, cell);
				case TIME_TO_NETTY -> comparison.timeToNetty(server, cell);
				case CPU_TO_NETTY -> comparison.cpuToNetty(server, cell);
				case KIBIBYTES -> comparison.kibibytes(server, cell);
			};
		}

	}

}

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
 * What our servers are to reach, on each JDK.
 *
 * @param title names it in the table
 * @param measure what is compared
 * @param cell where
 * @param bare the limit of the bare server
 * @param eventLoop the limit of listeners on the event loop
 * @param worker the limit of listeners on workers, whatever their threads
 */
record Goal(String title, Measure measure, String cell, double bare, double eventLoop, double worker) {

	/** Not a goal of these servers. */
	private static final double NONE = Double.NaN;

	static final List<Goal> ALL = List.of(rateToC("64 B × 16", "64b-16", 0.95, 0.85, 0.60),
			rateToC("64 B × 256", "64b-256", 0.92, 0.75, 0.65),
			rateToC("connect, 1 byte, close × 16", "connect-16", 0.80, 0.65, 0.65),
			rateToC("4 KiB × 16", "4k-16", 0.95, 0.75, 0.55), rateToC("64 KiB echo × 8", "64k-8", 0.95, 0.85, 0.70),
			new Goal("opening 10,000, time to Netty", Measure.TIME_TO_NETTY, "open", 0.8, 1, 1),
			new Goal("64 B × 256, processor time to Netty", Measure.CPU_TO_NETTY, "64b-256", 0.95, 1.15, 1.2),
			rateToNettyListener("64 B × 16", "64b-16"), rateToNettyListener("4 KiB × 16", "4k-16"),
			new Goal("memory per idle connection, KiB", Measure.KIBIBYTES, "memory", 1.5, 2, 2));

	private static Goal rateToC(String title, String cell, double bare, double eventLoop, double worker) {
		return new Goal(title + ", rate to plain C", Measure.RATE_TO_C, cell, bare, eventLoop, worker);
	}

	private static Goal rateToNettyListener(String title, String cell) {
		return new Goal(title + ", rate to Netty with codecs on the same JDK", Measure.RATE_TO_NETTY_LISTENER, cell,
				NONE, 1, NONE);
	}

	/** Compares a server with the goal. */
	String judge(ServerType server, Comparison comparison) {
		OptionalDouble value = this.measure.of(comparison, server, Cell.of(this.cell));
		double limit = limitFor(server);
		if (value.isEmpty() || Double.isNaN(limit)) {
			return "–";
		}
		boolean met = this.measure.atLeast ? value.getAsDouble() >= limit : value.getAsDouble() <= limit;
		return (met ? "%.2f (%s %.2f)" : "**%.2f** (%s %.2f)").formatted(value.getAsDouble(),
				this.measure.atLeast ? "≥" : "≤", limit);
	}

	private double limitFor(ServerType server) {
		return switch (server.name()) {
			case "bare" -> this.bare;
			case "event-loop" -> this.eventLoop;
			default -> this.worker;
		};
	}

	/** What is compared. */
	enum Measure {

		/** The rate, with plain C. */
		RATE_TO_C(true),

		/** The rate, with that of handlers for Netty. */
		RATE_TO_NETTY_LISTENER(true),

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

		private OptionalDouble of(Comparison comparison, ServerType server, Cell cell) {
			return switch (this) {
				case RATE_TO_C -> comparison.rateToC(server.id(), cell);
				case RATE_TO_NETTY_LISTENER -> comparison.rateToNettyListener(server, cell);
				case TIME_TO_NETTY -> comparison.timeToNetty(server.id(), cell);
				case CPU_TO_NETTY -> comparison.cpuToNetty(server.id(), cell);
				case KIBIBYTES -> comparison.kibibytes(server.id(), cell);
			};
		}

	}

}

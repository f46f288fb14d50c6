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
import java.util.stream.Stream;

/**
 * What is measured of a server.
 *
 * @param id names it on the command line and in the results
 * @param title names it in the table
 * @param kind what the client does
 * @param connections how many connections do it
 * @param bytes the size of a message
 * @param idle how many other connections there are, which do nothing
 */
record Cell(String id, String title, Kind kind, int connections, int bytes, int idle) {

	static final int MANY = 10_000;

	/** Many calls over one connection. */
	static final String CALLS_64 = "call-64";

	private static final int LINE = 64;

	private static final int PAGE = 4096;

	private static final int BULK = 64 * 1024;

	static final List<Cell> ALL = Stream.of(undisturbed(), beside(1000), beside(MANY), once(), calls())
		.flatMap(List::stream)
		.toList();

	private static List<Cell> undisturbed() {
		return List.of(connect(1, 0), connect(16, 0), connect(64, 0), lines(1, 0), lines(16, 0), lines(256, 0),
				pages(1, 0), pages(16, 0), pages(256, 0), bulk(1), bulk(8));
	}

	private static List<Cell> beside(int idle) {
		return List.of(connect(16, idle), lines(16, idle), lines(256, idle), pages(16, idle));
	}

	private static List<Cell> once() {
		return List.of(new Cell("memory", "memory per idle connection", Kind.MEMORY, 0, LINE, MANY),
				new Cell("sparse", "10,000 × 64 B in 10 s", Kind.SPARSE, MANY, LINE, MANY),
				new Cell("open", "opening 10,000", Kind.OPEN, MANY, LINE, 0));
	}

	/** Of these the number of bytes is that of calls in flight. */
	private static List<Cell> calls() {
		return List.of(new Cell("call-1", "calls, 1 in flight × 1", Kind.CALL, 1, 1, 0),
				new Cell("call-16", "calls, 1 in flight × 16", Kind.CALL, 16, 1, 0),
				new Cell(CALLS_64, "calls, 64 in flight × 1", Kind.CALL, 1, 64, 0));
	}

	private static Cell connect(int connections, int idle) {
		return load(Kind.CONNECT, "connect", "connect, 1 byte, close", connections, 1, idle);
	}

	private static Cell lines(int connections, int idle) {
		return load(Kind.LINE, "64b", "64 B", connections, LINE, idle);
	}

	private static Cell pages(int connections, int idle) {
		return load(Kind.LINE, "4k", "4 KiB", connections, PAGE, idle);
	}

	private static Cell bulk(int connections) {
		return load(Kind.BULK, "64k", "64 KiB echo", connections, BULK, 0);
	}

	private static Cell load(Kind kind, String id, String title, int connections, int bytes, int idle) {
		String besides = (idle > 0) ? ", %,d idle".formatted(idle) : "";
		return new Cell(id + "-" + connections + ((idle > 0) ? "-idle-" + idle : ""),
				title + " × " + connections + besides, kind, connections, bytes, idle);
	}

	static Cell of(String id) {
		return ALL.stream()
			.filter((cell) -> cell.id.equals(id))
			.findAny()
			.orElseThrow(() -> new IllegalArgumentException("There is no cell '%s'; --list shows them".formatted(id)));
	}

	/** Returns the same without idle connections. */
	Cell alone() {
		return of(this.id.replaceFirst("-idle-\\d+", ""));
	}

	/** Whether the rate at which the server answers is measured. */
	boolean isRate() {
		return this.kind == Kind.CONNECT || this.kind == Kind.LINE || this.kind == Kind.BULK || this.kind == Kind.CALL;
	}

	/** What takes long, and does not vary, is measured once. */
	int rounds(int most) {
		return (this.kind == Kind.SPARSE || this.kind == Kind.MEMORY) ? 1 : most;
	}

	/** What the client does. */
	enum Kind {

		/** Connects, sends, gets it back, and closes. */
		CONNECT,

		/** Sends lines, and gets them back. */
		LINE,

		/** Sends bytes, and gets them back. */
		BULK,

		/** Opens connections, and closes them. */
		OPEN,

		/** Sends one line over each connection in ten seconds. */
		SPARSE,

		/** Opens connections. */
		MEMORY,

		/** Calls a method that adds two numbers, by JSON-RPC. */
		CALL;

		/** Whether it needs a server whose messages are no lines. */
		boolean isRaw() {
			return this == CONNECT || this == BULK;
		}

	}

}

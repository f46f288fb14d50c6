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
package dev.localsocket.fault;

import java.util.Random;

/**
 * What one side of a connection does.
 *
 * @param total how many bytes it writes
 * @param writeChunk the largest number of bytes that it writes at a time
 * @param readChunk the largest number of bytes that it reads at a time
 * @param ending how it ends the connection
 * @param endAfter how many bytes it reads before, or -1 to write everything before
 * @param salt what it writes
 * @param seed decides what is left open
 */
record Plan(int total, int writeChunk, int readChunk, Ending ending, int endAfter, int salt, long seed) {

	private static final int[] TOTALS = { 0, 1, 10, 1000, 1000, 40_000, 300_000 };

	private static final int[] CHUNKS = { 1, 10, 1000, 9000, 70_000 };

	/** A side that goes byte by byte has not more to do than this. */
	private static final int FEW = 2000;

	static Plan random(Random random, Ending... endings) {
		int writeChunk = pick(random, CHUNKS);
		int total = random.nextInt(pick(random, TOTALS) + 1);
		Ending ending = endings[random.nextInt(endings.length)];
		boolean early = ending != Ending.SHUTDOWN && random.nextInt(3) == 0;
		return new Plan((writeChunk == 1) ? Math.min(total, FEW) : total, writeChunk, pick(random, CHUNKS), ending,
				early ? random.nextInt(pick(random, TOTALS) + 1) : -1, random.nextInt(256), random.nextLong());
	}

	static int pick(Random random, int... values) {
		return values[random.nextInt(values.length)];
	}

	boolean endsAfterWriting() {
		return this.endAfter < 0;
	}

	/** How a side ends a connection. */
	enum Ending {

		/** It ends its output, and reads on to the end of the input. */
		SHUTDOWN,

		/** It sends what is queued and closes. */
		DISCONNECT,

		/** It closes at once; what is queued is lost. */
		ABORT,

		/** Its process is killed. */
		KILL

	}

}

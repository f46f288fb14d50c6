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
package dev.localsocket.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Processor time until now, in ticks of the kernel.
 *
 * @param ours that of this process and of the programs that it has run
 * @param all that of everything that runs, what the host has taken away included
 * @param available how much there was
 */
record ProcessorTime(long ours, long all, long available) {

	private static final Path OURS = Path.of("/proc/self/stat");

	private static final Path ALL = Path.of("/proc/stat");

	/** Of the fields behind the name: those of the process, then of its children. */
	private static final int FIRST_OF_OURS = 11;

	private static final int LAST_OF_OURS = 14;

	/** Without the time of guests, which is that of users already. */
	private static final int FIELDS_OF_ALL = 8;

	private static final int IDLE = 3;

	private static final int WAITING = 4;

	static ProcessorTime now() throws IOException {
		return of(Files.readString(OURS), Files.readString(ALL));
	}

	/**
	 * Reads the statistics of the kernel, see {@code proc_pid_stat(5)} and
	 * {@code proc_stat(5)}.
	 * @param ours the statistics of this process
	 * @param all the statistics of everything
	 * @return the times
	 */
	static ProcessorTime of(String ours, String all) {
		String[] process = ours.substring(ours.lastIndexOf(')') + 2).split(" ");
		String[] system = all.lines().findFirst().orElseThrow().split(" +");
		long available = sum(system, 1, FIELDS_OF_ALL);
		long idle = Long.parseLong(system[1 + IDLE]) + Long.parseLong(system[1 + WAITING]);
		return new ProcessorTime(sum(process, FIRST_OF_OURS, LAST_OF_OURS), available - idle, available);
	}

	private static long sum(String[] fields, int first, int last) {
		return IntStream.rangeClosed(first, last).mapToLong((index) -> Long.parseLong(fields[index])).sum();
	}

	/**
	 * Tells which share of all processors others have had.
	 * @param earlier the times at the beginning
	 * @return the share, from 0 to 1
	 */
	double shareOfOthersSince(ProcessorTime earlier) {
		long others = (this.all - earlier.all) - (this.ours - earlier.ours);
		return Math.max(0, others / (double) (this.available - earlier.available));
	}

}

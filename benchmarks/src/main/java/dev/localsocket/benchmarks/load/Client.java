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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts load on servers, by one process for each measurement.
 */
final class Client {

	private static final Duration SETTLE = Duration.ofMillis(50);

	private final List<String> program;

	private final Machine machine;

	private final Duration timeout;

	private final Path directory;

	private int processes;

	/**
	 * Creates a client.
	 * @param program the program, see {@code client.c}
	 * @param machine says where it runs
	 * @param timeout when to give up a server
	 * @param directory the directory for what it logs
	 */
	Client(List<String> program, Machine machine, Duration timeout, Path directory) {
		this.program = program;
		this.machine = machine;
		this.timeout = timeout;
		this.directory = directory;
	}

	/**
	 * Measures the rate at which a server answers.
	 * @param server the server
	 * @param cell what the client does
	 * @param duration how long
	 * @return the results
	 * @throws IOException if the server does not answer, or not as it should
	 */
	Map<String, Double> load(RunningServer server, Cell cell, Duration duration) throws IOException {
		String what = switch (cell.kind()) {
			case CONNECT -> "connect";
			case CALL -> "call";
			default -> "echo";
		};
		try (ChildProcess process = start(what, server, cell, SETTLE, duration, this.timeout)) {
			return Sample.parseValues(process.nextLine(SETTLE.plus(duration).plus(this.timeout).plusSeconds(5)));
		}
	}

	/**
	 * Opens connections, and waits until each has been answered once.
	 * @param server the server
	 * @param cell how many connections
	 * @return the connections
	 * @throws IOException if they cannot be opened in time
	 */
	OpenConnections open(RunningServer server, Cell cell) throws IOException {
		ChildProcess process = start("hold", server, cell, this.timeout);
		try {
			return new OpenConnections(process, Sample.parseValues(process.nextLine(this.timeout.plusSeconds(5))),
					this.timeout);
		}
		catch (IOException ex) {
			process.close();
			throw ex;
		}
	}

	private ChildProcess start(String what, RunningServer server, Cell cell, Duration... times) throws IOException {
		int connections = what.equals("hold") ? Math.max(cell.connections(), cell.idle()) : cell.connections();
		List<String> command = new ArrayList<>(this.program);
		command.addAll(List.of(what, server.socketFor(cell), String.valueOf(server.pid()), String.valueOf(connections),
				String.valueOf(cell.bytes())));
		for (Duration time : times) {
			command.add(String.valueOf(time.toMillis()));
		}
		Path log = this.directory.resolve("client-" + this.processes++ + ".log");
		return ChildProcess.start(this.machine.forClient(command), log);
	}

	/** Connections that a client holds open. */
	static final class OpenConnections implements AutoCloseable {

		private final ChildProcess process;

		private final Map<String, Double> opening;

		private final Duration timeout;

		private OpenConnections(ChildProcess process, Map<String, Double> opening, Duration timeout) {
			this.process = process;
			this.opening = opening;
			this.timeout = timeout;
		}

		/** Returns how long it took to open them. */
		Map<String, Double> opening() {
			return this.opening;
		}

		/** Sends one message over each. */
		Map<String, Double> sparse(Duration duration) throws IOException {
			this.process.say("sparse " + duration.toMillis());
			return Sample.parseValues(this.process.nextLine(duration.plus(this.timeout)));
		}

		@Override
		public void close() {
			this.process.close();
		}

	}

}

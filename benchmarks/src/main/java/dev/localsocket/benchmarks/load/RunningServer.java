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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import dev.localsocket.benchmarks.server.ListenerServer;

/**
 * A server under test, in its own process.
 */
final class RunningServer implements AutoCloseable {

	private static final String READY = "READY";

	private static final Duration START = Duration.ofSeconds(60);

	private static final Duration COLLECTION = Duration.ofSeconds(30);

	private final ServerType type;

	private final String socket;

	private final ChildProcess process;

	private RunningServer(ServerType type, String socket, ChildProcess process) {
		this.type = type;
		this.socket = socket;
		this.process = process;
	}

	/**
	 * Starts a server, and waits until it listens.
	 * @param type the server
	 * @param machine says where it runs
	 * @param directory the directory for its socket and what it logs
	 */
	static RunningServer start(ServerType type, Machine machine, Path directory) throws IOException {
		String socket = directory.resolve(type.id()).toString();
		ChildProcess process = ChildProcess.start(machine.forServer(type.commandFor(socket)),
				directory.resolve(type.id() + ".log"));
		try {
			String line = process.nextLine(START);
			while (!line.startsWith(READY)) {
				line = process.nextLine(START);
			}
			String told = line.substring(READY.length()).trim();
			return new RunningServer(type, told.isEmpty() ? socket : told, process);
		}
		catch (IOException ex) {
			process.close();
			throw ex;
		}
	}

	ServerType type() {
		return this.type;
	}

	long pid() {
		return this.process.pid();
	}

	/** Returns where the server listens that does what the cell needs. */
	String socketFor(Cell cell) {
		boolean raw = this.type.hasRawSocket() && cell.kind().isRaw();
		return this.socket + (raw ? ListenerServer.RAW_SUFFIX : "");
	}

	/** Measures how much memory it needs, after a garbage collection. */
	Map<String, Double> memory() throws IOException {
		Map<String, Double> memory = new TreeMap<>();
		if (!this.type.isNative()) {
			this.process.say("memory");
			memory.putAll(Sample.parseValues(this.process.nextLine(COLLECTION)));
		}
		memory.put(Sample.RESIDENT, residentBytes());
		return memory;
	}

	private double residentBytes() throws IOException {
		return Files.readAllLines(Path.of("/proc/" + pid() + "/status"))
			.stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToDouble((line) -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
			.findFirst()
			.orElseThrow(() -> new IOException("The kernel does not tell how much memory the server has"));
	}

	/** Lets the server end. */
	void endInput() {
		this.process.endInput();
	}

	@Override
	public void close() {
		this.process.close();
	}

}

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
import java.util.ArrayList;
import java.util.List;

/**
 * The machine that is measured on: which core is for whom, and what there is of it.
 */
final class Machine {

	private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

	private final List<String> cores;

	private Machine(List<String> cores) {
		this.cores = cores;
	}

	/**
	 * Looks whether programs can be pinned to cores.
	 * @param cores that of the server and that of the client, or none
	 */
	static Machine with(List<String> cores) throws IOException {
		for (String core : cores) {
			if (Programs.output(List.of("taskset", "-c", core, "true")).isEmpty()) {
				return new Machine(List.of());
			}
		}
		return new Machine((cores.size() == 2) ? cores : List.of());
	}

	List<String> forServer(List<String> command) {
		return pinned(0, command);
	}

	List<String> forClient(List<String> command) {
		return pinned(1, command);
	}

	private List<String> pinned(int index, List<String> command) {
		if (this.cores.isEmpty()) {
			return command;
		}
		List<String> pinned = new ArrayList<>(List.of("taskset", "-c", this.cores.get(index)));
		pinned.addAll(command);
		return pinned;
	}

	/** Describes the machine in a sentence. */
	String description() {
		return "%d × %s, Linux %s; %s".formatted(Runtime.getRuntime().availableProcessors(), model(),
				System.getProperty("os.version"),
				this.cores.isEmpty() ? "server and client share the cores"
						: "the server on core %s, the client on core %s".formatted(this.cores.get(0),
								this.cores.get(1)));
	}

	private static String model() {
		try {
			return Files.readAllLines(CPU_INFO)
				.stream()
				.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.replaceFirst(".*: *", ""))
				.findFirst()
				.orElse("processor");
		}
		catch (IOException ex) {
			return "processor";
		}
	}

}

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Builds the programs that are written in C and C++, where their compilers and headers
 * are there.
 */
final class Programs {

	private static final long PATIENCE_SECONDS = 60;

	private final Path sources;

	private final Path target;

	/**
	 * Creates a builder.
	 * @param sources the directory of the sources
	 * @param target the directory for the programs
	 */
	Programs(Path sources, Path target) {
		this.sources = sources;
		this.target = target;
	}

	/** Builds a program of one source file in C. */
	Optional<Path> buildC(String name) throws IOException {
		return build(name, name + ".c", List.of("gcc", "-O2", "-Wall", "-Wextra"), List.of());
	}

	/** Builds a program of one source file in C++ that needs a module of Qt 6 or 5. */
	Optional<Path> buildQt(String name, String module) throws IOException {
		for (String version : List.of("Qt6", "Qt5")) {
			Optional<String> flags = output(List.of("pkg-config", "--cflags", "--libs", version + module));
			if (flags.isPresent()) {
				return build(name, name + ".cpp", List.of("g++", "-O2", "-fPIC", "-Wall", "-Wextra"),
						List.of(flags.get().trim().split("\\s+")));
			}
		}
		return Optional.empty();
	}

	private Optional<Path> build(String name, String source, List<String> compiler, List<String> libraries)
			throws IOException {
		if (output(List.of(compiler.get(0), "--version")).isEmpty()) {
			return Optional.empty();
		}
		Files.createDirectories(this.target);
		Path program = this.target.resolve(name);
		List<String> command = new ArrayList<>(compiler);
		command.addAll(List.of("-o", program.toString(), this.sources.resolve(source).toString()));
		command.addAll(libraries);
		if (output(command).isEmpty()) {
			throw new IOException("Cannot build: " + String.join(" ", command));
		}
		return Optional.of(program);
	}

	/** Runs a program that ends soon, and returns its output if it was successful. */
	static Optional<String> output(List<String> command) throws IOException {
		try {
			Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			boolean successful = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
			return successful ? Optional.of(output) : Optional.empty();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("The driver is to end", ex);
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}

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

package dev.localsocket.web;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Programs of the system. A test whose program is missing is skipped, unless the system
 * property {@code local-socket.interop.required} says that it must be there.
 */
final class Programs {

	private static final String REQUIRED_PROPERTY = "local-socket.interop.required";

	private Programs() {
	}

	/** Finds a program, or skips the test. */
	static String find(String name) {
		Optional<Path> found = Stream
			.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.findFirst();
		if (found.isEmpty() && Boolean.getBoolean(REQUIRED_PROPERTY)) {
			fail(name + " is required, but it is not installed");
		}
		return found.map(Path::toString).orElseGet(() -> abort(name + " is not installed"));
	}

	/** Runs a command, and returns the lines that it prints. */
	static List<String> output(String program, List<String> command) throws Exception {
		find(program);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output.lines().toList();
	}

}

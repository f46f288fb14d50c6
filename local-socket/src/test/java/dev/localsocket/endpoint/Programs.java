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

package dev.localsocket.endpoint;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The other programs that a test needs.
 */
final class Programs {

	private Programs() {
	}

	/**
	 * Skips the test if a program is missing; on a build server it fails.
	 */
	static void require(String program) {
		boolean available = isAvailable(program);
		if (System.getenv("CI") != null) {
			assertThat(available).as("'%s' must be installed on a build server", program).isTrue();
		}
		assumeTrue(available, () -> "The test needs the program '" + program + "'");
	}

	private static boolean isAvailable(String program) {
		return Pattern.compile(File.pathSeparator)
			.splitAsStream(System.getenv().getOrDefault("PATH", ""))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

	/**
	 * Runs a program and waits for its success, for a bounded time.
	 */
	static void run(String... command) throws IOException {
		Process process = new ProcessBuilder(command).inheritIO().start();
		assertThatNoException().isThrownBy(() -> process.onExit().get(60, TimeUnit.SECONDS));
		assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
	}

	/**
	 * Returns the path of a file for the programs, in whatever module the test is.
	 * @param name its name among the resources
	 */
	static String resource(String name) {
		return Path.of("../local-socket/src/test/resources/endpoint", name).toAbsolutePath().normalize().toString();
	}

}

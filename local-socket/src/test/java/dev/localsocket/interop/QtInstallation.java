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

package dev.localsocket.interop;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The Python interpreter that has Qt's bindings.
 */
final class QtInstallation {

	private static final String REQUIRED_PROPERTY = "local-socket.interop.required";

	private static final @Nullable String interpreter = Stream.of("python3", "/usr/bin/python3")
		.filter(QtInstallation::hasQt)
		.findFirst()
		.orElse(null);

	private QtInstallation() {
	}

	/**
	 * Returns the interpreter.
	 * @return the command, or null if there is none
	 */
	static @Nullable String interpreter() {
		return interpreter;
	}

	static String requiredInterpreter() {
		return Objects.requireNonNull(interpreter, "No Qt");
	}

	/**
	 * Tells whether the tests must not be skipped: on a build server, and where the
	 * system property says so.
	 * @return whether Qt is required
	 */
	static boolean isRequired() {
		String ci = System.getenv("CI");
		return Boolean.getBoolean(REQUIRED_PROPERTY) || (ci != null && !ci.isEmpty() && !ci.equals("false"));
	}

	private static boolean hasQt(String command) {
		try {
			Process process = new ProcessBuilder(command, "-c", "import PyQt6.QtNetwork")
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			return end(process) == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int end(Process process) throws IOException {
		process.getOutputStream().close();
		try {
			return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return -1;
		}
		finally {
			process.destroyForcibly();
		}
	}

}

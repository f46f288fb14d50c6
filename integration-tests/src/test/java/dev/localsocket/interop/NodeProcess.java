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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * A script of Node that uses packages. Where they are says the system property
 * {@code local-socket.interop.node-modules}.
 *
 * @param process runs the script
 * @param output what it writes
 */
record NodeProcess(Process process, BufferedReader output) implements AutoCloseable {

	private static final String MODULES_PROPERTY = "local-socket.interop.node-modules";

	private static final String REQUIRED_PROPERTY = "local-socket.interop.required";

	/**
	 * Starts a script, or skips the test where the packages are not there, unless they
	 * must be.
	 */
	static NodeProcess start(String script, String argument) throws IOException {
		String modules = System.getProperty(MODULES_PROPERTY);
		if (modules == null && (Boolean.getBoolean(REQUIRED_PROPERTY) || isBuildServer(System.getenv("CI")))) {
			fail("The packages of Node are required, but " + MODULES_PROPERTY + " does not say where they are");
		}
		if (modules == null) {
			return abort(MODULES_PROPERTY + " does not say where the packages of Node are");
		}
		Path file = Path.of("src/test/resources/interop", script).toAbsolutePath();
		ProcessBuilder builder = new ProcessBuilder("node", file.toString(), argument);
		builder.environment().put("NODE_PATH", modules);
		Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
		return new NodeProcess(process,
				new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
	}

	private static boolean isBuildServer(@Nullable String ci) {
		return ci != null && !ci.isEmpty() && !ci.equals("false");
	}

	@Nullable String readLine() throws IOException {
		return this.output.readLine();
	}

	void send(String line) throws IOException {
		this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
		this.process.getOutputStream().flush();
	}

	/** Ends its input, and with that the script. */
	@Override
	public void close() throws IOException {
		this.process.getOutputStream().close();
		try {
			this.process.onExit().get(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("The script has not ended", ex);
		}
		finally {
			this.process.destroyForcibly();
			this.output.close();
		}
	}

}

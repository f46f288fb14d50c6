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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another process, which reads and writes lines and ends when its input ends.
 */
final class ChildProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private final Writer input;

	private final Path errors;

	private ChildProcess(Process process, Path errors) {
		this.process = process;
		this.output = process.inputReader(StandardCharsets.UTF_8);
		this.input = process.outputWriter(StandardCharsets.UTF_8);
		this.errors = errors;
	}

	static ChildProcess start(ProcessBuilder builder) throws IOException {
		Path errors = Files.createTempFile("child", ".err");
		return new ChildProcess(builder.redirectError(errors.toFile()).start(), errors);
	}

	long pid() {
		return this.process.pid();
	}

	ChildProcess send(String line) throws IOException {
		this.input.write(line + "\n");
		this.input.flush();
		return this;
	}

	/**
	 * Waits for a line of the output, for a bounded time.
	 * @return the line
	 * @throws IOException if it cannot be read
	 */
	String receive() throws IOException {
		eventually().until(() -> this.output.ready() || !this.process.isAlive());
		String line = this.output.readLine();
		assertThat(line).as(() -> "A line of a process that has ended with these errors: " + errors()).isNotNull();
		return line;
	}

	/**
	 * Waits for the end of the output.
	 * @return the rest of it
	 */
	String receiveRest() {
		return this.output.lines().collect(Collectors.joining("\n"));
	}

	/** What it has written to its standard error so far. */
	String errors() {
		try {
			return Files.readString(this.errors);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/**
	 * Ends the process with {@code SIGKILL} and waits for its end.
	 */
	void kill() throws IOException {
		this.process.destroyForcibly();
		awaitEnd();
	}

	/**
	 * Waits for the end of the process.
	 * @return its exit status
	 */
	int status() throws IOException {
		awaitEnd();
		return this.process.exitValue();
	}

	private void awaitEnd() throws IOException {
		try {
			this.process.onExit().get(10, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			this.process.destroyForcibly();
			throw new AssertionError("The process had to be killed: " + this.process.info());
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IOException("Could not wait for the end of the process", ex);
		}
	}

	/**
	 * Ends the input of the process and waits for its end.
	 */
	@Override
	public void close() throws IOException {
		try (this.output) {
			endInput();
			awaitEnd();
		}
		finally {
			Files.deleteIfExists(this.errors);
		}
	}

	private void endInput() {
		try {
			this.input.close();
		}
		catch (IOException ex) {
			// The process has ended before it read all
		}
	}

}

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
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process with Qt, which makes servers and sockets and does with them what it is told.
 * A command that hangs ends the process, and so fails. Not thread-safe.
 */
final class QtDriver implements ServerKind, Closeable {

	private final Process process;

	private final BufferedWriter commands;

	private final BufferedReader answers;

	/** What Qt and Python said besides, for messages. */
	private final List<String> log = new ArrayList<>();

	private int objects;

	QtDriver() throws IOException {
		ProcessBuilder builder = new ProcessBuilder(QtInstallation.requiredInterpreter(), script().toString());
		builder.environment().put("LC_ALL", "C.UTF-8");
		this.process = builder.redirectErrorStream(true).start();
		this.commands = this.process.outputWriter(StandardCharsets.UTF_8);
		this.answers = this.process.inputReader(StandardCharsets.UTF_8);
	}

	private static Path script() {
		URL url = Objects.requireNonNull(QtDriver.class.getResource("/interop/qt_driver.py"));
		try {
			return Path.of(url.toURI());
		}
		catch (URISyntaxException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Runs a command.
	 * @param command the name of the command and its arguments
	 * @return its result as text
	 */
	String call(String... command) {
		try {
			this.commands.write(String.join("\t", command) + "\n");
			this.commands.flush();
			return result(command);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(failure(command, String.valueOf(ex.getMessage())), ex);
		}
	}

	private String result(String... command) throws IOException {
		for (String line = this.answers.readLine(); line != null; line = this.answers.readLine()) {
			if (line.startsWith("ok\t")) {
				return line.substring(3);
			}
			if (line.startsWith("failed\t")) {
				throw new AssertionError(failure(command, line));
			}
			this.log.add(line);
		}
		throw new AssertionError(failure(command, "the process has ended"));
	}

	private String failure(String[] command, String reason) {
		return "'%s' of Qt's driver failed: %s; before: %s".formatted(String.join(" ", command), reason, this.log);
	}

	boolean test(String... command) {
		return Boolean.parseBoolean(call(command));
	}

	int count(String... command) {
		return Integer.parseInt(call(command));
	}

	/**
	 * Returns a name for a new object.
	 * @return a name that no other object has
	 */
	String newName() {
		return "object" + ++this.objects;
	}

	@Override
	public QtServer newServer() {
		return new QtServer(this);
	}

	@Override
	public ScenarioClient newClient() {
		String name = newName();
		call("client", name);
		return (command, arguments) -> QtErrors.mentionedIn(call(
				Stream.concat(Stream.of("client_does", name, command), Stream.of(arguments)).toArray(String[]::new)));
	}

	@Override
	public boolean removeServer(String name) {
		return test("remove_server", name);
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Ends the process like a crash.
	 * @throws IOException if the wait for its end is interrupted
	 */
	void kill() throws IOException {
		this.process.destroyForcibly();
		assertThat(hasEnded()).isTrue();
	}

	@Override
	public void close() throws IOException {
		try {
			closeInput();
			assertThat(hasEnded()).as("Qt's driver has ended").isTrue();
		}
		finally {
			kill();
			this.answers.close();
		}
	}

	private boolean hasEnded() throws IOException {
		try {
			return this.process.waitFor(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException();
		}
	}

	private void closeInput() {
		try {
			this.commands.close();
		}
		catch (IOException ex) {
			// The process has ended before
			this.log.add(ex.toString());
		}
	}

}

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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A program that talks in lines over its standard streams and ends when its input does,
 * so that it ends with the driver in any case.
 */
final class ChildProcess implements AutoCloseable {

	private static final String END = "\0";

	private static final long PATIENCE_SECONDS = 5;

	private final List<String> command;

	private final Path log;

	private final Process process;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private ChildProcess(List<String> command, Path log, Process process) {
		this.command = command;
		this.log = log;
		this.process = process;
	}

	/**
	 * Starts a program.
	 * @param command the program and its arguments
	 * @param log a file for what it says to its standard error
	 * @return the process
	 * @throws IOException if there is no such program
	 */
	static ChildProcess start(List<String> command, Path log) throws IOException {
		Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
		ChildProcess child = new ChildProcess(command, log, process);
		Thread reader = new Thread(child::readLines, "output of " + process.pid());
		reader.setDaemon(true);
		reader.start();
		return child;
	}

	private void readLines() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.lines.add(line);
			}
		}
		catch (IOException ex) {
			this.lines.add("failed: " + ex.getMessage());
		}
		this.lines.add(END);
	}

	long pid() {
		return this.process.pid();
	}

	void say(String line) throws IOException {
		this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
		this.process.getOutputStream().flush();
	}

	/**
	 * Waits for the next line.
	 * @param timeout how long to wait
	 * @return the line
	 * @throws IOException if the program has ended, or says nothing in time
	 */
	String nextLine(Duration timeout) throws IOException {
		String line = poll(timeout);
		if (line == null) {
			throw new IOException("said nothing for " + timeout.toSeconds() + " s");
		}
		if (line.equals(END)) {
			this.lines.add(END);
			throw new IOException(lastWords());
		}
		return line;
	}

	private @Nullable String poll(Duration timeout) throws InterruptedIOException {
		try {
			return this.lines.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
	}

	private String lastWords() throws IOException {
		List<String> words = Files.readAllLines(this.log).stream().filter((line) -> !line.isBlank()).toList();
		return words.isEmpty() ? "ended without a word: " + String.join(" ", this.command)
				: words.get(words.size() - 1);
	}

	/** Ends the program, if it does not end by itself by force. Also when interrupted. */
	@Override
	public void close() {
		endInput();
		try {
			if (!this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroy();
			}
			if (!this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	/** Lets the program end. */
	void endInput() {
		try {
			this.process.getOutputStream().close();
		}
		catch (IOException ex) {
			// It has ended before
		}
	}

	private static InterruptedIOException interrupted() {
		Thread.currentThread().interrupt();
		return new InterruptedIOException("The driver is to end");
	}

}

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

package dev.localsocket.account;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The programs {@code getent} and {@code id}, which know all account databases that the
 * system is configured for. At most two processes run at a time. Thread-safe.
 */
class AccountPrograms {

	/** Not {@code PATH}, in which there may be anything. */
	private static final List<Path> DIRECTORIES = List.of(Path.of("/usr/bin"), Path.of("/bin"));

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Semaphore processes = new Semaphore(2);

	private final List<Path> directories;

	private final Duration timeout;

	AccountPrograms() {
		this(DIRECTORIES, TIMEOUT);
	}

	AccountPrograms(List<Path> directories, Duration timeout) {
		this.directories = directories;
		this.timeout = timeout;
	}

	/**
	 * Asks for an entry.
	 * @param database the database, {@code passwd} or {@code group}
	 * @param key a name or an id
	 * @return the entry, or nothing if there is none or there is no such program
	 */
	String entry(String database, String key) {
		String output = run("getent", database, key);
		return (output != null) ? output : "";
	}

	/**
	 * Asks for the ids of the groups of a user.
	 * @param user the name of the user
	 * @return the ids, or null if there is no such user or no such program
	 */
	@Nullable Set<Long> groupsOf(String user) {
		String output = run("id", "-G", "--", user);
		return (output != null)
				? Arrays.stream(output.strip().split(" ")).map(Long::valueOf).collect(Collectors.toSet()) : null;
	}

	/** Returns the output, or null if the program is not there or is not successful. */
	private @Nullable String run(String program, String... arguments) {
		Path path = this.directories.stream()
			.map((directory) -> directory.resolve(program))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
		if (path == null || arguments[arguments.length - 1].startsWith("-")) {
			return null;
		}
		List<String> command = new ArrayList<>(List.of(path.toString()));
		command.addAll(List.of(arguments));
		try {
			return run(command);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AccountLookupException("Interrupted while waiting for " + command);
		}
		catch (IOException ex) {
			throw new AccountLookupException("Cannot run %s: %s".formatted(command, ex));
		}
	}

	private @Nullable String run(List<String> command) throws IOException, InterruptedException {
		if (!this.processes.tryAcquire(this.timeout.toMillis(), TimeUnit.MILLISECONDS)) {
			throw new AccountLookupException("Too many account lookups: %s has not been run".formatted(command));
		}
		try {
			return start(command);
		}
		finally {
			this.processes.release();
		}
	}

	private @Nullable String start(List<String> command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/")).redirectError(Redirect.DISCARD);
		builder.environment().clear();
		Process process = builder.start();
		process.getOutputStream().close();
		CompletableFuture.delayedExecutor(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
			.execute(process::destroyForcibly);
		try (InputStream output = process.getInputStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			return isFound(command, process.onExit().join().exitValue()) ? text : null;
		}
	}

	private static boolean isFound(List<String> command, int status) {
		return switch (status) {
			case 0 -> true;
			// Of id, and of getent
			case 1, 2 -> false;
			default -> throw new AccountLookupException("%s has ended with the status %d".formatted(command, status));
		};
	}

}

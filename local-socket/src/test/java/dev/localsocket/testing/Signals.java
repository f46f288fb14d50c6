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

package dev.localsocket.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signals to one thread of this JVM, or to another process, on Linux.
 */
public final class Signals {

	/**
	 * The JVM handles it and does nothing, but a system call that waits is interrupted.
	 */
	private static final String HARMLESS = "PIPE";

	private Signals() {
	}

	/**
	 * Returns the number that the operating system has for the calling thread.
	 * @return the id of the thread
	 * @throws IOException if it cannot be found out
	 */
	public static long currentThread() throws IOException {
		return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString());
	}

	/**
	 * Returns the number that the operating system has for a live thread.
	 * @param name the name of the thread, of which the first 15 characters count
	 * @return the id of the thread
	 * @throws IOException if it cannot be found out
	 */
	public static long threadNamed(String name) throws IOException {
		try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
			return tasks.filter((task) -> nameOf(task).equals(name.substring(0, Math.min(name.length(), 15))))
				.mapToLong((task) -> Long.parseLong(task.getFileName().toString()))
				.findFirst()
				.orElseThrow();
		}
	}

	private static String nameOf(Path task) {
		try {
			return Files.readString(task.resolve("comm")).strip();
		}
		catch (IOException ex) {
			// It has ended
			return "";
		}
	}

	/**
	 * Sends signals to a thread, one after the other, and waits until that is done. A
	 * signal to the id of a thread goes to the process, but that thread is the first that
	 * the kernel tries.
	 * @param thread the id of the thread
	 * @param count how many signals
	 * @throws Exception if that is not possible
	 */
	public static void send(long thread, int count) throws Exception {
		Process process = new ProcessBuilder("sh", "-c",
				"i=0; while [ $i -lt %d ]; do kill -s %s %d; i=$((i+1)); done".formatted(count, HARMLESS, thread))
			.inheritIO()
			.start();
		assertThat(process.waitFor()).isZero();
	}

	/**
	 * Sends a signal to a process.
	 * @param name the name of the signal, such as {@code STOP}
	 * @param process the id of the process
	 * @throws Exception if that is not possible
	 */
	public static void send(String name, long process) throws Exception {
		Process kill = new ProcessBuilder("kill", "-s", name, String.valueOf(process)).inheritIO().start();
		assertThat(kill.waitFor()).isZero();
	}

}

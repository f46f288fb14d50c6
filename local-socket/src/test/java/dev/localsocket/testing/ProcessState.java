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
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The descriptors and threads of this JVM.
 */
public final class ProcessState {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private ProcessState() {
	}

	/**
	 * Returns what the open descriptors stand for.
	 * @return a list, for example of {@code socket:[4711]}
	 * @throws IOException if they cannot be listed
	 */
	public static List<String> descriptors() throws IOException {
		try (Stream<Path> links = Files.list(DESCRIPTORS)) {
			return links.map(ProcessState::target).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
		}
	}

	private static @Nullable String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			// It has been closed meanwhile, as the one that lists the directory has
			return null;
		}
	}

	/**
	 * Returns the open descriptors that may be a leak of the library.
	 * @return sockets, pipes, what belongs to {@code epoll(7)}, and lock files
	 * @throws IOException if they cannot be listed
	 */
	public static List<String> sockets() throws IOException {
		return descriptors().stream()
			.filter((target) -> target.startsWith("socket:") || target.startsWith("pipe:")
					|| target.startsWith("anon_inode:") || target.contains(".lock"))
			.toList();
	}

	/**
	 * Returns the live threads of a name.
	 * @param prefix the beginning of the name
	 * @return the threads
	 */
	public static List<Thread> threads(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(prefix))
			.toList();
	}

}

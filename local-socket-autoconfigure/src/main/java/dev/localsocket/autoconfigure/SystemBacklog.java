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

package dev.localsocket.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The longest queue of connections that the kernel keeps for a listening socket. Clients
 * that do not block, which are those of most event loops, are refused when it is full, so
 * no other length is a good default.
 */
final class SystemBacklog {

	private static final Path LIMIT = Path.of("/proc/sys/net/core/somaxconn");

	/** The limit of Linux by default; where a system has a lower one, that holds. */
	private static final int USUAL_LIMIT = 4096;

	private SystemBacklog() {
	}

	/**
	 * Returns the limit of the system, or what it usually is if it cannot be read.
	 * @return the limit, at least 1
	 */
	static int size() {
		try {
			// By one system call: what follows a first one is empty in this file
			List<String> lines = Files.readAllLines(LIMIT);
			return Math.max(1, Integer.parseInt(lines.get(0)));
		}
		catch (IOException | IndexOutOfBoundsException | NumberFormatException ex) {
			return USUAL_LIMIT;
		}
	}

}

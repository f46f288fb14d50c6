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

package dev.localsocket.transport.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The user namespace of this process, see {@code user_namespaces(7)}.
 */
final class UserNamespace {

	private static final Path MAP = Path.of("/proc/self/uid_map");

	private static final Path OVERFLOW = Path.of("/proc/sys/kernel/overflowuid");

	private UserNamespace() {
	}

	/**
	 * Tells whether an id stands for all users that have none here, such as the system's
	 * {@code root} in a sandbox that knows one user only. They cannot be told apart.
	 * @param uid the id of the owner of a file
	 * @return whether no user of this namespace has it
	 */
	static boolean hides(long uid) {
		try {
			return uid == Long.parseLong(Files.readString(OVERFLOW).strip()) && Files.readAllLines(MAP)
				.stream()
				.noneMatch((range) -> contains(range.strip().split("\\s+"), uid));
		}
		catch (IOException | NumberFormatException ex) {
			return false;
		}
	}

	private static boolean contains(String[] range, long uid) {
		long first = Long.parseLong(range[0]);
		return uid >= first && uid - first < Long.parseLong(range[2]);
	}

}

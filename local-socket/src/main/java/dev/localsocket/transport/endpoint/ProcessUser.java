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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.localsocket.transport.spi.FileIdentity;

/**
 * The user and group that the files which this process makes belong to.
 *
 * @param uid the user
 * @param gid the group
 */
record ProcessUser(long uid, long gid) {

	/**
	 * Unlike the owner of {@code /proc/self}, it is true of programs with capabilities.
	 */
	private static final Path STATUS = Path.of("/proc/self/status");

	/** After the real, the effective and the saved id; see {@code proc_pid_status(5)}. */
	private static final int FILE_SYSTEM_ID = 4;

	/**
	 * Finds out who this process is.
	 * @return the user and the group
	 * @throws IOException if it cannot be found out
	 */
	static ProcessUser current() throws IOException {
		return Files.exists(STATUS) ? new ProcessUser(id("Uid:"), id("Gid:")) : ofNewFile();
	}

	private static long id(String field) throws IOException {
		for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
			if (line.startsWith(field)) {
				return Long.parseLong(line.split("\\s+")[FILE_SYSTEM_ID]);
			}
		}
		throw new IOException("'%s' does not tell '%s'".formatted(STATUS, field));
	}

	private static ProcessUser ofNewFile() throws IOException {
		Path file = Files.createTempFile("ls", null);
		try {
			FileIdentity identity = FileIdentity.of(file);
			return new ProcessUser(identity.uid(), identity.gid());
		}
		finally {
			Files.delete(file);
		}
	}

}

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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.StringTokenizer;

/**
 * The user of this process: the one place that finds out who that is.
 *
 * @param uid the user
 * @param gid the group
 * @since 0.1.0
 */
public record OwnUser(long uid, long gid) {

	/**
	 * Unlike the owner of {@code /proc/self}, it is true of programs with capabilities.
	 */
	private static final Path STATUS = Path.of("/proc/self/status");

	/** After the real one; see {@code proc_pid_status(5)}. */
	private static final int EFFECTIVE_ID = 2;

	/** After the saved one. */
	private static final int FILE_SYSTEM_ID = 4;

	/** What Java calls a user without an account. */
	private static final String UNKNOWN_USER = "?";

	/**
	 * The effective user id, which others see of this process, or -1 where the system
	 * does not tell it. Asked for once.
	 */
	public static final long ID = effectiveId();

	private static long effectiveId() {
		try {
			return ids(EFFECTIVE_ID).uid();
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			return -1;
		}
	}

	/**
	 * Finds out whom the files that this process makes belong to. Reads from the file
	 * system.
	 * @return the user and the group
	 * @throws IOException if it cannot be found out
	 */
	public static OwnUser ofFiles() throws IOException {
		return ids(FILE_SYSTEM_ID);
	}

	/**
	 * Returns what the user is called.
	 * @return the name, or the number if it has no account, as often in containers
	 */
	public static String name() {
		String name = System.getProperty("user.name", UNKNOWN_USER);
		return (name.equals(UNKNOWN_USER) && ID >= 0) ? Long.toString(ID) : name;
	}

	private static OwnUser ids(int which) throws IOException {
		return Files.exists(STATUS) ? new OwnUser(id("Uid:", which), id("Gid:", which)) : ofNewFile();
	}

	private static long id(String field, int which) throws IOException {
		for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
			if (line.startsWith(field)) {
				return Long.parseLong(field(line, which));
			}
		}
		throw new IOException("'%s' does not tell '%s'".formatted(STATUS, field));
	}

	/** Without a regular expression, which takes time that a short process has not. */
	private static String field(String line, int index) {
		StringTokenizer fields = new StringTokenizer(line);
		for (int i = 0; i < index; i++) {
			fields.nextToken();
		}
		return fields.nextToken();
	}

	private static OwnUser ofNewFile() throws IOException {
		Path file = Files.createTempFile("ls", null);
		try {
			return new OwnUser(attribute(file, "unix:uid"), attribute(file, "unix:gid"));
		}
		finally {
			Files.delete(file);
		}
	}

	private static long attribute(Path file, String name) throws IOException {
		return Integer.toUnsignedLong((int) Files.getAttribute(file, name, LinkOption.NOFOLLOW_LINKS));
	}

}

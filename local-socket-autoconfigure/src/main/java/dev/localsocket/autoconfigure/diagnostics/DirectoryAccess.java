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

package dev.localsocket.autoconfigure.diagnostics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

import dev.localsocket.account.OwnUser;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what in the directory of a socket.
 */
final class DirectoryAccess {

	private DirectoryAccess() {
	}

	/**
	 * Describes the directory of a socket, or the nearest one above it that this user may
	 * look at.
	 * @param path the path of the socket
	 * @return the description, or nothing if there is no such directory
	 */
	static String describe(String path) {
		try {
			Path directory = nearestDirectory(path);
			return (directory != null) ? attributes(directory) : "";
		}
		catch (IOException | InvalidPathException | UnsupportedOperationException ex) {
			return "";
		}
	}

	/**
	 * Tells whether nobody may write in the directory of a socket.
	 * @param path the path of the socket
	 * @return whether its file system is mounted read-only
	 */
	static boolean isReadOnly(String path) {
		try {
			Path directory = nearestDirectory(path);
			return directory != null && Files.getFileStore(directory).isReadOnly();
		}
		catch (IOException | InvalidPathException ex) {
			return false;
		}
	}

	private static @Nullable Path nearestDirectory(String path) {
		Path directory = Path.of(path).getParent();
		while (directory != null && !Files.exists(directory)) {
			directory = directory.getParent();
		}
		return directory;
	}

	private static String attributes(Path directory) throws IOException {
		if (Files.getFileStore(directory).isReadOnly()) {
			return "The directory '%s' is in a file system that is mounted read-only.".formatted(directory);
		}
		PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class);
		return "The directory '%s' belongs to %s:%s and has the mode %s. This process runs as the user %s.".formatted(
				directory, attributes.owner().getName(), attributes.group().getName(),
				PosixFilePermissions.toString(attributes.permissions()), OwnUser.name());
	}

}

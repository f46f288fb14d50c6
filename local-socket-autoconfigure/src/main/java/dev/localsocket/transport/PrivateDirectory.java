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

package dev.localsocket.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.localsocket.transport.TransportException.Failure;

/**
 * A directory of mode 0700 beside a socket file, in which files are made ready before
 * they appear where others can reach them.
 */
final class PrivateDirectory implements Closeable {

	private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

	/** Tells what a killed process has left from what others call theirs. */
	private static final String PREFIX = ".ls-";

	private static final Pattern NAME = Pattern.compile(Pattern.quote(PREFIX) + "[0-9a-z]{6}");

	static final String SOCKET = "s";

	static final String LOCK = "l";

	static final String PROBED = "p";

	static final String LINK = "d";

	private static final int ATTEMPTS = 100;

	private static final SecureRandom random = new SecureRandom();

	private final Path path;

	private PrivateDirectory(Path path) {
		this.path = path;
	}

	/**
	 * Creates a directory with a short random name, because the paths of sockets in it
	 * are limited.
	 * @param parent the directory in which to create it
	 * @return the directory
	 * @throws IOException if it cannot be created
	 */
	static PrivateDirectory in(Path parent) throws IOException {
		for (int i = 0; i < ATTEMPTS; i++) {
			try {
				return new PrivateDirectory(Files.createDirectory(parent.resolve(randomName()), OWNER_ONLY));
			}
			catch (FileAlreadyExistsException ex) {
				// Another name, then
			}
		}
		throw new TransportException(Failure.OTHER, "No name for a temporary directory is free in '" + parent + "'");
	}

	private static String randomName() {
		// Six characters hold any positive number
		String number = Integer.toString(random.nextInt(Integer.MAX_VALUE), Character.MAX_RADIX);
		return PREFIX + "0".repeat(6 - number.length()) + number;
	}

	/**
	 * Tells whether a name is one that such directories have.
	 * @param name the name of a file
	 * @return whether it is
	 */
	static boolean isName(String name) {
		return NAME.matcher(name).matches();
	}

	Path path() {
		return this.path;
	}

	/** The user who created the directory. */
	UserPrincipal owner() throws IOException {
		return Files.getOwner(this.path);
	}

	/** The socket that is being made ready. */
	Path socket() {
		return this.path.resolve(SOCKET);
	}

	/** The lock file that is being made ready or examined. */
	Path lock() {
		return this.path.resolve(LOCK);
	}

	/** A socket file that was moved here to be examined. */
	Path moved() {
		return this.path.resolve("m");
	}

	/** A link to a socket file that is being probed. */
	Path probed() {
		return this.path.resolve(PROBED);
	}

	/** A symbolic link to another directory. */
	Path link() {
		return this.path.resolve(LINK);
	}

	/**
	 * Returns what the process's umask leaves of all permissions.
	 * @return the permissions
	 * @throws IOException if the umask cannot be found out
	 */
	Set<PosixFilePermission> permissionsLeftByUmask() throws IOException {
		Path probe = Files.createDirectory(this.path.resolve("u"));
		try {
			return Files.getPosixFilePermissions(probe);
		}
		finally {
			Files.delete(probe);
		}
	}

	/** Deletes as much as can be deleted. */
	@Override
	public void close() throws IOException {
		List.of(socket(), lock(), moved(), probed(), link()).forEach(PrivateDirectory::deleteQuietly);
		Files.deleteIfExists(this.path);
	}

	private static void deleteQuietly(Path file) {
		Closing.quietly(() -> Files.deleteIfExists(file));
	}

}

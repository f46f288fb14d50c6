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

import dev.localsocket.account.OwnUser;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.FileIdentity;
import dev.localsocket.transport.spi.Transport;

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

	static final String MOVED = "m";

	private static final List<String> NAMES = List.of(SOCKET, LOCK, PROBED, LINK);

	private static final int OTHERS = 077;

	private static final int ATTEMPTS = 100;

	private static final SecureRandom random = new SecureRandom();

	private final Path path;

	private final OpenDirectory parent;

	private final OpenDirectory self;

	/** What belongs to this, beside its own descriptor. */
	private final Closeable resources;

	private PrivateDirectory(Path path, OpenDirectory parent, OpenDirectory self, Closeable resources) {
		this.path = path;
		this.parent = parent;
		this.self = self;
		this.resources = resources;
	}

	/**
	 * Creates a directory with a short random name, because the paths of sockets in it
	 * are limited.
	 * @param parent the directory in which to create it, which must stay open for longer
	 * @param parentPath the path of that, for messages
	 * @return the directory
	 * @throws IOException if it cannot be created
	 */
	static PrivateDirectory in(OpenDirectory parent, Path parentPath) throws IOException {
		return in(parent, parentPath, () -> {
		});
	}

	/**
	 * Creates a directory in the one that is at a path.
	 * @param transport opens both
	 * @param parent the path
	 * @return the directory
	 * @throws IOException if it cannot be created
	 */
	static PrivateDirectory in(Transport transport, Path parent) throws IOException {
		OpenDirectory opened = OpenDirectory.at(transport, parent);
		return Closing.onFailure(opened, () -> in(opened, parent, opened));
	}

	private static PrivateDirectory in(OpenDirectory parent, Path parentPath, Closeable resources) throws IOException {
		for (int i = 0; i < ATTEMPTS; i++) {
			String name = randomName();
			try {
				Path created = Files.createDirectory(parent.resolve(name), OWNER_ONLY);
				return new PrivateDirectory(parentPath.resolve(name), parent,
						open(parent.transport(), created, parentPath), resources);
			}
			catch (FileAlreadyExistsException ex) {
				// Another name, then
			}
		}
		throw new LocalSocketException(SocketError.UNKNOWN,
				"No name for a temporary directory is free in '" + parentPath + "'");
	}

	/**
	 * Where others may rename entries, one of theirs may be there by now, or another one
	 * of this user.
	 */
	private static OpenDirectory open(Transport transport, Path created, Path parentPath) throws IOException {
		OpenDirectory opened = Closing.onFailure(() -> Files.deleteIfExists(created),
				() -> OpenDirectory.at(transport, created));
		boolean same = Closing.onFailure(() -> abandon(opened, created), () -> isCreated(opened, created));
		if (!same) {
			opened.close();
			throw new LocalSocketException(SocketError.UNSAFE_DIRECTORY,
					"Somebody exchanges directories in '%s': choose one where nobody else can".formatted(parentPath));
		}
		return opened;
	}

	private static void abandon(OpenDirectory opened, Path created) throws IOException {
		try (opened) {
			Files.deleteIfExists(created);
		}
	}

	private static boolean isCreated(OpenDirectory opened, Path created) throws IOException {
		FileIdentity directory = opened.identity();
		return FileIdentity.of(created).isSame(directory) && directory.uid() == OwnUser.ofFiles().uid()
				&& (directory.permissions() & OTHERS) == 0 && hasNothingOfOurs(opened);
	}

	/** What has one of the names would be deleted. */
	private static boolean hasNothingOfOurs(OpenDirectory directory) throws IOException {
		for (String name : NAMES) {
			if (FileIdentity.at(directory.resolve(name)) != null) {
				return false;
			}
		}
		return true;
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

	/**
	 * Returns the path of the directory. Nothing is to be done by it, because others may
	 * exchange it.
	 * @return the path
	 */
	Path path() {
		return this.path;
	}

	/**
	 * Returns what the directory was opened with.
	 * @return the transport
	 */
	Transport transport() {
		return this.self.transport();
	}

	/** The way to this directory. */
	Path way() {
		return this.self.way();
	}

	/** The way to the directory in which this one is. */
	Path parentWay() {
		return this.parent.way();
	}

	/** The user who created the directory. */
	UserPrincipal owner() throws IOException {
		return Files.getOwner(way());
	}

	/** The socket that is being made ready. */
	Path socket() {
		return this.self.resolve(SOCKET);
	}

	/** The lock file that is being made ready or examined. */
	Path lock() {
		return this.self.resolve(LOCK);
	}

	/** A file that was moved here to be examined, and may be anybody's. */
	Path moved() {
		return this.self.resolve(MOVED);
	}

	/** A link to a socket file that is being probed. */
	Path probed() {
		return this.self.resolve(PROBED);
	}

	/** A symbolic link to another directory. */
	Path link() {
		return this.self.resolve(LINK);
	}

	/**
	 * Returns what the process's umask leaves of all permissions.
	 * @return the permissions
	 * @throws IOException if the umask cannot be found out
	 */
	Set<PosixFilePermission> permissionsLeftByUmask() throws IOException {
		Path probe = Files.createDirectory(this.self.resolve("u"));
		try {
			return Files.getPosixFilePermissions(probe);
		}
		finally {
			Files.delete(probe);
		}
	}

	/**
	 * Deletes as much as can be deleted. What was moved here and is still here belongs to
	 * somebody else, and stays, and the directory with it.
	 */
	@Override
	public void close() throws IOException {
		try (this.resources; this.self) {
			NAMES.forEach((name) -> deleteQuietly(this.self.resolve(name)));
			Path own = this.parent.resolve(this.path.getFileName().toString());
			if (this.self.identity().isSame(FileIdentity.at(own))) {
				Files.delete(own);
			}
		}
	}

	private static void deleteQuietly(Path file) {
		Closing.quietly(() -> Files.deleteIfExists(file));
	}

}

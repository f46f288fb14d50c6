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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.localsocket.account.OwnUser;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.FileIdentity;

/**
 * Sees that nobody but {@code root} and the user of this process can make the path of a
 * socket lead elsewhere. Each directory on the way, from the root directory on, and each
 * symbolic link must belong to one of them. Nobody else may write to a directory unless
 * it has the sticky bit, with which everybody can rename only what is their own.
 * <p>
 * A group may write to a directory if it is the private one of this user, by the
 * convention that it has the name of the user and no other members, or that of
 * {@code root}.
 */
final class DirectoryCheck {

	private static final int STICKY = 01000;

	private static final int GROUP_MAY_WRITE = 0020;

	private static final int OTHERS_MAY_WRITE = 0002;

	private static final int MAX_LINKS = 40;

	private final EndpointPlace place;

	private final OwnUser user;

	/** What is left to be walked. */
	private final Deque<Path> rest = new ArrayDeque<>();

	private Path walked = Path.of("/");

	private int links;

	private DirectoryCheck(EndpointPlace place, OwnUser user) {
		this.place = place;
		this.user = user;
	}

	/**
	 * Checks the directory of a socket file.
	 * @param place where the file is to be
	 * @throws IOException {@link SocketError#UNSAFE_DIRECTORY} if others can exchange it
	 */
	static void check(EndpointPlace place) throws IOException {
		new DirectoryCheck(place, OwnUser.ofFiles()).walk();
	}

	private void walk() throws IOException {
		add(this.place.directoryPath().toAbsolutePath());
		checkDirectory(this.walked);
		while (!this.rest.isEmpty()) {
			step(this.rest.pop().toString());
		}
		// It may have been opened while it was exchanged
		if (!FileIdentity.of(this.walked).isSame(this.place.directory().identity())) {
			throw new LocalSocketException(SocketError.UNSAFE_DIRECTORY,
					"Another directory was put at '%s' meanwhile: try again".formatted(this.place.directoryPath()));
		}
	}

	private void add(Path path) {
		for (int i = path.getNameCount() - 1; i >= 0; i--) {
			this.rest.push(path.getName(i));
		}
	}

	private void step(String name) throws IOException {
		switch (name) {
			case "", "." -> {
			}
			case ".." -> {
				Path parent = this.walked.getParent();
				this.walked = (parent != null) ? parent : this.walked;
			}
			default -> enter(this.walked.resolve(name));
		}
	}

	private void enter(Path entry) throws IOException {
		FileIdentity file = FileIdentity.of(entry);
		if (!file.isSymbolicLink()) {
			this.walked = entry;
			checkDirectory(entry);
			return;
		}
		checkOwner(entry, file);
		this.links++;
		if (this.links > MAX_LINKS) {
			throw new LocalSocketException(SocketError.INVALID_NAME,
					"'%s' leads through too many symbolic links".formatted(this.place));
		}
		Path target = Files.readSymbolicLink(entry);
		this.walked = target.isAbsolute() ? Path.of("/") : this.walked;
		add(target);
	}

	private void checkDirectory(Path directory) throws IOException {
		FileIdentity file = FileIdentity.of(directory);
		checkOwner(directory, file);
		int mode = file.permissions();
		if ((mode & STICKY) != 0) {
			return;
		}
		if ((mode & OTHERS_MAY_WRITE) != 0) {
			throw unsafe(directory, mode, "take the right to write from others (chmod o-w)");
		}
		if ((mode & GROUP_MAY_WRITE) != 0 && !isPrivateGroup(directory, file)) {
			throw unsafe(directory, mode, "take the right to write from the group (chmod g-w)");
		}
	}

	private void checkOwner(Path path, FileIdentity file) throws IOException {
		if (file.uid() != 0 && file.uid() != this.user.uid() && !UserNamespace.hides(file.uid())) {
			throw unsafe(path, file.permissions(), "let it belong to root or '" + userName() + "'");
		}
	}

	private boolean isPrivateGroup(Path directory, FileIdentity file) throws IOException {
		return file.gid() == 0 || (file.gid() == this.user.gid() && file.uid() == this.user.uid()
				&& attributes(directory).group().getName().equals(attributes(directory).owner().getName()));
	}

	private LocalSocketException unsafe(Path path, int mode, String action) throws IOException {
		PosixFileAttributes attributes = attributes(path);
		return new LocalSocketException(SocketError.UNSAFE_DIRECTORY,
				"Others than root and '%s' can exchange what is in '%s', of mode %04o and of %s:%s, so '%s' is not safe: %s, choose another directory, as in /run, or switch the check of the directory off"
					.formatted(userName(), path, mode, attributes.owner().getName(), attributes.group().getName(),
							this.place, action));
	}

	private static PosixFileAttributes attributes(Path path) throws IOException {
		return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

	private static String userName() {
		return System.getProperty("user.name");
	}

}

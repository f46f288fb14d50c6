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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.localsocket.log.SafeLogger;

/**
 * Deletes the private directories of processes that were killed while they made a socket
 * ready.
 * <p>
 * This is done only where no other user can exchange what belongs to this one: in a
 * directory of this user or of {@code root} that others cannot write to, or that has the
 * sticky bit. There, a directory is deleted if it belongs to this user, is closed to all
 * others, has a name that only {@link PrivateDirectory} gives, is so old that nobody can
 * be at work in it, and contains nothing but what is made there and nobody can miss. A
 * socket that had been moved there to be examined may have been a live one: it stays.
 */
final class AbandonedDirectories {

	private static final SafeLogger logger = new SafeLogger(AbandonedDirectories.class);

	/** A process that was stopped for longer, in the middle, fails to listen. */
	private static final Duration AGE = Duration.ofMinutes(10);

	private static final int WRITABLE_BY_OTHERS = 0022;

	private static final int STICKY = 01000;

	private static final Set<PosixFilePermission> OWNER_ONLY = Set.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

	private AbandonedDirectories() {
	}

	/**
	 * Deletes those beside a private directory, as far as that is possible and certain.
	 * @param own the private directory of this process, which tells the user, and the
	 * time by the clock of the file system
	 */
	static void deleteBeside(PrivateDirectory own) {
		try {
			PosixFileAttributes attributes = Files.readAttributes(own.way(), PosixFileAttributes.class);
			Path parent = own.parentWay();
			if (belongsToNobodyElse(parent, attributes)) {
				deleteIn(parent, attributes);
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Could not look for abandoned directories beside '" + own.path() + "'", ex);
		}
	}

	private static boolean belongsToNobodyElse(Path parent, PosixFileAttributes own) throws IOException {
		int mode = (int) Files.getAttribute(parent, "unix:mode");
		boolean trusted = Files.getOwner(parent).equals(own.owner())
				|| Files.getAttribute(parent, "unix:uid").equals(0);
		return trusted && ((mode & WRITABLE_BY_OTHERS) == 0 || (mode & STICKY) != 0);
	}

	private static void deleteIn(Path parent, PosixFileAttributes own) throws IOException {
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent)) {
			if (stream instanceof SecureDirectoryStream<Path> entries) {
				for (Path entry : entries) {
					deleteIfAbandoned(entries, entry.getFileName(), own);
				}
			}
		}
	}

	private static void deleteIfAbandoned(SecureDirectoryStream<Path> parent, Path name, PosixFileAttributes own) {
		if (!PrivateDirectory.isName(name.toString())) {
			return;
		}
		try {
			if (isAbandoned(parent.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS),
					own)) {
				delete(parent, name);
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Left the directory '" + name + "' alone", ex);
		}
	}

	private static boolean isAbandoned(PosixFileAttributeView view, PosixFileAttributes own) throws IOException {
		PosixFileAttributes found = view.readAttributes();
		Duration age = Duration.between(found.lastModifiedTime().toInstant(), own.lastModifiedTime().toInstant());
		return found.isDirectory() && found.owner().equals(own.owner()) && found.permissions().equals(OWNER_ONLY)
				&& age.compareTo(AGE) > 0;
	}

	private static void delete(SecureDirectoryStream<Path> parent, Path name) throws IOException {
		try (SecureDirectoryStream<Path> directory = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
			List<Path> files = new ArrayList<>();
			for (Path entry : directory) {
				Path file = entry.getFileName();
				if (!isMadeInPrivate(directory, file)) {
					return;
				}
				files.add(file);
			}
			for (Path file : files) {
				directory.deleteFile(file);
			}
		}
		parent.deleteDirectory(name);
	}

	private static boolean isMadeInPrivate(SecureDirectoryStream<Path> directory, Path name) throws IOException {
		BasicFileAttributes file = directory
			.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
			.readAttributes();
		return switch (name.toString()) {
			case PrivateDirectory.SOCKET, PrivateDirectory.PROBED -> file.isOther();
			case PrivateDirectory.LOCK -> file.isRegularFile() && file.size() == 0;
			case PrivateDirectory.LINK -> file.isSymbolicLink();
			default -> false;
		};
	}

}

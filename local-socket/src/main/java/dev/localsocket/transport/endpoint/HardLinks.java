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
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.Circumstances;
import dev.localsocket.transport.spi.FileIdentity;

/**
 * Hard links, which are the only way to make a file appear at a path without ever
 * replacing one that is there.
 */
final class HardLinks {

	private HardLinks() {
	}

	/**
	 * Creates a hard link.
	 * @param link where to create it
	 * @param existing a file, or symbolic link, of this user
	 * @return what happened
	 * @throws IOException if it cannot be created for another reason
	 */
	static Outcome create(Path link, Path existing) throws IOException {
		try {
			Files.createLink(link, existing);
			return Outcome.CREATED;
		}
		catch (FileAlreadyExistsException ex) {
			return Outcome.OCCUPIED;
		}
		catch (NoSuchFileException ex) {
			return Outcome.MISSING;
		}
		catch (AccessDeniedException ex) {
			throw ex;
		}
		catch (UnsupportedOperationException ex) {
			return Outcome.UNSUPPORTED;
		}
		catch (FileSystemException ex) {
			if (isForAnotherReason(link)) {
				throw ex;
			}
			return Outcome.UNSUPPORTED;
		}
	}

	/**
	 * Makes a file appear at a path without replacing one that is there. On a file system
	 * without hard links it is moved there if nothing is there, which is safe among those
	 * who hold the lock for the path.
	 * @param path where it is to appear
	 * @param source the file
	 * @return whether it is there; false if another file is
	 * @throws IOException if it cannot be done
	 */
	static boolean place(Path path, Path source) throws IOException {
		return switch (create(path, source)) {
			case CREATED -> true;
			case OCCUPIED -> false;
			case MISSING -> throw new NoSuchFileException(source.toString());
			case UNSUPPORTED -> move(path, source);
		};
	}

	private static boolean move(Path path, Path source) throws IOException {
		boolean free = FileIdentity.at(path) == null;
		if (free) {
			Files.move(source, path, StandardCopyOption.ATOMIC_MOVE);
		}
		return free;
	}

	/**
	 * What else {@code link(2)} may say. Whether links are supported is told by
	 * {@code EPERM}, {@code EOPNOTSUPP}, {@code ENOSYS}, {@code EMLINK} and others, whose
	 * texts are in the user's language; and what does not work for another reason fails
	 * again when it is done without links.
	 */
	private static boolean isForAnotherReason(Path link) {
		Path directory = link.toAbsolutePath().getParent();
		return directory != null && Circumstances.ofCreatingIn(directory) != SocketError.UNKNOWN;
	}

	/** What became of a hard link. */
	enum Outcome {

		/** It is there. */
		CREATED,

		/** Another file is there. */
		OCCUPIED,

		/** The existing file has gone. */
		MISSING,

		/**
		 * The file system has no hard links, or the kernel does not allow one to another
		 * user's file ({@code protected_hardlinks} in {@code proc_sys_fs(5)}).
		 */
		UNSUPPORTED

	}

}

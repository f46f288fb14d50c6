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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import dev.localsocket.transport.TransportException.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The socket file that a server has published at its path, together with the lock that
 * makes the path the server's own. It is published by a hard link, which is atomic and
 * never replaces anything, and deleted only if it is still the same file.
 */
final class EndpointFile implements Closeable {

	private final Path path;

	private final FileIdentity file;

	private final EndpointLock lock;

	private EndpointFile(Path path, FileIdentity file, EndpointLock lock) {
		this.path = path;
		this.file = file;
		this.lock = lock;
	}

	/**
	 * Publishes the socket that waits in a private directory.
	 * @param path where to publish it
	 * @param directory the private directory
	 * @param lock the lock for the path, owned by the result
	 * @param reclaimStale whether to replace a socket on which nobody listens
	 * @return the published file
	 * @throws IOException if the path is taken or cannot be written
	 */
	static EndpointFile publish(Path path, PrivateDirectory directory, EndpointLock lock, boolean reclaimStale)
			throws IOException {
		FileIdentity file = FileIdentity.of(directory.socket());
		if (!HardLinks.place(path, directory.socket())) {
			if (!reclaimStale) {
				throw occupied(path, directory);
			}
			removeStale(path, directory);
			if (!HardLinks.place(path, directory.socket())) {
				throw occupied(path, directory);
			}
		}
		return new EndpointFile(path, file, lock);
	}

	/**
	 * Removes the socket that a crashed server left, if there is one. The caller holds
	 * the lock for the path.
	 * @param path the path
	 * @param directory a private directory on the same file system
	 * @throws IOException {@link Failure#ADDRESS_IN_USE} if something else is there
	 */
	static void removeStale(Path path, PrivateDirectory directory) throws IOException {
		FileIdentity stale = FileIdentity.at(path);
		if (stale == null) {
			return;
		}
		if (!stale.isSocket() || !isStale(path, directory)) {
			throw occupied(path, stale, directory);
		}
		// A server of another kind knows no lock and may have come since. So the file is
		// moved away, which takes exactly one file, and is looked at again there.
		Path moved = directory.moved();
		Files.move(path, moved, StandardCopyOption.ATOMIC_MOVE);
		if (!stale.isSame(FileIdentity.at(moved)) || !isStale(moved, directory)) {
			HardLinks.place(path, moved);
			throw occupied(path, directory);
		}
		Files.delete(moved);
	}

	private static boolean isStale(Path socket, PrivateDirectory directory) throws IOException {
		try {
			return LivenessProbe.isStale(socket, directory);
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private static IOException occupied(Path path, PrivateDirectory directory) throws IOException {
		return occupied(path, FileIdentity.at(path), directory);
	}

	private static IOException occupied(Path path, @Nullable FileIdentity occupant, PrivateDirectory directory)
			throws IOException {
		if (occupant == null || !occupant.isSocket()) {
			String type = (occupant != null) ? occupant.type() : "something else";
			return new TransportException(Failure.ADDRESS_IN_USE,
					"'%s' is %s, which is never replaced: move it away or choose another name".formatted(path, type));
		}
		if (isStale(path, directory)) {
			return new TransportException(Failure.ADDRESS_IN_USE,
					"'%s' was left by a server that did not end properly: remove it or have stale sockets reclaimed"
						.formatted(path));
		}
		return new TransportException(Failure.ADDRESS_IN_USE,
				"Another server listens at '%s': stop it or choose another name".formatted(path));
	}

	/**
	 * Tells whether the file at the path is still the published one.
	 * @return whether clients that connect to the path reach this server
	 */
	boolean isIntact() {
		try {
			return this.file.isSame(FileIdentity.at(this.path));
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Deletes the file, if it is still the published one, and gives the path up. To be
	 * called while the socket is open: that keeps the identity of the file unique.
	 */
	@Override
	public void close() throws IOException {
		try (this.lock) {
			if (isIntact()) {
				Files.delete(this.path);
			}
		}
	}

}

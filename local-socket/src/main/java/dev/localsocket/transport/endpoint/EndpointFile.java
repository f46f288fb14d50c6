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

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.endpoint.LivenessProbe.Liveness;
import dev.localsocket.transport.spi.DescriptorTransfer;
import dev.localsocket.transport.spi.FileIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The socket file that a server has published at its path, together with the lock that
 * makes the path the server's own. It is published by a hard link, which is atomic and
 * never replaces anything, and deleted only if it is still the same file.
 */
final class EndpointFile implements OwnedFile {

	private static final SafeLogger logger = new SafeLogger(EndpointFile.class);

	private final EndpointPlace place;

	private final FileIdentity file;

	/** Or null if that of another file protects this one. */
	private final @Nullable EndpointLock lock;

	private EndpointFile(EndpointPlace place, FileIdentity file, @Nullable EndpointLock lock) {
		this.place = place;
		this.file = file;
		this.lock = lock;
	}

	/**
	 * Publishes the socket that waits in a private directory.
	 * @param place where to publish it, owned by the result
	 * @param directory the private directory
	 * @param lock the lock for the place, owned by the result, or null if the lock of
	 * another file protects this one
	 * @param reclaimStale whether to replace a socket on which nobody listens
	 * @return the published file
	 * @throws IOException if the path is taken or cannot be written
	 */
	static EndpointFile publish(EndpointPlace place, PrivateDirectory directory, @Nullable EndpointLock lock,
			boolean reclaimStale) throws IOException {
		FileIdentity file = FileIdentity.of(directory.socket());
		if (!HardLinks.place(place.file(), directory.socket())) {
			if (!reclaimStale) {
				throw occupied(place, directory);
			}
			removeStale(place, directory);
			if (!HardLinks.place(place.file(), directory.socket())) {
				throw occupied(place, directory);
			}
		}
		return new EndpointFile(place, file, lock);
	}

	/**
	 * Takes over a file that another process has published.
	 * @param place where it is, owned by the result
	 * @param file which one it is
	 * @param lock the lock for the place, owned by the result, or null if the lock of
	 * another file protects this one
	 * @return the file
	 */
	static EndpointFile received(EndpointPlace place, FileIdentity file, @Nullable EndpointLock lock) {
		return new EndpointFile(place, file, lock);
	}

	/**
	 * Removes the socket that a crashed server left, if there is one. The caller holds
	 * the lock for the place.
	 * @param place the place
	 * @param directory a private directory on the same file system
	 * @throws IOException {@link SocketError#ADDRESS_IN_USE} if something else is there
	 */
	static void removeStale(EndpointPlace place, PrivateDirectory directory) throws IOException {
		FileIdentity stale = FileIdentity.at(place.file());
		if (stale == null) {
			return;
		}
		if (!stale.isSocket() || !isStale(place.file(), directory)) {
			throw occupied(place, stale, directory);
		}
		// A server of another kind knows no lock and may have come since. So the file is
		// moved away, which takes exactly one file, and is looked at again there.
		Files.move(place.file(), directory.moved(), StandardCopyOption.ATOMIC_MOVE);
		if (!deleteMoved(place, directory, stale)) {
			throw occupied(place, directory);
		}
	}

	/** Deletes what was moved away if it is the stale socket, or else puts it back. */
	private static boolean deleteMoved(EndpointPlace place, PrivateDirectory directory, FileIdentity stale)
			throws IOException {
		boolean deleted = false;
		try {
			if (stale.isSame(FileIdentity.at(directory.moved())) && isStale(directory.moved(), directory)) {
				Files.delete(directory.moved());
				deleted = true;
			}
			return deleted;
		}
		finally {
			if (!deleted) {
				putBack(place, directory);
			}
		}
	}

	/** Somebody's file is not replaced by somebody else's: then both are kept. */
	private static void putBack(EndpointPlace place, PrivateDirectory directory) {
		String kept = "A file came to '%s' while a stale socket was removed there. It is now '%s': move it back"
			.formatted(place, directory.path().resolve(PrivateDirectory.MOVED));
		try {
			if (HardLinks.place(place.file(), directory.moved())) {
				Files.deleteIfExists(directory.moved());
			}
			else {
				logger.warn(kept, null);
			}
		}
		catch (IOException ex) {
			logger.warn(kept, ex);
		}
	}

	private static boolean isStale(Path socket, PrivateDirectory directory) throws IOException {
		return liveness(socket, directory) == Liveness.STALE;
	}

	private static Liveness liveness(Path socket, PrivateDirectory directory) throws IOException {
		try {
			return LivenessProbe.of(socket, directory);
		}
		catch (NoSuchFileException ex) {
			return Liveness.LIVE;
		}
	}

	private static IOException occupied(EndpointPlace place, PrivateDirectory directory) throws IOException {
		return occupied(place, FileIdentity.at(place.file()), directory);
	}

	private static IOException occupied(EndpointPlace place, @Nullable FileIdentity occupant,
			PrivateDirectory directory) throws IOException {
		if (occupant == null || !occupant.isSocket()) {
			String type = (occupant != null) ? occupant.type() : "something else";
			return inUse("'%s' is %s, which is never replaced: move it away or choose another name", place, type);
		}
		return switch (liveness(place.file(), directory)) {
			case STALE ->
				inUse("'%s' was left by a server that did not end properly: remove it or have stale sockets reclaimed",
						place);
			case UNKNOWN -> inUse(
					"'%s' is a socket of the user '%s', and '%s' may not connect to find out whether a server listens there: have that user remove it if none does, or choose another name",
					place, Files.getOwner(place.file(), LinkOption.NOFOLLOW_LINKS).getName(),
					System.getProperty("user.name"));
			case LIVE -> inUse("Another server listens at '%s': stop it or choose another name", place);
		};
	}

	private static LocalSocketException inUse(String text, Object... arguments) {
		return new LocalSocketException(SocketError.ADDRESS_IN_USE, text.formatted(arguments));
	}

	/**
	 * Tells whether the file at the path is still the published one.
	 * @return whether clients that connect to the path reach this server
	 */
	boolean isIntact() {
		return isAt(this.place.path());
	}

	private boolean isAt(Path path) {
		try {
			return this.file.isSame(FileIdentity.at(path));
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
		try (this.place; this.lock) {
			if (isAt(this.place.file())) {
				Files.delete(this.place.file());
			}
		}
	}

	@Override
	public void leave() throws IOException {
		try (this.place) {
			if (this.lock != null) {
				this.lock.leave();
			}
		}
	}

	@Override
	public FileIdentity identity() {
		return this.file;
	}

	@Override
	public boolean hasPermanentLock() {
		return this.lock != null && this.lock.isPermanent();
	}

	@Override
	public @Nullable FileDescriptor outgoingLock(DescriptorTransfer transfer) throws IOException {
		return (this.lock != null) ? this.lock.outgoing(transfer) : null;
	}

	@Override
	public void apply(EndpointOptions options) throws IOException {
		if (options.permissions() == null && options.group() == null) {
			return;
		}
		try (PrivateDirectory directory = this.place.newPrivateDirectory()) {
			// Nobody can exchange the link for another file
			if (HardLinks.create(directory.socket(), this.place.file()) == HardLinks.Outcome.CREATED
					&& isAt(directory.socket())) {
				if (options.group() != null) {
					FileGroup.set(directory.socket(), options.group());
				}
				if (options.permissions() != null) {
					Files.setPosixFilePermissions(directory.socket(), options.permissions());
				}
			}
		}
	}

}

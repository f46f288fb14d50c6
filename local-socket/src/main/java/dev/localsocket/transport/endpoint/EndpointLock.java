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
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.endpoint.HardLinks.Outcome;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.DescriptorTransfer;
import dev.localsocket.transport.spi.DirectoryDescriptor;
import dev.localsocket.transport.spi.FileIdentity;
import dev.localsocket.transport.spi.FileLock;
import org.jspecify.annotations.Nullable;

/**
 * The right to create, replace and delete the socket file at one path: a lock on the file
 * {@code .NAME.lock} beside it, which the kernel releases if the process dies.
 * <p>
 * Whoever holds the lock on <em>the file that is at the path</em> owns the path, and only
 * the owner deletes the file; so after locking a file that was already there it is enough
 * to see that it is still at the path. To know for certain which file was locked, it is
 * first linked into a private directory, where nobody can exchange it. That also tells
 * whether this process holds the lock already, without opening the file: closing any
 * descriptor of a file would release all the locks that the process has on it
 * ({@code fcntl_locking(2)}).
 */
final class EndpointLock implements Closeable {

	private static final int ATTEMPTS = 100;

	/**
	 * The lock files that this process holds, one of them more than once while it is
	 * handed over within the process. It is the monitor of every acquisition and release
	 * in this process.
	 */
	private static final List<Inode> held = new ArrayList<>();

	private final Path path;

	private final FileIdentity file;

	private final FileLock lock;

	private final boolean permanent;

	private boolean closed;

	private EndpointLock(Path path, FileIdentity file, FileLock lock, boolean permanent) {
		this.path = path;
		this.file = file;
		this.lock = lock;
		this.permanent = permanent;
	}

	/**
	 * Acquires the lock for a socket file, or fails at once.
	 * @param place where the socket file is to be, open for as long as the lock
	 * @param directory a private directory on the same file system
	 * @return the lock
	 * @throws IOException {@link SocketError#ADDRESS_IN_USE} if somebody holds the lock
	 */
	static EndpointLock acquire(EndpointPlace place, PrivateDirectory directory) throws IOException {
		synchronized (held) {
			for (int i = 0; i < ATTEMPTS; i++) {
				EndpointLock lock = attempt(place, directory);
				if (lock != null) {
					held.add(Inode.of(lock.file));
					return lock;
				}
			}
		}
		throw inUse(place);
	}

	private static @Nullable EndpointLock attempt(EndpointPlace place, PrivateDirectory directory) throws IOException {
		try {
			return (FileIdentity.at(place.lockFile()) == null) ? create(place, directory) : takeOver(place, directory);
		}
		finally {
			Files.deleteIfExists(directory.lock());
		}
	}

	private static @Nullable EndpointLock create(EndpointPlace place, PrivateDirectory directory) throws IOException {
		Path path = place.lockFile();
		Path own = directory.lock();
		FileLock lock = lockFile(place, own, true);
		try {
			EndpointLock created = new EndpointLock(path, FileIdentity.of(own), lock, false);
			Outcome outcome = HardLinks.create(path, own);
			if (outcome == Outcome.CREATED) {
				return created;
			}
			lock.close();
			return (outcome == Outcome.UNSUPPORTED) ? lockInPlace(place) : null;
		}
		catch (IOException | RuntimeException ex) {
			Closing.after(ex, lock);
			throw ex;
		}
	}

	private static FileLock lockFile(EndpointPlace place, Path file, boolean create) throws IOException {
		FileLock lock = place.directory().transport().lockFile(file, create);
		if (lock == null) {
			throw inUse(place);
		}
		return lock;
	}

	/** Takes the lock of a file that is at the path; null if it has just gone. */
	private static @Nullable EndpointLock takeOver(EndpointPlace place, PrivateDirectory directory) throws IOException {
		Path own = directory.lock();
		Outcome outcome = HardLinks.create(own, place.lockFile());
		if (outcome == Outcome.UNSUPPORTED) {
			checkOwner(place, directory);
			return lockInPlace(place);
		}
		return (outcome == Outcome.CREATED) ? lock(place, own, checkedIdentity(place, own)) : null;
	}

	private static void checkOwner(EndpointPlace place, PrivateDirectory directory) throws IOException {
		UserPrincipal owner = Files.getOwner(place.lockFile(), LinkOption.NOFOLLOW_LINKS);
		if (!owner.equals(directory.owner())) {
			throw new LocalSocketException(SocketError.ACCESS_DENIED,
					"The lock file '%s' belongs to the user '%s': listen as that user, or elsewhere"
						.formatted(place.lockPath(), owner.getName()));
		}
	}

	private static FileIdentity checkedIdentity(EndpointPlace place, Path own) throws IOException {
		FileIdentity file = FileIdentity.of(own);
		if (!file.isRegularFile()) {
			throw new LocalSocketException(SocketError.ADDRESS_IN_USE,
					"'%s' is needed as a lock file, but it is %s: remove it".formatted(place.lockPath(), file.type()));
		}
		if (held.contains(Inode.of(file))) {
			throw inUse(place);
		}
		return file;
	}

	private static @Nullable EndpointLock lock(EndpointPlace place, Path own, FileIdentity file) throws IOException {
		Path path = place.lockFile();
		FileLock lock = lockFile(place, own, false);
		try {
			if (file.isSame(FileIdentity.at(path))) {
				return new EndpointLock(path, file, lock, false);
			}
			lock.close();
			return null;
		}
		catch (IOException | RuntimeException ex) {
			Closing.after(ex, lock);
			throw ex;
		}
	}

	/**
	 * Without hard links nobody can be certain which file was locked, unless it is never
	 * deleted.
	 */
	private static EndpointLock lockInPlace(EndpointPlace place) throws IOException {
		Path path = place.lockFile();
		if (FileIdentity.at(path) != null) {
			checkedIdentity(place, path);
		}
		FileLock lock = lockFile(place, path, true);
		return Closing.onFailure(lock, () -> new EndpointLock(path, FileIdentity.of(path), lock, true));
	}

	/**
	 * Takes over a lock that another process holds too.
	 * @param place where the socket file is, open for as long as the lock
	 * @param lock the lock
	 * @param permanent whether its file is never deleted
	 * @return the lock for that place
	 * @throws IOException if its file cannot be examined
	 */
	static EndpointLock received(EndpointPlace place, FileLock lock, boolean permanent) throws IOException {
		Path open = DirectoryDescriptor.ALL.resolve(Integer.toString(lock.descriptor()));
		synchronized (held) {
			FileIdentity file = FileIdentity.behind(open);
			held.add(Inode.of(file));
			return new EndpointLock(place.lockFile(), file, lock, permanent);
		}
	}

	private static EndpointHeldException inUse(EndpointPlace place) {
		return new EndpointHeldException(place);
	}

	/**
	 * Deletes the lock file, where the file system has hard links, and releases the lock,
	 * unless that has been done.
	 */
	@Override
	public void close() throws IOException {
		synchronized (held) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			try (this.lock) {
				if (!this.permanent && this.file.isSame(FileIdentity.at(this.path))) {
					Files.delete(this.path);
				}
			}
			finally {
				held.remove(Inode.of(this.file));
			}
		}
	}

	/**
	 * Returns what holds the lock, to go to another process.
	 * @param transfer duplicates it
	 * @return the duplicate, which the caller must close
	 * @throws LocalSocketException {@link SocketError#UNSUPPORTED_OPERATION} if the lock
	 * belongs to this process
	 * @throws IOException if it cannot be duplicated
	 */
	FileDescriptor outgoing(DescriptorTransfer transfer) throws IOException {
		if (this.lock.descriptor() == FileLock.NONE) {
			throw new LocalSocketException(SocketError.UNSUPPORTED_OPERATION,
					"The lock '%s' cannot be passed to another process: the kernel or the file system has no locks of open files (F_OFD_SETLK)"
						.formatted(this.path));
		}
		return transfer.outgoing(this.lock.descriptor());
	}

	boolean isPermanent() {
		return this.permanent;
	}

	/**
	 * Leaves the lock to the other process that holds it, unless this has been closed.
	 * @throws IOException if the descriptor cannot be closed
	 */
	void leave() throws IOException {
		synchronized (held) {
			if (!this.closed) {
				this.closed = true;
				held.remove(Inode.of(this.file));
				this.lock.close();
			}
		}
	}

	/** What identifies a file for as long as it is open. */
	private record Inode(long device, long inode) {

		static Inode of(FileIdentity file) {
			return new Inode(file.device(), file.inode());
		}

	}

}

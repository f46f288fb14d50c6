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

package dev.localsocket.transport.spi;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The lock that Java takes, which belongs to the process ({@code F_SETLK} in
 * {@code fcntl_locking(2)}): closing any descriptor of the file releases it.
 */
public final class ProcessFileLock implements FileLock {

	private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

	private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

	private final FileChannel channel;

	private ProcessFileLock(FileChannel channel) {
		this.channel = channel;
	}

	/**
	 * Locks a file, see {@link Transport#lockFile}.
	 * @param file the file
	 * @param create whether to create it if there is none
	 * @return the lock, or null if somebody holds it
	 * @throws IOException if the file cannot be opened or locked
	 */
	public static @Nullable ProcessFileLock tryLock(Path file, boolean create) throws IOException {
		FileChannel channel = open(file, create);
		boolean locked = Closing.onFailure(channel, () -> isLocked(channel));
		if (!locked) {
			channel.close();
			return null;
		}
		return new ProcessFileLock(channel);
	}

	private static FileChannel open(Path file, boolean create) throws IOException {
		if (!create) {
			return FileChannel.open(file, OPTIONS);
		}
		Set<OpenOption> options = new HashSet<>(OPTIONS);
		options.add(StandardOpenOption.CREATE);
		return FileChannel.open(file, options, OWNER_ONLY);
	}

	/** The library may have been loaded twice, and the other copy may hold the lock. */
	private static boolean isLocked(FileChannel channel) throws IOException {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
	}

	@Override
	public int descriptor() {
		return NONE;
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}

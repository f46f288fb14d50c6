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

package dev.localsocket.transport.linux;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import dev.localsocket.transport.spi.EndpointAddress;

/**
 * The system calls that open and lock files. Thread-safe.
 */
final class FileCalls {

	/** {@code O_WRONLY | O_CLOEXEC}. */
	private static final int WRITE_CLOSE_ON_EXEC = 02000001;

	/** {@code O_CREAT}. */
	private static final int CREATE = 0100;

	/** {@code O_NOFOLLOW}, for which ARM and PowerPC have a number of their own. */
	private static final int NO_FOLLOW = hasOwnFlags(System.getProperty("os.arch")) ? 0100000 : 0400000;

	private static final int OWNER_ONLY = 0600;

	/** {@code F_OFD_SETLK}. */
	private static final int SET_LOCK = 37;

	/** {@code F_WRLCK}, from the beginning of the file to its end. */
	private static final short WRITE_LOCK = 1;

	/** {@code sizeof(struct flock)} on 64 bits; what is not set must be 0. */
	private static final int LOCK_SIZE = 32;

	private static final NativeFunction OPEN = Bindings.function("open");

	private static final NativeFunction CONTROL = Bindings.function("fcntl");

	private FileCalls() {
	}

	private static boolean hasOwnFlags(String architecture) {
		return architecture.equals("aarch64") || architecture.startsWith("ppc");
	}

	/**
	 * Opens a file for writing, which must not be a symbolic link.
	 * @param file the path
	 * @param create whether to create it, for this user only, if there is none
	 * @return the descriptor, closed on exec
	 * @throws IOException if it cannot be opened
	 */
	static int open(Path file, boolean create) throws IOException {
		NativeMemory path = NativeMemory.of(EndpointAddress.nativePath(file));
		int flags = WRITE_CLOSE_ON_EXEC | NO_FOLLOW | (create ? CREATE : 0);
		int descriptor;
		do {
			descriptor = OPEN.call(path.address(), flags, OWNER_ONLY);
		}
		while (Errno.EINTR.is(descriptor));
		Reference.reachabilityFence(path);
		if (Errno.ENOENT.is(descriptor)) {
			throw new NoSuchFileException(file.toString());
		}
		if (Errno.EACCES.is(descriptor)) {
			throw new AccessDeniedException(file.toString());
		}
		return Errno.checked(descriptor, "open");
	}

	/**
	 * Takes a lock that belongs to the open file, without waiting.
	 * @param descriptor the descriptor
	 * @return 0, or a negative result as of {@link NativeFunction}
	 */
	static int tryLock(int descriptor) {
		NativeMemory lock = new NativeMemory(LOCK_SIZE).putShort(0, WRITE_LOCK);
		int result;
		do {
			result = CONTROL.call(descriptor, SET_LOCK, lock.address());
		}
		while (Errno.EINTR.is(result));
		Reference.reachabilityFence(lock);
		return result;
	}

}

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
import java.nio.file.Path;

import dev.localsocket.transport.spi.FileLock;
import dev.localsocket.transport.spi.ProcessFileLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock that belongs to the open file, not to the process ({@code F_OFD_SETLK} in
 * {@code fcntl_locking(2)}): it goes to another process with the descriptor, and closing
 * other descriptors of the file does not release it. It excludes the locks that belong to
 * processes, which Java takes, and the other way round.
 */
final class OpenFileLock implements FileLock {

	private final int descriptor;

	private boolean closed;

	/**
	 * Takes over a descriptor.
	 * @param descriptor the descriptor that holds the lock
	 */
	OpenFileLock(int descriptor) {
		this.descriptor = descriptor;
	}

	/**
	 * Locks a file. Where the kernel (before 3.15) or the file system has no such locks,
	 * it is one that belongs to the process.
	 * @param file the file
	 * @param create whether to create it if there is none
	 * @return the lock, or null if somebody holds it
	 * @throws IOException if the file cannot be opened or locked
	 */
	static @Nullable FileLock tryLock(Path file, boolean create) throws IOException {
		int descriptor = FileCalls.open(file, create);
		int result = FileCalls.tryLock(descriptor);
		if (result >= 0) {
			return new OpenFileLock(descriptor);
		}
		DescriptorCalls.close(descriptor);
		if (Errno.EAGAIN.is(result) || Errno.EACCES.is(result)) {
			return null;
		}
		if (Errno.EINVAL.is(result)) {
			return ProcessFileLock.tryLock(file, create);
		}
		throw Errno.failure("fcntl", result);
	}

	@Override
	public int descriptor() {
		return this.descriptor;
	}

	/** Once only, because the number may be another's right afterwards. */
	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			DescriptorCalls.close(this.descriptor);
		}
	}

}

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
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import dev.localsocket.transport.spi.EndpointAddress;

/**
 * The system call that opens directories. Thread-safe.
 */
final class DirectoryCalls {

	/**
	 * {@code O_PATH | O_CLOEXEC}: enough to go through, also where nothing may be read.
	 */
	private static final int PATH_CLOSE_ON_EXEC = 012000000;

	private static final MethodHandle OPEN = Epoll.function("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);

	private DirectoryCalls() {
	}

	/**
	 * Opens a directory.
	 * @param directory the path
	 * @return the descriptor
	 * @throws IOException if there is no directory
	 */
	static int open(Path directory) throws IOException {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment state = Epoll.newCallState(arena);
			// Fails unless it is a directory
			MemorySegment path = arena.allocateFrom(ValueLayout.JAVA_BYTE,
					EndpointAddress.nativePath(directory.resolve(".")));
			int descriptor = (int) OPEN.invokeExact(state, path, PATH_CLOSE_ON_EXEC);
			if (descriptor < 0) {
				throw failure(Epoll.errno(state), directory.toString());
			}
			return descriptor;
		}
		catch (Throwable ex) {
			throw Epoll.failure(ex);
		}
	}

	private static IOException failure(int errno, String path) {
		if (Errno.ENOENT.is(errno)) {
			return new NoSuchFileException(path);
		}
		return Errno.EACCES.is(errno) ? new AccessDeniedException(path) : Errno.failure("open", errno);
	}

}

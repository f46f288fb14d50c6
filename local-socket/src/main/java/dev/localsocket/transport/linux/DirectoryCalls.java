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
 * The system call that opens directories. Thread-safe.
 */
final class DirectoryCalls {

	/**
	 * {@code O_PATH | O_CLOEXEC}: enough to go through, also where nothing may be read.
	 */
	private static final int PATH_CLOSE_ON_EXEC = 012000000;

	private static final NativeFunction OPEN = Bindings.function("open");

	private DirectoryCalls() {
	}

	/**
	 * Opens a directory.
	 * @param directory the path
	 * @return the descriptor
	 * @throws IOException if there is no directory
	 */
	static int open(Path directory) throws IOException {
		// Fails unless it is a directory
		NativeMemory path = NativeMemory.of(EndpointAddress.nativePath(directory.resolve(".")));
		int descriptor = OPEN.call(path.address(), PATH_CLOSE_ON_EXEC);
		Reference.reachabilityFence(path);
		if (Errno.ENOENT.is(descriptor)) {
			throw new NoSuchFileException(directory.toString());
		}
		if (Errno.EACCES.is(descriptor)) {
			throw new AccessDeniedException(directory.toString());
		}
		return Errno.checked(descriptor, "open");
	}

}

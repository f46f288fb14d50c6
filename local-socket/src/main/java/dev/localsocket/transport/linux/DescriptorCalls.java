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

/**
 * The system calls on descriptors of any kind. Thread-safe.
 */
final class DescriptorCalls {

	/** {@code F_DUPFD_CLOEXEC}. */
	private static final int DUPLICATE = 1030;

	/** {@code F_GETFL}. */
	private static final int GET_FLAGS = 3;

	/** {@code F_SETFL}. */
	private static final int SET_FLAGS = 4;

	/** {@code O_NONBLOCK}. */
	private static final int NON_BLOCKING = 04000;

	private static final NativeFunction CONTROL = Bindings.function("fcntl");

	private static final NativeFunction CLOSE = Bindings.function("close");

	private DescriptorCalls() {
	}

	/** Initialises it, so that nothing keeps a descriptor from being closed later. */
	static void prepare() {
		// Nothing else is to be done
	}

	/**
	 * Duplicates a descriptor.
	 * @return the duplicate, which is closed on exec
	 */
	static int duplicate(int descriptor) throws IOException {
		return Errno.checked(CONTROL.call(descriptor, DUPLICATE, 0), "fcntl");
	}

	/**
	 * Makes calls on a descriptor not wait, for all who hold it.
	 */
	static void setNonBlocking(int descriptor) throws IOException {
		int flags = Errno.checked(CONTROL.call(descriptor, GET_FLAGS, 0), "fcntl");
		Errno.checked(CONTROL.call(descriptor, SET_FLAGS, flags | NON_BLOCKING), "fcntl");
	}

	/** Closes a descriptor and nothing else. It is closed even if the call fails. */
	static void close(int descriptor) {
		CLOSE.call(descriptor);
	}

}

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

import dev.localsocket.error.SocketError;
import dev.localsocket.transport.connection.Connection;
import dev.localsocket.transport.spi.SystemCallException;

/**
 * What {@code errno(3)} says on Linux, as far as anybody asks, with a text for people.
 */
enum Errno {

	EPERM(1, SocketError.ACCESS_DENIED, "Operation not permitted"),

	ENOENT(2, SocketError.SERVER_NOT_FOUND, "No such file or directory"),

	EINTR(4, SocketError.UNKNOWN, "Interrupted"),

	EIO(5, SocketError.UNKNOWN, "Input/output error"),

	EBADF(9, SocketError.UNKNOWN, "Bad file descriptor"),

	EAGAIN(11, SocketError.UNKNOWN, "It would have to wait"),

	ENOMEM(12, SocketError.RESOURCE_EXHAUSTED, "Cannot allocate memory"),

	EACCES(13, SocketError.ACCESS_DENIED, "Permission denied"),

	EINVAL(22, SocketError.UNKNOWN, "Invalid argument"),

	ENFILE(23, SocketError.RESOURCE_EXHAUSTED, "Too many open files in system"),

	EMFILE(24, SocketError.RESOURCE_EXHAUSTED, "Too many open files"),

	ENOSPC(28, SocketError.RESOURCE_EXHAUSTED, "No space left on device"),

	EROFS(30, SocketError.ACCESS_DENIED, "Read-only file system"),

	EPIPE(32, SocketError.PEER_CLOSED, "Broken pipe"),

	ELOOP(40, SocketError.ACCESS_DENIED, "A symbolic link, which must not be there"),

	EADDRINUSE(98, SocketError.ADDRESS_IN_USE, "Address already in use"),

	ECONNABORTED(103, SocketError.UNKNOWN, "Connection aborted"),

	ECONNRESET(104, SocketError.PEER_CLOSED, "Connection reset by peer"),

	ENOBUFS(105, SocketError.RESOURCE_EXHAUSTED, "No buffer space available"),

	ECONNREFUSED(111, SocketError.CONNECTION_REFUSED, "Connection refused");

	private static final Errno[] VALUES = values();

	private final int number;

	private final SocketError error;

	private final String text;

	Errno(int number, SocketError error, String text) {
		this.number = number;
		this.error = error;
		this.text = text;
	}

	/**
	 * Returns what {@link NativeFunction} returns when it fails.
	 * @param errno what the function has left, which is some error in any case
	 * @return the result, negative
	 */
	static int result(int errno) {
		return (errno > 0) ? -errno : -EIO.number;
	}

	/**
	 * Tells whether a call has failed so.
	 * @param result what {@link NativeFunction} has returned
	 * @return whether it is this
	 */
	boolean is(int result) {
		return result == -this.number;
	}

	/**
	 * Fails if a call has failed.
	 * @param result what {@link NativeFunction} has returned
	 * @param call the name of the call
	 * @return the result
	 * @throws SystemCallException if it is negative
	 */
	static int checked(int result, String call) throws SystemCallException {
		if (result < 0) {
			throw failure(call, result);
		}
		return result;
	}

	/**
	 * Returns what says that a call has failed.
	 * @param call the name of the call
	 * @param result what {@link NativeFunction} has returned
	 * @return the exception
	 */
	static SystemCallException failure(String call, int result) {
		for (Errno known : VALUES) {
			if (known.is(result)) {
				return new SystemCallException(known.error, "%s: %s (%s)".formatted(known.text, call, known), null);
			}
		}
		return new SystemCallException(SocketError.UNKNOWN, "%s failed with errno %d".formatted(call, -result), null);
	}

}

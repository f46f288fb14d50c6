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

import dev.localsocket.error.SocketError;

/**
 * What {@code errno(3)} says on Linux, as far as anybody asks.
 */
enum Errno {

	/** The user may not do it. */
	EPERM(1, SocketError.ACCESS_DENIED),

	/** There is no such file. */
	ENOENT(2, SocketError.SERVER_NOT_FOUND),

	/** A signal came. */
	EINTR(4, SocketError.UNKNOWN),

	/** It would have to wait. */
	EAGAIN(11, SocketError.UNKNOWN),

	/** There is no memory. */
	ENOMEM(12, SocketError.RESOURCE_EXHAUSTED),

	/** The permissions of a file or directory say no. */
	EACCES(13, SocketError.ACCESS_DENIED),

	/** The system has too many open files. */
	ENFILE(23, SocketError.RESOURCE_EXHAUSTED),

	/** The process has too many open files. */
	EMFILE(24, SocketError.RESOURCE_EXHAUSTED),

	/** The disk is full. */
	ENOSPC(28, SocketError.RESOURCE_EXHAUSTED),

	/** The file system cannot be written to. */
	EROFS(30, SocketError.ACCESS_DENIED),

	/** The peer has gone. */
	EPIPE(32, SocketError.PEER_CLOSED),

	/** Somebody has the address. */
	EADDRINUSE(98, SocketError.ADDRESS_IN_USE),

	/** The connection was over before it was accepted. */
	ECONNABORTED(103, SocketError.UNKNOWN),

	/** The peer has closed without reading all. */
	ECONNRESET(104, SocketError.PEER_CLOSED),

	/** There is no room for a buffer. */
	ENOBUFS(105, SocketError.RESOURCE_EXHAUSTED);

	private static final Errno[] VALUES = values();

	private final int number;

	private final SocketError error;

	Errno(int number, SocketError error) {
		this.number = number;
		this.error = error;
	}

	boolean is(int errno) {
		return this.number == errno;
	}

	/**
	 * Returns what says that a call has failed.
	 * @param call the name of the call
	 * @param errno what it has left
	 * @return the exception
	 */
	static SystemCallException failure(String call, int errno) {
		for (Errno known : VALUES) {
			if (known.is(errno)) {
				return new SystemCallException(known.error, "%s failed with %s".formatted(call, known), null);
			}
		}
		return new SystemCallException(SocketError.UNKNOWN, "%s failed with errno %d".formatted(call, errno), null);
	}

}

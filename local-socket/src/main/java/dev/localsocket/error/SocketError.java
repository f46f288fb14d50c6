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

package dev.localsocket.error;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;

/**
 * What went wrong with a {@link LocalServer} or a {@link LocalSocket}. The constants
 * unite Qt's {@code QAbstractSocket::SocketError}, as far as {@code QLocalServer} uses
 * it, with {@code QLocalSocket::LocalSocketError}.
 *
 * @since 0.1.0
 */
public enum SocketError {

	/** Nothing. */
	NO_ERROR,

	/**
	 * The name is empty, too long, or in a directory that is not there
	 * ({@code ENAMETOOLONG}, {@code ENOENT}, {@code ENOTDIR}).
	 */
	INVALID_NAME,

	/**
	 * The descriptor is not open, or is no local stream socket that listens if it has to
	 * be one ({@code EBADF}, {@code ENOTSOCK}).
	 */
	INVALID_DESCRIPTOR,

	/**
	 * A server listens there, a socket was left there, or something that is no socket is
	 * in the way ({@code EADDRINUSE}).
	 */
	ADDRESS_IN_USE,

	/** The server's socket file was deleted or replaced by somebody else. */
	ENDPOINT_LOST,

	/** The user may not do it ({@code EACCES}, {@code EPERM}, {@code EROFS}). */
	ACCESS_DENIED,

	/**
	 * Users other than root and the server's own could exchange what is in the directory,
	 * see {@link LocalServer#setCheckDirectory}.
	 */
	UNSAFE_DIRECTORY,

	/** There is no such group, or the socket may not be given to it ({@code EPERM}). */
	INVALID_GROUP,

	/** There is nothing to connect to ({@code ENOENT}). */
	SERVER_NOT_FOUND,

	/** Nobody listens there, or no longer ({@code ECONNREFUSED}). */
	CONNECTION_REFUSED,

	/**
	 * The socket is not connected ({@code QLocalSocket::OperationError}).
	 */
	NOT_CONNECTED,

	/** The peer has closed the connection. */
	PEER_CLOSED,

	/** The time was over. */
	TIMEOUT,

	/**
	 * No descriptors, memory or space on the disk are left ({@code EMFILE},
	 * {@code ENFILE}, {@code ENOMEM}, {@code ENOBUFS}, {@code ENOSPC}).
	 */
	RESOURCE_EXHAUSTED,

	/** The platform cannot do it, or the native library could not be loaded. */
	UNSUPPORTED_OPERATION,

	/** The peer reads too slowly: what was to be written exceeds the write buffer. */
	WRITE_BUFFER_FULL,

	/**
	 * All connections together buffer more than {@linkplain EventLoops#maxBuffered() they
	 * may}, and this one had not moved for the longest time.
	 */
	MAX_BUFFERED,

	/** The peer sent more descriptors than are allowed, or than there is room for. */
	TOO_MANY_DESCRIPTORS,

	/** The peer does not keep to the framing, by a line that is too long, for example. */
	FRAMING_ERROR,

	/** The code that handles the connection failed. */
	HANDLER_FAILED,

	/** Anything else; the text has the operating system's own words. */
	UNKNOWN;

}

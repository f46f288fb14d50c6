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

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;

/**
 * The system calls that pass descriptors with the bytes of a connection
 * ({@code SCM_RIGHTS} in {@code unix(7)}). Thread-safe.
 */
public interface DescriptorPassing {

	/**
	 * Fails if descriptors cannot be received here.
	 * @throws LocalSocketException {@link SocketError#UNSUPPORTED_OPERATION} saying what
	 * to do
	 */
	void check() throws LocalSocketException;

	/**
	 * Duplicates descriptors: all of them, or none.
	 * @param descriptors the descriptors
	 * @return the duplicates, which the caller must close
	 * @throws LocalSocketException if one of them is not open, or there are too many
	 */
	List<FileDescriptor> duplicate(List<FileDescriptor> descriptors) throws LocalSocketException;

	/**
	 * Sends bytes, and descriptors with the first of them.
	 * @param socket the descriptor of the socket, not blocking
	 * @param source the bytes, at least one, in a direct buffer
	 * @param descriptors the descriptors, at most 60, which stay open
	 * @return how many bytes the kernel has taken; if 0, no descriptors either
	 * @throws LocalSocketException if the descriptors cannot be sent
	 * @throws IOException if the peer has gone
	 */
	int send(int socket, ByteBuffer source, List<FileDescriptor> descriptors) throws IOException;

	/**
	 * Takes a socket over, in order to receive from it.
	 * @param socket the descriptor of the socket, not blocking
	 * @param received knows whether descriptors are wanted, and gets them
	 * @return what receives from it, and closes it
	 * @throws IOException if it has been closed
	 */
	Receiver receiver(int socket, ReceivedDescriptors received) throws IOException;

	/** Receives from one socket; for the thread of its loop. */
	interface Receiver extends Closeable {

		/**
		 * Receives bytes, and the descriptors that come with them.
		 * @param target a direct buffer
		 * @return the number of bytes, 0 if there are none now, -1 at the end
		 * @throws PeerGoneException if the peer has closed without reading all
		 * @throws IOException {@link SocketError#TOO_MANY_DESCRIPTORS} if the peer sends
		 * more than are allowed, which are closed; or if the connection broke
		 */
		int read(ByteBuffer target) throws IOException;

	}

}

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
import java.nio.ByteBuffer;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;

/**
 * The system call that receives descriptors with the bytes of a connection
 * ({@code SCM_RIGHTS} in {@code unix(7)}). Thread-safe.
 */
public interface DescriptorReceiving {

	/**
	 * Fails if descriptors cannot be received here.
	 * @throws LocalSocketException {@link SocketError#UNSUPPORTED_OPERATION} saying what
	 * to do
	 */
	void check() throws LocalSocketException;

	/**
	 * Receives bytes, and the descriptors that come with them.
	 * @param socket the socket, not blocking
	 * @param target where to put the bytes, a direct buffer
	 * @param received gets the descriptors
	 * @return the number of bytes, 0 if there are none now, -1 at the end
	 * @throws PeerGoneException if the peer has closed without reading all
	 * @throws IOException {@link SocketError#TOO_MANY_DESCRIPTORS} if the peer sends more
	 * than are allowed, which are closed; or if the connection broke
	 */
	int receive(int socket, ByteBuffer target, ReceivedDescriptors received) throws IOException;

}

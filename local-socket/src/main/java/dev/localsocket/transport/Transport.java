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

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

import dev.localsocket.error.LocalSocketException;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;

/**
 * The system calls that servers are made of, as one library offers them. Thread-safe.
 */
interface Transport {

	/**
	 * Returns what makes the system calls.
	 * @return the name of this transport
	 */
	String name();

	/**
	 * Fails if a server cannot be made of it here.
	 * @throws LocalSocketException saying what to do
	 */
	void check() throws LocalSocketException;

	/**
	 * Returns the name of the kind of pollers.
	 * @return the name
	 */
	String pollerName();

	/**
	 * Opens a poller.
	 * @return the poller
	 * @throws IOException if it cannot be opened, for example for lack of descriptors
	 */
	Poller openPoller() throws IOException;

	/**
	 * Opens a directory, so that it stays the same one whatever becomes of its path.
	 * @param directory the path
	 * @return the descriptor, by which {@code /proc/self/fd} leads there, or null if
	 * there is no such way
	 * @throws IOException if there is no directory
	 */
	@Nullable DirectoryDescriptor openDirectory(Path directory) throws IOException;

	/**
	 * Opens a socket and listens at an address, where nothing may be yet. What a file
	 * allows is left to the umask.
	 * @param address the address
	 * @param backlog how many connections may wait in the kernel, positive
	 * @return the socket
	 * @throws IOException if it cannot listen
	 */
	ListeningSocket listen(EndpointAddress address, int backlog) throws IOException;

	/**
	 * Asks the kernel whether a local stream socket that is not connected listens.
	 * @param channel the socket, whose blocking mode stays as it is
	 * @return whether it does
	 * @throws IOException if the kernel does not tell
	 */
	boolean listens(AFUNIXServerSocketChannel channel) throws IOException;

	/**
	 * Takes over a socket that listens already.
	 * @param channel the socket, non-blocking
	 * @param resources what is to be closed instead of the socket
	 * @return the socket
	 * @throws IOException if it has been closed
	 */
	ListeningSocket adopt(AFUNIXServerSocketChannel channel, Closeable resources) throws IOException;

}

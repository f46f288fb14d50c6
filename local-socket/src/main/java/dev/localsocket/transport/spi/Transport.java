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
import java.nio.file.Path;
import java.time.Duration;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that servers and connections are made of, as one binding offers them.
 * Thread-safe.
 */
public interface Transport {

	/**
	 * Returns what this is called.
	 * @return the name of this transport
	 */
	String name();

	/**
	 * Fails if a server cannot be made of it here.
	 * @throws LocalSocketException saying what to do
	 */
	void check() throws LocalSocketException;

	/**
	 * Returns what makes the system calls. May load its native part, which reads and
	 * writes files.
	 * @return the library
	 */
	TransportLibrary library();

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
	 * Connects to a server, once. Blocks the calling thread, which must be a platform
	 * thread that nothing needs to interrupt: see {@link Connector}.
	 * @param address the address of the server
	 * @param timeout how long to wait while the server's backlog is full, at least a
	 * millisecond
	 * @return the socket
	 * @throws IOException if it cannot connect
	 */
	StreamSocket connect(EndpointAddress address, Duration timeout) throws IOException;

	/**
	 * Takes over a socket that listens already. It becomes non-blocking for all who hold
	 * it. If this fails, the descriptor is left as it is.
	 * @param descriptor the number of the descriptor
	 * @return the socket, which closes this process's descriptor and nothing else: others
	 * who hold the socket go on listening
	 * @throws IOException {@link SocketError#INVALID_DESCRIPTOR} if it is no local stream
	 * socket that listens
	 */
	AdoptedSocket<ListeningSocket> adoptListening(int descriptor) throws IOException;

	/**
	 * Listens like {@link #adoptListening}, on a duplicate of the descriptor.
	 * @param descriptor the number of the descriptor, which stays open
	 * @return the socket
	 * @throws IOException {@link SocketError#INVALID_DESCRIPTOR} if it is no local stream
	 * socket that listens
	 */
	AdoptedSocket<ListeningSocket> adoptListeningDuplicate(int descriptor) throws IOException;

	/**
	 * Takes over a connection. It becomes non-blocking for all who hold it. If this
	 * fails, the descriptor is left as it is.
	 * @param descriptor the number of the descriptor
	 * @return the socket
	 * @throws IOException {@link SocketError#INVALID_DESCRIPTOR} if it is no connected
	 * local stream socket
	 */
	AdoptedSocket<StreamSocket> adoptConnected(int descriptor) throws IOException;

	/**
	 * Locks a file, which must not be a symbolic link, without waiting. It excludes the
	 * locks of all transports.
	 * @param file the path
	 * @param create whether to create the file, for this user only, if there is none
	 * @return the lock, or null if somebody else holds it
	 * @throws IOException if the file cannot be opened or locked
	 */
	@Nullable FileLock lockFile(Path file, boolean create) throws IOException;

	/**
	 * Returns what makes descriptors ready to go to another process, and takes those that
	 * have come.
	 * @return the system calls
	 * @throws LocalSocketException {@link SocketError#UNSUPPORTED_OPERATION} saying what
	 * to do, if listening sockets and their locks cannot be passed here
	 */
	DescriptorTransfer descriptorTransfer() throws LocalSocketException;

	/**
	 * Fails if descriptors cannot be received here.
	 * @throws LocalSocketException {@link SocketError#UNSUPPORTED_OPERATION} saying what
	 * to do
	 */
	void checkReceivingDescriptors() throws LocalSocketException;

}

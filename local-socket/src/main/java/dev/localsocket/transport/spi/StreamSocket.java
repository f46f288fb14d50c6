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

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.transport.connection.Connection;

/**
 * The system calls on a connected, non-blocking stream socket. Its {@link Connection}
 * sees to it that they are made by the thread of its loop, but for {@link #send}, and
 * that none is made during or after {@link #close()}.
 */
public interface StreamSocket extends PolledSocket {

	/** What the send buffer is enlarged to: much more than what usually waits. */
	int LARGE_SEND_BUFFER = 1024 * 1024;

	/**
	 * Returns who is at the other end.
	 * @return the ids of the peer
	 * @throws IOException if they cannot be found out
	 */
	PeerCredentials peer() throws IOException;

	/**
	 * Receives bytes.
	 * @param target a direct buffer
	 * @return the number of bytes, 0 if there are none now, -1 at the end
	 * @throws IOException if the connection broke, or the peer sent more descriptors than
	 * are allowed
	 */
	int read(ByteBuffer target) throws IOException;

	/**
	 * Sends bytes.
	 * @param source a direct buffer
	 * @return the number of bytes that the kernel has taken
	 * @throws IOException if the peer has gone, or the connection broke
	 */
	int write(ByteBuffer source) throws IOException;

	/**
	 * Sends bytes, and descriptors with the first of them.
	 * @param source a direct buffer with at least one byte
	 * @param descriptors the descriptors, at most 60, which stay open
	 * @return the number of bytes that the kernel has taken; if 0, no descriptors either
	 * @throws LocalSocketException if the descriptors cannot be sent
	 * @throws IOException if the peer has gone, or the connection broke
	 */
	int write(ByteBuffer source, List<FileDescriptor> descriptors) throws IOException;

	/**
	 * Duplicates descriptors for the time until they are sent: all of them, or none.
	 * @param descriptors the descriptors
	 * @return the duplicates, which the caller must close
	 * @throws LocalSocketException if one of them is not open, or there are too many
	 */
	List<FileDescriptor> duplicate(List<FileDescriptor> descriptors) throws LocalSocketException;

	/**
	 * Returns the descriptors that come with the bytes that {@link #read} receives.
	 * @return the descriptors
	 */
	ReceivedDescriptors receivedDescriptors();

	/**
	 * Sends bytes on any thread, even on one that is interrupted, without waiting.
	 * @param source the bytes, whose position is moved
	 * @return how many the kernel has taken; 0 also if that cannot be done here, or
	 * fails: the thread of the loop finds out why
	 */
	int send(ByteBuffer source);

	/**
	 * Lets the kernel take more from {@link #send} than until now, if it can, for the
	 * last bytes to a peer that does not read. Called on any thread.
	 */
	void enlargeSendBuffer();

	/**
	 * Lets the peer send nothing more. What it has sent can still be read.
	 * @throws IOException if the connection broke
	 */
	void shutdownInput() throws IOException;

	/**
	 * Tells the peer that nothing more will come.
	 * @throws IOException if the connection broke
	 */
	void shutdownOutput() throws IOException;

}

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

/**
 * Makes descriptors ready to go to another process, and takes those that have come.
 * Thread-safe.
 */
public interface DescriptorTransfer {

	/**
	 * Duplicates a descriptor that is to go.
	 * @param number the number of the descriptor, which stays open
	 * @return the duplicate, which the caller must close
	 * @throws IOException if it is not open, or there are too many
	 */
	FileDescriptor outgoing(int number) throws IOException;

	/**
	 * Takes a descriptor that has come.
	 * @param descriptor the descriptor, which is closed, also if this fails
	 * @return the number of a duplicate, which the caller must take over or
	 * {@link #close}
	 * @throws IOException if there are too many
	 */
	int incoming(FileDescriptor descriptor) throws IOException;

	/**
	 * Closes a descriptor that nobody has taken over.
	 * @param number its number
	 */
	void close(int number);

	/**
	 * Makes this process the one that clients see as the server of a socket, and sets how
	 * many of them may wait.
	 * @param number the number of the descriptor, which listens
	 * @param backlog how many connections may wait in the kernel, positive
	 * @throws IOException if that cannot be done
	 */
	void listenAgain(int number, int backlog) throws IOException;

	/**
	 * Takes over a lock.
	 * @param number the number of the descriptor that holds it
	 * @return the lock
	 */
	FileLock lock(int number);

}

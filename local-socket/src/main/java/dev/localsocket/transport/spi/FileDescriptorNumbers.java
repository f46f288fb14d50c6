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

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;

/**
 * The numbers of descriptors, which Java keeps to itself. Thread-safe.
 */
public interface FileDescriptorNumbers {

	/**
	 * Fails if numbers cannot be had here.
	 * @throws LocalSocketException {@link SocketError#UNSUPPORTED_OPERATION} saying what
	 * to do
	 */
	void check() throws LocalSocketException;

	/**
	 * Returns the number of a descriptor.
	 * @param descriptor the descriptor
	 * @return the number
	 * @throws IOException if it is closed
	 */
	int numberOf(FileDescriptor descriptor) throws IOException;

	/**
	 * Returns the object for a descriptor that nobody owns yet.
	 * @param number the number of the descriptor, which is open
	 * @return the descriptor, which the caller must close
	 * @throws IOException if it is not open
	 */
	FileDescriptor of(int number) throws IOException;

}

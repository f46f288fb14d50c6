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

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * System calls on descriptors of any kind.
 */
final class FileDescriptors {

	private FileDescriptors() {
	}

	/**
	 * Duplicates descriptors: all of them, or none.
	 * @param descriptors the descriptors
	 * @return the duplicates, which the caller must close
	 * @throws LocalSocketException if one of them is not open, or there are too many
	 */
	static List<FileDescriptor> duplicate(List<FileDescriptor> descriptors) throws LocalSocketException {
		List<FileDescriptor> duplicates = new ArrayList<>();
		try {
			for (FileDescriptor descriptor : descriptors) {
				duplicates.add(duplicate(descriptor));
			}
			return duplicates;
		}
		catch (IOException | RuntimeException ex) {
			close(duplicates);
			throw ex;
		}
	}

	private static FileDescriptor duplicate(FileDescriptor descriptor) throws LocalSocketException {
		if (!descriptor.valid()) {
			throw new LocalSocketException(SocketError.INVALID_DESCRIPTOR,
					"A descriptor that is closed cannot be sent");
		}
		try {
			return FileDescriptorCast.duplicating(descriptor).getFileDescriptor();
		}
		catch (IOException ex) {
			throw Failures.of(ex, "Could not duplicate a descriptor");
		}
	}

	/**
	 * Returns the object for a descriptor that nobody owns yet.
	 * @param number the number of the descriptor
	 * @return the descriptor, which the caller must close
	 * @throws IOException if it is not open
	 */
	static FileDescriptor of(int number) throws IOException {
		return FileDescriptorCast.unsafeUsing(number).getFileDescriptor();
	}

	static void close(Collection<FileDescriptor> descriptors) {
		descriptors.forEach(FileDescriptors::close);
	}

	/**
	 * Closes by {@code close(2)} and nothing else, while a socket of the socket library
	 * would first shut down what other processes use too.
	 * @param descriptor the descriptor, which may be closed
	 */
	static void close(FileDescriptor descriptor) {
		if (descriptor.valid()) {
			Closing.quietly(new FileOutputStream(descriptor));
		}
	}

}

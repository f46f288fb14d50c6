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

package dev.localsocket.transport.junix;

import java.io.FileDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.Failures;
import dev.localsocket.transport.spi.FileDescriptors;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * What junixsocket does with descriptors of any kind.
 */
final class Descriptors {

	private Descriptors() {
	}

	/**
	 * Duplicates descriptors: all of them, or none.
	 * @param descriptors the descriptors
	 * @return the duplicates, which the caller must close
	 * @throws LocalSocketException if one of them is not open, or there are too many
	 */
	static List<FileDescriptor> duplicates(List<FileDescriptor> descriptors) throws LocalSocketException {
		List<FileDescriptor> duplicates = new ArrayList<>();
		try {
			for (FileDescriptor descriptor : descriptors) {
				duplicates.add(duplicate(descriptor));
			}
			return duplicates;
		}
		catch (IOException | RuntimeException ex) {
			FileDescriptors.close(duplicates);
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

	/**
	 * Closes a channel's descriptor, and only that: the channel itself would first shut
	 * down what other processes use too, or leave a descriptor open that it has not
	 * opened. Once only, because the number may be another's right afterwards.
	 * @param channel the channel
	 * @throws IOException if the channel has no descriptor
	 */
	static void close(AFUNIXSocketChannel channel) throws IOException {
		FileDescriptors.close(channel.getFileDescriptor());
		Closing.quietly(channel);
	}

}

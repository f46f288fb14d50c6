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
import java.io.FileOutputStream;
import java.util.Collection;

/**
 * Closes descriptors of any kind.
 */
public final class FileDescriptors {

	private FileDescriptors() {
	}

	/**
	 * Closes descriptors like {@link #close(FileDescriptor)}.
	 * @param descriptors the descriptors, which may be closed
	 */
	public static void close(Collection<FileDescriptor> descriptors) {
		descriptors.forEach(FileDescriptors::close);
	}

	/**
	 * Closes by {@code close(2)} and nothing else, while a socket of the socket library
	 * would first shut down what other processes use too.
	 * @param descriptor the descriptor, which may be closed
	 */
	public static void close(FileDescriptor descriptor) {
		if (descriptor.valid()) {
			Closing.quietly(new FileOutputStream(descriptor));
		}
	}

}

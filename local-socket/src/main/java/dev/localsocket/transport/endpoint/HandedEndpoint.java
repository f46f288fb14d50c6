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

package dev.localsocket.transport.endpoint;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.transport.spi.FileDescriptors;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint on its way from one process to another. Closing it closes the descriptors,
 * which are duplicates: nothing happens to the endpoint.
 *
 * @param socket the listening socket
 * @param lock what holds the lock for the path, or null if there is none
 * @param permanentLock whether the file of the lock is never deleted
 * @param device the device of the socket file
 * @param inode the inode of the socket file, 0 if there is none
 */
public record HandedEndpoint(FileDescriptor socket, @Nullable FileDescriptor lock, boolean permanentLock, long device,
		long inode) implements Closeable {

	/**
	 * Returns the descriptors that make it up.
	 * @return the socket, and the lock if there is one
	 */
	public List<FileDescriptor> descriptors() {
		List<FileDescriptor> descriptors = new ArrayList<>();
		descriptors.add(this.socket);
		if (this.lock != null) {
			descriptors.add(this.lock);
		}
		return descriptors;
	}

	@Override
	public void close() {
		FileDescriptors.close(descriptors());
	}

}

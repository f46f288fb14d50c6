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
import java.io.IOException;
import java.nio.file.Path;

import dev.localsocket.transport.spi.DirectoryDescriptor;
import dev.localsocket.transport.spi.FileIdentity;
import dev.localsocket.transport.spi.Transport;

/**
 * A directory that is held open: what is done in it is done in this one, whatever its
 * path leads to meanwhile. Where the system offers no way through a descriptor, it is the
 * one that is at its path.
 */
final class OpenDirectory implements Closeable {

	private final Transport transport;

	private final Path way;

	private final Closeable descriptor;

	private boolean closed;

	private OpenDirectory(Transport transport, Path way, Closeable descriptor) {
		this.transport = transport;
		this.way = way;
		this.descriptor = descriptor;
	}

	/**
	 * Opens a directory. The last element of the path may be a symbolic link.
	 * @param transport opens it
	 * @param path the path
	 * @return the directory
	 * @throws IOException if it cannot be opened, or is no directory
	 */
	static OpenDirectory at(Transport transport, Path path) throws IOException {
		DirectoryDescriptor descriptor = transport.openDirectory(path);
		return (descriptor != null) ? new OpenDirectory(transport, descriptor.way(), descriptor)
				: new OpenDirectory(transport, path, () -> {
				});
	}

	/**
	 * Returns what it was opened with.
	 * @return the transport
	 */
	Transport transport() {
		return this.transport;
	}

	/**
	 * Returns the way to the directory itself, through the descriptor.
	 * @return a path, which is a symbolic link
	 */
	Path way() {
		return this.way;
	}

	/**
	 * Returns the way to an entry, through the descriptor.
	 * @param name the name of the entry
	 * @return a path, which always fits into the address of a socket if the name is short
	 */
	Path resolve(String name) {
		return this.way.resolve(name);
	}

	/**
	 * Returns which directory it is.
	 * @return the identity, owner and mode
	 * @throws IOException if it cannot be examined
	 */
	FileIdentity identity() throws IOException {
		return FileIdentity.behind(this.way);
	}

	/** Once only, because the number may be another's right afterwards. */
	@Override
	public void close() throws IOException {
		if (!this.closed) {
			this.closed = true;
			this.descriptor.close();
		}
	}

}

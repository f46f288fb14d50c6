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

import dev.localsocket.transport.spi.Transport;

/**
 * Where a socket file is to be: a name in a directory that is held open, and the path by
 * which clients find it.
 */
final class EndpointPlace implements Closeable {

	private final Path path;

	private final OpenDirectory directory;

	private EndpointPlace(Path path, OpenDirectory directory) {
		this.path = path;
		this.directory = directory;
	}

	/**
	 * Opens the directory of a socket file.
	 * @param transport opens it
	 * @param path the path of the file
	 * @return the place
	 * @throws IOException if there is no such directory
	 */
	static EndpointPlace open(Transport transport, Path path) throws IOException {
		return new EndpointPlace(path, OpenDirectory.at(transport, parent(path)));
	}

	private static Path parent(Path path) {
		Path parent = path.getParent();
		return (parent != null) ? parent : Path.of("/");
	}

	/**
	 * Returns the path by which clients find the file. Nothing is to be done by it.
	 * @return the path
	 */
	Path path() {
		return this.path;
	}

	/**
	 * Returns the path of the directory, by which nothing is to be done either.
	 * @return the path
	 */
	Path directoryPath() {
		return parent(this.path);
	}

	OpenDirectory directory() {
		return this.directory;
	}

	/** The way to the socket file. */
	Path file() {
		return this.directory.resolve(name());
	}

	/** The way to the lock file. */
	Path lockFile() {
		return this.directory.resolve(lockName());
	}

	/** The path of the lock file, for messages. */
	Path lockPath() {
		return this.path.resolveSibling(lockName());
	}

	private String lockName() {
		return "." + name() + ".lock";
	}

	private String name() {
		return this.path.getFileName().toString();
	}

	PrivateDirectory newPrivateDirectory() throws IOException {
		return PrivateDirectory.in(this.directory, directoryPath());
	}

	@Override
	public void close() throws IOException {
		this.directory.close();
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}

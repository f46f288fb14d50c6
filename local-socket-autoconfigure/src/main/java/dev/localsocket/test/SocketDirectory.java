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

package dev.localsocket.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.util.FileSystemUtils;

/**
 * A temporary directory for the sockets of one context.
 *
 * @param path the path, short because that of a socket has 107 bytes at most
 */
record SocketDirectory(Path path) implements DisposableBean {

	private static final String PREFIX = "ls";

	/**
	 * Creates a directory that only the user can enter.
	 * @return the directory
	 */
	static SocketDirectory create() {
		try {
			return new SocketDirectory(Files.createTempDirectory(PREFIX).toAbsolutePath());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot create a directory for sockets: " + ex.getMessage(), ex);
		}
	}

	@Override
	public void destroy() throws IOException {
		FileSystemUtils.deleteRecursively(this.path);
	}

}

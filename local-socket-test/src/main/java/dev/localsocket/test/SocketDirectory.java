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

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.util.FileSystemUtils;

/**
 * A temporary directory for the sockets of one context, created when it is asked for:
 * contexts that are only processed ahead of time, and never close, leave none.
 */
final class SocketDirectory implements DisposableBean {

	/** Short, because the path of a socket has 107 bytes at most. */
	private static final String PREFIX = "ls";

	/** Guarded by this. */
	private @Nullable Path path;

	/**
	 * Returns the path of the directory, which only the user can enter.
	 * @return the path
	 */
	synchronized Path path() {
		Path current = this.path;
		if (current == null) {
			current = create();
			this.path = current;
		}
		return current;
	}

	private static Path create() {
		try {
			return Files.createTempDirectory(PREFIX).toAbsolutePath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot create a directory for sockets: " + ex.getMessage(), ex);
		}
	}

	@Override
	public synchronized void destroy() throws IOException {
		FileSystemUtils.deleteRecursively(this.path);
	}

}

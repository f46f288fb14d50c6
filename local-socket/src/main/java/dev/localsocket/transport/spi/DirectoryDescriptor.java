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

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The descriptor of a directory.
 *
 * @param number the number of the descriptor
 * @param closer closes it
 */
public record DirectoryDescriptor(int number, Closeable closer) implements Closeable {

	/** Where the descriptors of this process are ({@code proc_pid_fd(5)}). */
	public static final Path ALL = Path.of("/proc/self/fd");

	/**
	 * Returns the way to the directory.
	 * @return a path, which is a symbolic link
	 */
	public Path way() {
		return ALL.resolve(Integer.toString(this.number));
	}

	@Override
	public void close() throws IOException {
		this.closer.close();
	}

}

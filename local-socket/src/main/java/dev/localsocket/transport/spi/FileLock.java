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

/**
 * The lock on a whole file that a process holds until it closes it, or dies. Once closed,
 * closing it again does nothing. Not thread-safe.
 */
public interface FileLock extends Closeable {

	/** Instead of a descriptor, where the lock belongs to this process alone. */
	int NONE = -1;

	/**
	 * Returns what holds the lock: all processes that have the same open file hold the
	 * lock together, and it is released when the last of them has closed it.
	 * @return the number of the descriptor, or {@link #NONE} if the lock cannot be passed
	 */
	int descriptor();

	/**
	 * Gives the lock up, unless another process has been given it too.
	 * @throws IOException if that fails
	 */
	@Override
	void close() throws IOException;

}

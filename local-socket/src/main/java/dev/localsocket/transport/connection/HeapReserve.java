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

package dev.localsocket.transport.connection;

import java.lang.ref.SoftReference;

import org.jspecify.annotations.Nullable;

/**
 * Some memory of the heap that is set free when no other is left, and then missing until
 * there is enough again. What fails badly without memory, such as native code that does
 * not expect it, is not begun while the reserve is missing. To look whether it is there
 * takes no memory. Belongs to one thread.
 */
final class HeapReserve {

	private final int size;

	/** The JVM clears soft references, all of them, before it fails to allocate. */
	private @Nullable SoftReference<byte[]> reserve;

	/**
	 * Creates a reserve that is missing.
	 * @param size the size in bytes
	 */
	HeapReserve(int size) {
		this.size = size;
	}

	/**
	 * Takes the reserve if it is missing.
	 * @throws OutOfMemoryError if there is not enough memory
	 */
	void require() {
		SoftReference<byte[]> current = this.reserve;
		if (current == null || current.get() == null) {
			this.reserve = new SoftReference<>(new byte[this.size]);
		}
	}

}

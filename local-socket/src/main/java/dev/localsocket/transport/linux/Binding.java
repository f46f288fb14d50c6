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

package dev.localsocket.transport.linux;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * How functions of the C library are called from Java. Thread-safe.
 */
interface Binding {

	/**
	 * Returns the name of what calls them.
	 * @return the name
	 */
	String name();

	/**
	 * Returns the version of what calls them.
	 * @return the version, or null if it is not known
	 */
	@Nullable String version();

	/**
	 * Finds a function.
	 * @param name its name
	 * @return the function
	 * @throws UnsupportedOperationException if the C library has no such function
	 */
	NativeFunction function(String name);

	/**
	 * Fails if the C library lacks a function.
	 * @param names the names of the functions
	 * @throws UnsupportedOperationException naming the one that is missing
	 */
	void require(String... names);

	/**
	 * Returns where the remaining bytes of a buffer begin. The caller keeps the buffer
	 * reachable until it needs the address no longer.
	 * @param buffer a direct buffer
	 * @return the address
	 */
	long address(ByteBuffer buffer);

	/**
	 * Sends bytes of an array by {@code send(2)}, many of them without a copy. While it
	 * does, garbage collection may have to wait, so the call must not.
	 * @param descriptor the socket
	 * @param source a buffer with an array
	 * @param length how many of its remaining bytes to send
	 * @param flags those of the call
	 * @return what the kernel has taken, negative if the call fails
	 */
	int send(int descriptor, ByteBuffer source, int length, int flags);

}

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
import java.nio.ByteOrder;
import java.util.Arrays;

import dev.localsocket.transport.spi.EndpointAddress;

/**
 * Addresses as {@code sockaddr_un}, see {@code unix(7)}: the family and the path.
 */
final class SocketAddresses {

	/** {@code AF_UNIX}. */
	static final int FAMILY = 1;

	/** {@code sizeof(struct sockaddr_un)}. */
	static final int SIZE = Short.BYTES + 108;

	private SocketAddresses() {
	}

	/**
	 * Returns an address as the kernel takes it.
	 * @param address the address
	 * @return the bytes
	 */
	static byte[] bytes(EndpointAddress address) {
		byte[] path = address.nativePath();
		return ByteBuffer.allocate(Short.BYTES + path.length)
			.order(ByteOrder.nativeOrder())
			.putShort((short) FAMILY)
			.put(path)
			.array();
	}

	/**
	 * Returns an address that the kernel has told.
	 * @param bytes what it has told; nothing but the family if there is no name
	 * @return the address, with an empty name if there is none
	 */
	static EndpointAddress endpoint(byte[] bytes) {
		byte[] path = Arrays.copyOfRange(bytes, Math.min(Short.BYTES, bytes.length), bytes.length);
		boolean file = path.length > 0 && path[0] != 0;
		return EndpointAddress.ofKernel(file ? Arrays.copyOf(path, lengthToNul(path)) : path);
	}

	private static int lengthToNul(byte[] path) {
		int length = 0;
		while (length < path.length && path[length] != 0) {
			length++;
		}
		return length;
	}

}

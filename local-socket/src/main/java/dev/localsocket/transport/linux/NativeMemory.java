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

/**
 * Memory that calls read and write, zero at first. It is freed some time after it has
 * become unreachable, so it belongs into a field. For one thread at a time.
 */
final class NativeMemory {

	private final ByteBuffer buffer;

	private final long address;

	/**
	 * Allocates memory.
	 * @param size how many bytes
	 */
	NativeMemory(int size) {
		this.buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
		this.address = Bindings.chosen().address(this.buffer);
	}

	/**
	 * Allocates memory for bytes.
	 * @param bytes what is in it
	 * @return the memory
	 */
	static NativeMemory of(byte[] bytes) {
		NativeMemory memory = new NativeMemory(bytes.length);
		memory.buffer.put(0, bytes);
		return memory;
	}

	long address() {
		return this.address;
	}

	int getInt(int offset) {
		return this.buffer.getInt(offset);
	}

	NativeMemory putInt(int offset, int value) {
		this.buffer.putInt(offset, value);
		return this;
	}

	NativeMemory putShort(int offset, short value) {
		this.buffer.putShort(offset, value);
		return this;
	}

	long getLong(int offset) {
		return this.buffer.getLong(offset);
	}

	NativeMemory putLong(int offset, long value) {
		this.buffer.putLong(offset, value);
		return this;
	}

	/**
	 * Returns a part of it.
	 * @param offset where it begins
	 * @param length how many bytes
	 * @return a copy
	 */
	byte[] bytes(int offset, int length) {
		byte[] bytes = new byte[length];
		this.buffer.get(offset, bytes);
		return bytes;
	}

}

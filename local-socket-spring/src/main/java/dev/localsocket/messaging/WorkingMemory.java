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
package dev.localsocket.messaging;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Memory in which a message is converted, and which the next one uses again: to fill new
 * memory takes ten times as long as to copy a message. It is taken for one call, by any
 * thread; each has its own, and some wait for the next calls, twice as many as there are
 * processors. So neither connections nor threads cost more memory. Longer messages than
 * {@value #MAX} bytes get memory of their own.
 */
final class WorkingMemory implements AutoCloseable {

	/** The greatest message that does not get memory of its own, in bytes. */
	static final int MAX = 64 * 1024;

	/** What a framing adds to a message, or less. */
	private static final int FRAME = 256;

	private static final int MIN = 1024;

	private static final AtomicReferenceArray<@Nullable WorkingMemory> idle = new AtomicReferenceArray<>(
			2 * Integer.highestOneBit(Runtime.getRuntime().availableProcessors()));

	private static final char[] NO_CHARACTERS = {};

	private static final byte[] NO_BYTES = {};

	private static final ByteBuffer NO_FRAME = ByteBuffer.allocateDirect(0);

	private CharBuffer characters = CharBuffer.wrap(NO_CHARACTERS);

	private ByteBuffer bytes = ByteBuffer.wrap(NO_BYTES);

	/** Direct, so that the kernel can read it where it is. */
	private ByteBuffer frame = NO_FRAME;

	private @Nullable CharsetEncoder encoder;

	private WorkingMemory() {
	}

	/**
	 * Takes memory, which is to be given back by {@link #close()}.
	 * @return the memory
	 */
	static WorkingMemory take() {
		int place = Thread.currentThread().hashCode();
		for (int i = 0; i < idle.length(); i++) {
			WorkingMemory taken = idle.getAndSet((place + i) & (idle.length() - 1), null);
			if (taken != null) {
				return taken;
			}
		}
		return new WorkingMemory();
	}

	/** Lets the next one take it, unless enough wait for that. */
	@Override
	public void close() {
		int place = Thread.currentThread().hashCode();
		for (int i = 0; i < idle.length(); i++) {
			if (idle.compareAndSet((place + i) & (idle.length() - 1), null, this)) {
				return;
			}
		}
	}

	/**
	 * Returns memory for characters.
	 * @param length how many
	 * @return a buffer with an array and so much room, or more
	 */
	CharBuffer characters(int length) {
		CharBuffer current = this.characters;
		if (length <= current.capacity()) {
			return current.clear();
		}
		CharBuffer larger = CharBuffer.allocate(capacity(length));
		if (length <= MAX) {
			this.characters = larger;
		}
		return larger;
	}

	/**
	 * Returns memory for bytes.
	 * @param length how many
	 * @return a buffer with an array and so much room, or more
	 */
	ByteBuffer bytes(int length) {
		ByteBuffer current = this.bytes;
		if (length <= current.capacity()) {
			return current.clear();
		}
		ByteBuffer larger = ByteBuffer.allocate(capacity(length));
		if (length <= MAX) {
			this.bytes = larger;
		}
		return larger;
	}

	/**
	 * Returns memory for a frame.
	 * @param length the number of bytes of its payload
	 * @return a buffer with room for what framings make of that, unless it is too much
	 */
	ByteBuffer frame(int length) {
		int wanted = Math.min(length, MAX) + FRAME;
		if (wanted > this.frame.capacity()) {
			this.frame = ByteBuffer.allocateDirect(capacity(wanted));
		}
		return this.frame.clear();
	}

	private static int capacity(int length) {
		return (length <= MAX) ? Math.max(MIN, 2 * Integer.highestOneBit(length - 1)) : length;
	}

	/** Returns an encoder, which reports what it cannot encode. */
	CharsetEncoder encoder(Charset charset) {
		CharsetEncoder current = this.encoder;
		if (current == null || !current.charset().equals(charset)) {
			current = charset.newEncoder();
			this.encoder = current;
		}
		return current.reset();
	}

}

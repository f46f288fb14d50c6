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

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * A first-in, first-out queue of bytes in chunks, which takes no memory while it is
 * empty. Not thread-safe.
 */
final class ByteQueue {

	/** Most messages wait alone, and short ones are to take little memory. */
	private static final int MIN_CHUNK = 64;

	private static final int MAX_CHUNK = 64 * 1024;

	private @Nullable Chunk head;

	private @Nullable Chunk tail;

	private long size;

	private BufferAccount account = BufferAccount.NONE;

	/**
	 * Counts what is here, from now on.
	 * @param account counts it
	 */
	void countIn(BufferAccount account) {
		this.account = account;
	}

	long size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	/**
	 * Adds all remaining bytes of a buffer.
	 * @param source the buffer; its position moves to its limit
	 */
	void add(ByteBuffer source) {
		while (source.hasRemaining()) {
			this.size += writableTail(source.remaining()).add(source);
		}
		this.account.update(this.size);
	}

	private Chunk writableTail(int wanted) {
		Chunk last = this.tail;
		if (last != null && !last.isFull()) {
			return last;
		}
		// Growing, so that a queue of many short messages has few chunks
		int capacity = Math.max(wanted, (last != null) ? 2 * last.bytes.length : MIN_CHUNK);
		Chunk added = new Chunk(Math.min(MAX_CHUNK, capacity));
		if (last != null) {
			last.next = added;
		}
		else {
			this.head = added;
		}
		this.tail = added;
		return added;
	}

	/**
	 * Moves as many bytes as there are, and as fit, to a buffer.
	 * @param target the buffer
	 * @return the number of bytes
	 */
	int remove(ByteBuffer target) {
		int copied = copyTo(target);
		skip(copied);
		return copied;
	}

	/**
	 * Removes the first bytes with the memory that they are in.
	 * @return the bytes, from position to limit, in an array of which the queue makes no
	 * use any more; empty if there are none
	 */
	ByteBuffer removeChunk() {
		Chunk removed = this.head;
		if (removed == null) {
			return ByteBuffer.allocate(0);
		}
		// Before anything is removed, as there may be no memory for it
		ByteBuffer chunk = ByteBuffer.wrap(removed.bytes, removed.start, removed.length());
		removeHead();
		this.size -= removed.length();
		this.account.update(this.size);
		return chunk;
	}

	/**
	 * Copies as many bytes as there are, and as fit, to a buffer without removing them.
	 * @param target the buffer
	 * @return the number of bytes
	 */
	int copyTo(ByteBuffer target) {
		int before = target.remaining();
		for (Chunk chunk = this.head; chunk != null && target.hasRemaining(); chunk = chunk.next) {
			target.put(chunk.bytes, chunk.start, Math.min(chunk.length(), target.remaining()));
		}
		return before - target.remaining();
	}

	/**
	 * Removes bytes.
	 * @param count how many, at most {@link #size()}
	 */
	void skip(long count) {
		long left = count;
		while (left > 0 && this.head != null) {
			int skipped = (int) Math.min(left, this.head.length());
			this.head.start += skipped;
			left -= skipped;
			if (this.head.length() == 0) {
				removeHead();
			}
		}
		this.size -= count;
		this.account.update(this.size);
	}

	private void removeHead() {
		this.head = (this.head != null) ? this.head.next : null;
		if (this.head == null) {
			this.tail = null;
		}
	}

	boolean contains(byte value) {
		for (Chunk chunk = this.head; chunk != null; chunk = chunk.next) {
			if (chunk.contains(value)) {
				return true;
			}
		}
		return false;
	}

	void clear() {
		this.head = null;
		this.tail = null;
		this.size = 0;
		this.account.update(0);
	}

	/** A part of the queue. */
	private static final class Chunk {

		private final byte[] bytes;

		private int start;

		private int end;

		private @Nullable Chunk next;

		Chunk(int capacity) {
			this.bytes = new byte[capacity];
		}

		boolean isFull() {
			return this.end == this.bytes.length;
		}

		int length() {
			return this.end - this.start;
		}

		int add(ByteBuffer source) {
			int count = Math.min(source.remaining(), this.bytes.length - this.end);
			source.get(this.bytes, this.end, count);
			this.end += count;
			return count;
		}

		boolean contains(byte value) {
			for (int i = this.start; i < this.end; i++) {
				if (this.bytes[i] == value) {
					return true;
				}
			}
			return false;
		}

	}

}

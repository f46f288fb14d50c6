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

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The bytes that a connection has received and nobody has read. The loop lends, any
 * thread takes. Thread-safe: the lock guards all fields, and nothing is called under it.
 */
public final class InputBuffer {

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final ConditionLock lock = new ConditionLock();

	private final ByteQueue bytes = new ByteQueue();

	/**
	 * The newest bytes, still in the buffer of the loop: who takes them while he is told
	 * of them costs no memory, and one copy less.
	 */
	private ByteBuffer lent = NOTHING;

	/** Who alone may borrow them, for as long as he is told of them. */
	private @Nullable Thread lender;

	private final Runnable resume;

	private long limit;

	private long total;

	private long lastTaken = System.nanoTime();

	private boolean paused;

	private boolean ended;

	private boolean closed;

	private @Nullable IOException failure;

	/**
	 * Creates an empty buffer without a limit.
	 * @param resume is called, by the thread that took bytes, when there is room again
	 * after there was none
	 */
	InputBuffer(Runnable resume) {
		this.resume = resume;
	}

	/** Counts what is kept here, from now on. */
	void countIn(BufferAccount account) {
		this.lock.run(() -> this.bytes.countIn(account));
	}

	/**
	 * Returns how many bytes may be added. If none, the buffer will call for more.
	 * @param wanted how many are wanted at most
	 * @return how many may be added
	 */
	int room(int wanted) {
		this.lock.lock();
		try {
			if (this.ended) {
				return 0;
			}
			long room = (this.limit > 0) ? Math.max(0, this.limit - waiting()) : wanted;
			this.paused = room == 0;
			return (int) Math.min(room, wanted);
		}
		finally {
			this.lock.unlock();
		}
	}

	private long waiting() {
		return this.bytes.size() + this.lent.remaining();
	}

	/**
	 * Adds bytes, unless nothing more is wanted. {@link #keep()} must follow before the
	 * buffer is used for anything else.
	 * @param source the bytes, of which some will be taken from the buffer itself
	 * @return whether they were added
	 */
	boolean lend(ByteBuffer source) {
		this.lock.lock();
		try {
			if (this.ended) {
				return false;
			}
			this.total += source.remaining();
			this.lent = source;
			this.lender = Thread.currentThread();
			this.lock.signalAll();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Copies what was lent and nobody has taken yet. */
	void keep() {
		this.lock.lock();
		try {
			this.bytes.add(this.lent);
			this.lent = NOTHING;
			this.lender = null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Says that nothing will be added any more. What is there can still be taken.
	 * @param failure why, if the connection broke; readers get it after the last byte
	 * @return whether this is news
	 */
	boolean end(@Nullable IOException failure) {
		this.lock.lock();
		try {
			if (this.ended) {
				return false;
			}
			this.ended = true;
			this.failure = failure;
			this.lock.signalAll();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Drops everything; waiting readers and later ones fail. */
	void close() {
		this.lock.run(() -> {
			this.ended = true;
			this.closed = true;
			this.bytes.clear();
			this.lent = NOTHING;
			this.lock.signalAll();
		});
	}

	/**
	 * Takes bytes without waiting.
	 * @param target where to put them
	 * @return the number of bytes; 0 if there are none now, -1 if none will come
	 */
	public int take(ByteBuffer target) {
		int taken;
		boolean resumed;
		this.lock.lock();
		try {
			if (waiting() == 0) {
				return this.ended ? -1 : 0;
			}
			taken = this.bytes.remove(target) + takeLent(target);
			this.lastTaken = System.nanoTime();
			resumed = hasRoomAgain();
		}
		finally {
			this.lock.unlock();
		}
		if (resumed) {
			this.resume.run();
		}
		return taken;
	}

	private int takeLent(ByteBuffer target) {
		int count = copyLent(target);
		this.lent.position(this.lent.position() + count);
		return count;
	}

	private int copyLent(ByteBuffer target) {
		int count = Math.min(this.lent.remaining(), target.remaining());
		target.put(target.position(), this.lent, this.lent.position(), count);
		target.position(target.position() + count);
		return count;
	}

	/**
	 * Takes bytes without waiting, as many as are there in one piece.
	 * @param borrow whether they may be borrowed from the loop: by its thread, while the
	 * listener is told of them
	 * @return the bytes, from position to limit: a read-only buffer if they are borrowed,
	 * otherwise a buffer with an array, which belongs to the caller; empty if there are
	 * none now, null if none will come
	 */
	public @Nullable ByteBuffer take(boolean borrow) {
		ByteBuffer taken;
		boolean resumed;
		this.lock.lock();
		try {
			if (waiting() == 0) {
				return this.ended ? null : NOTHING;
			}
			taken = this.bytes.isEmpty() ? takeLent(borrow) : this.bytes.removeChunk();
			this.lastTaken = System.nanoTime();
			resumed = hasRoomAgain();
		}
		finally {
			this.lock.unlock();
		}
		if (resumed) {
			this.resume.run();
		}
		return taken;
	}

	/** If there is no memory for that, nothing is taken. */
	private ByteBuffer takeLent(boolean borrow) {
		boolean borrowed = borrow && this.lender == Thread.currentThread();
		ByteBuffer taken = borrowed ? this.lent.asReadOnlyBuffer()
				: ByteBuffer.allocate(this.lent.remaining()).put(this.lent.duplicate()).flip();
		this.lent = NOTHING;
		return taken;
	}

	/**
	 * Copies bytes without taking them.
	 * @param target where to put them
	 * @return the number of bytes; 0 if there are none now, -1 if none will come
	 */
	public int peek(ByteBuffer target) {
		this.lock.lock();
		try {
			if (waiting() == 0) {
				return this.ended ? -1 : 0;
			}
			return this.bytes.copyTo(target) + copyLent(target);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Half of the buffer is to be free, so that reading is not resumed for each byte. */
	private boolean hasRoomAgain() {
		boolean resumed = this.paused && waiting() <= this.limit / 2;
		if (resumed) {
			this.paused = false;
		}
		return resumed;
	}

	/**
	 * Waits until there is something to take, or nothing will come.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether {@link #take} would not return 0
	 * @throws SocketException if this side has closed the connection, or it broke and all
	 * bytes are taken
	 * @throws InterruptedIOException if the calling thread is interrupted
	 */
	public boolean await(Duration timeout) throws IOException {
		this.lock.lock();
		try {
			boolean ready = this.lock.await(() -> this.ended || waiting() > 0, timeout);
			if (this.closed) {
				throw new SocketException("The socket is closed");
			}
			if (this.failure != null && waiting() == 0) {
				throw broken(this.failure);
			}
			return ready;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static SocketException broken(IOException failure) {
		SocketException exception = new SocketException("The connection broke: " + failure.getMessage());
		exception.initCause(failure);
		return exception;
	}

	/** When bytes were taken last, as {@link System#nanoTime()}. */
	long lastTaken() {
		return this.lock.read(() -> this.lastTaken);
	}

	/** Whether a thread waits for something to take. */
	boolean isAwaited() {
		return this.lock.isAwaited();
	}

	/**
	 * Tells whether nothing more will be received.
	 * @return whether the input has ended
	 */
	public boolean isEnded() {
		return this.lock.test(() -> this.ended);
	}

	/**
	 * Tells whether a byte is among those that can be taken.
	 * @param value the byte
	 * @return whether it is there
	 */
	public boolean contains(byte value) {
		return this.lock.test(() -> this.bytes.contains(value) || isLent(value));
	}

	private boolean isLent(byte value) {
		for (int i = this.lent.position(); i < this.lent.limit(); i++) {
			if (this.lent.get(i) == value) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns how many bytes can be taken.
	 * @return the number of bytes
	 */
	public long size() {
		return this.lock.read(this::waiting);
	}

	/**
	 * Returns how many bytes the peer has sent.
	 * @return the number of bytes
	 */
	public long total() {
		return this.lock.read(() -> this.total);
	}

	long limit() {
		return this.lock.read(() -> this.limit);
	}

	/**
	 * Sets the limit. Bytes that are there already stay.
	 * @param limit the limit in bytes, or 0 for none
	 */
	void setLimit(long limit) {
		this.lock.run(() -> this.limit = limit);
	}

}

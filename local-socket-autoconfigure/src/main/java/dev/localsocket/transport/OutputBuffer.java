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

package dev.localsocket.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The bytes that are to be sent and are not yet with the kernel. Any thread adds, the
 * loop takes. Thread-safe: the lock guards all fields, and nothing is called under it.
 */
final class OutputBuffer {

	/** What {@link #put} lets wait in a buffer without a limit. */
	private static final long HIGH_WATER = 64 * 1024;

	private final ConditionLock lock = new ConditionLock();

	private final ByteQueue bytes = new ByteQueue();

	private final Runnable flush;

	private long limit;

	private long total;

	private boolean flushRequested;

	private boolean ended;

	/**
	 * Creates an empty buffer without a limit.
	 * @param flush is called, by the thread that added bytes, unless it has been called
	 * and {@link #copyTo} has not been since
	 */
	OutputBuffer(Runnable flush) {
		this.flush = flush;
	}

	/**
	 * Adds all bytes or none, without waiting.
	 * @param source the bytes
	 * @return what became of them
	 */
	WriteResult offer(ByteBuffer source) {
		boolean requested;
		this.lock.lock();
		try {
			if (this.ended) {
				return WriteResult.OUTPUT_ENDED;
			}
			if (this.limit > 0 && source.remaining() > this.limit - this.bytes.size()) {
				return WriteResult.BUFFER_FULL;
			}
			this.bytes.add(source);
			requested = requestFlush();
		}
		finally {
			this.lock.unlock();
		}
		if (requested) {
			this.flush.run();
		}
		return WriteResult.TAKEN;
	}

	/**
	 * Adds all bytes, and waits for room as often as needed.
	 * @param source the bytes; when this fails, its position tells how many were added
	 * @throws SocketException if the output has ended
	 * @throws InterruptedIOException if the calling thread is interrupted
	 */
	void put(ByteBuffer source) throws IOException {
		while (source.hasRemaining()) {
			if (putSome(source)) {
				this.flush.run();
			}
		}
	}

	private boolean putSome(ByteBuffer source) throws IOException {
		this.lock.lock();
		try {
			this.lock.await(() -> this.ended || this.bytes.size() < highWater(), Duration.ofMillis(-1));
			if (this.ended) {
				throw new SocketException("The socket is closed for output");
			}
			int count = (int) Math.min(source.remaining(), highWater() - this.bytes.size());
			this.bytes.add(source.slice(source.position(), count));
			source.position(source.position() + count);
			return requestFlush();
		}
		finally {
			this.lock.unlock();
		}
	}

	private long highWater() {
		return (this.limit > 0) ? Math.min(this.limit, HIGH_WATER) : HIGH_WATER;
	}

	private boolean requestFlush() {
		boolean requested = !this.flushRequested;
		this.flushRequested = true;
		return requested;
	}

	/**
	 * Copies the next bytes for the kernel, without removing them.
	 * @param target where to put them
	 * @return how many there were
	 */
	int copyTo(ByteBuffer target) {
		this.lock.lock();
		try {
			this.flushRequested = false;
			return this.bytes.copyTo(target);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Removes bytes that the kernel has taken.
	 * @param count how many
	 */
	void sent(int count) {
		this.lock.run(() -> {
			this.bytes.skip(Math.min(count, this.bytes.size()));
			this.total += count;
			this.lock.signalAll();
		});
	}

	/** Takes no more; what is there can still be sent. */
	void end() {
		this.lock.run(() -> {
			this.ended = true;
			this.lock.signalAll();
		});
	}

	/**
	 * Takes no more and drops what is there.
	 * @return how many bytes were dropped
	 */
	long discard() {
		this.lock.lock();
		try {
			long dropped = this.bytes.size();
			this.bytes.clear();
			this.ended = true;
			this.lock.signalAll();
			return dropped;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until everything has been sent, or cannot be.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether nothing is left to be sent
	 * @throws InterruptedIOException if the calling thread is interrupted
	 */
	boolean awaitEmpty(Duration timeout) throws InterruptedIOException {
		return await(this.bytes::isEmpty, timeout);
	}

	/**
	 * Waits until something is true that becomes so before bytes are discarded or sent.
	 * @param condition what to wait for, evaluated under the lock
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether it is true
	 * @throws InterruptedIOException if the calling thread is interrupted
	 */
	boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedIOException {
		this.lock.lock();
		try {
			return this.lock.await(condition, timeout);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether everything has been sent and nothing will follow, seen at one moment. */
	boolean isFinished() {
		return this.lock.test(() -> this.ended && this.bytes.isEmpty());
	}

	/** Lets waiting threads look again at what is not guarded by the lock. */
	void wakeWaiters() {
		this.lock.run(this.lock::signalAll);
	}

	boolean isEnded() {
		return this.lock.test(() -> this.ended);
	}

	long size() {
		return this.lock.read(() -> this.bytes.size());
	}

	long total() {
		return this.lock.read(() -> this.total);
	}

	long limit() {
		return this.lock.read(() -> this.limit);
	}

	void setLimit(long limit) {
		this.lock.run(() -> {
			this.limit = limit;
			this.lock.signalAll();
		});
	}

}

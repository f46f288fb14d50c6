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

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.localsocket.transport.spi.StreamSocket;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that wait for the kernel, the descriptors that go with them, and the count of
 * what it has taken. What is added while nothing waits is offered to the kernel at once,
 * or at the end of the turn of the loop. Guarded by the lock of the {@link OutputBuffer},
 * unless a method says otherwise; nothing that can wait is called here.
 */
final class SendQueue {

	/** So much is worth a system call of its own rather than a copy. */
	private static final int LARGE = 16 * 1024;

	private final ByteQueue bytes = new ByteQueue();

	private final StreamSocket socket;

	/**
	 * The buffer of the loop, which collects what is added during a turn of the loop, to
	 * be sent by one system call. It has bytes only while the queue has none.
	 */
	private @Nullable ByteBuffer collected;

	/** When bytes began to wait after there were none. */
	private long waitingSince;

	/** Null until descriptors are to be sent. Written under the lock. */
	private volatile @Nullable OutgoingDescriptors descriptors;

	private long total;

	private long lastSent = System.nanoTime();

	private boolean started;

	private BooleanSupplier reporting = () -> false;

	private long unreported;

	/** What ends the output while something is unfinished, until it is queued. */
	private @Nullable ByteBuffer cutMark;

	/** Whether the output ends with a mark. */
	private boolean cutOff;

	/**
	 * Creates an empty queue.
	 * @param socket takes the bytes
	 */
	SendQueue(StreamSocket socket) {
		this.socket = socket;
	}

	/** Counts what waits here, from now on. */
	void countIn(BufferAccount account) {
		this.bytes.countIn(account);
	}

	/**
	 * From now on, bytes that are added may be sent at once.
	 * @param reporting whether somebody wants to know how many bytes were sent
	 */
	void start(BooleanSupplier reporting) {
		this.started = true;
		this.reporting = reporting;
	}

	/**
	 * Sends, collects or queues bytes.
	 * @return whether the loop has something to do that it does not know of
	 */
	boolean add(ByteBuffer source) {
		if (this.collected != null) {
			collect(source, this.collected);
			return false;
		}
		boolean known = hasWork();
		if (this.started && this.bytes.isEmpty()) {
			countSent(this.socket.send(source));
		}
		append(source);
		return !known && hasWork();
	}

	private void collect(ByteBuffer source, ByteBuffer target) {
		if (target.position() == 0 && this.bytes.isEmpty() && source.remaining() >= LARGE) {
			countSent(this.socket.send(source));
		}
		if (this.bytes.isEmpty() && source.remaining() <= target.remaining()) {
			target.put(source);
		}
		else {
			queue(source, target);
		}
	}

	private void queue(ByteBuffer source, ByteBuffer collected) {
		append(collected.flip());
		collected.clear();
		append(source);
	}

	/** Attaches descriptors to the next byte, if there is room for them. */
	boolean attach(List<FileDescriptor> attached) {
		OutgoingDescriptors current = this.descriptors;
		if (current == null) {
			current = new OutgoingDescriptors();
			this.descriptors = current;
		}
		return current.add(this.total + size(), attached);
	}

	/** As {@link #add}, but leaves it to the loop to send. */
	boolean queue(ByteBuffer source) {
		if (this.collected != null) {
			queue(source, this.collected);
			return false;
		}
		boolean known = hasWork();
		append(source);
		return !known;
	}

	private void append(ByteBuffer source) {
		if (this.bytes.isEmpty() && source.hasRemaining()) {
			this.waitingSince = System.nanoTime();
		}
		this.bytes.add(source);
	}

	private boolean hasWork() {
		return !this.bytes.isEmpty() || this.unreported > 0;
	}

	private void countSent(int count) {
		if (count > 0) {
			this.total += count;
			this.lastSent = System.nanoTime();
			this.unreported += this.reporting.getAsBoolean() ? count : 0;
		}
	}

	/**
	 * Begins a turn of the loop.
	 * @param target the loop's own empty buffer, which collects what is added
	 */
	void collectIn(ByteBuffer target) {
		this.collected = target;
	}

	boolean hasCollected() {
		return this.collected != null && this.collected.position() > 0;
	}

	/**
	 * Ends a turn of the loop: sends what was collected, by one system call.
	 * @return whether bytes wait that the kernel has not been offered, or has refused for
	 * good
	 */
	boolean sendCollected() {
		ByteBuffer source = this.collected;
		this.collected = null;
		if (source == null || source.position() == 0) {
			return !this.bytes.isEmpty();
		}
		boolean sent = send(source.flip());
		append(source);
		return !sent;
	}

	private boolean send(ByteBuffer source) {
		try {
			countSent(this.socket.write(source));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Copies the next bytes for the kernel, without removing them.
	 * @param target where to put them
	 * @return how many there were
	 */
	int copyTo(ByteBuffer target) {
		OutgoingDescriptors current = this.descriptors;
		if (current != null) {
			current.clip(this.total, target);
		}
		return this.bytes.copyTo(target);
	}

	/** Whether descriptors have ever been attached. Takes no lock. */
	boolean hasDescriptors() {
		return this.descriptors != null;
	}

	/**
	 * Returns the descriptors that go with the bytes of {@link #copyTo}.
	 * @return the descriptors, of which there may be none
	 */
	List<FileDescriptor> descriptors() {
		OutgoingDescriptors current = this.descriptors;
		return (current != null) ? current.at(this.total) : List.of();
	}

	/**
	 * Removes the descriptors of bytes that have been sent, or will not be.
	 * @param position the position of the first byte that may still be
	 * @return the descriptors, which the caller must close
	 */
	List<FileDescriptor> removeDescriptorsBefore(long position) {
		OutgoingDescriptors current = this.descriptors;
		return (current != null) ? current.removeBefore(position) : List.of();
	}

	/**
	 * Removes bytes that the kernel has taken.
	 * @param count how many
	 */
	void sent(int count) {
		this.bytes.skip(Math.min(count, this.bytes.size()));
		countSent(count);
	}

	/**
	 * Returns how many bytes were sent and not reported, which they are now.
	 * @return the number of bytes
	 */
	long takeUnreported() {
		long count = this.unreported;
		this.unreported = 0;
		return count;
	}

	/**
	 * Says that something has begun that is not complete, or that it is.
	 * @param mark what is to follow if nothing else does; null or empty when nothing is
	 * incomplete
	 */
	void setUnfinished(@Nullable ByteBuffer mark) {
		this.cutMark = (mark != null && mark.hasRemaining()) ? mark : null;
	}

	/** Nothing else follows: if something is incomplete, the mark does. */
	void cutOff() {
		ByteBuffer mark = this.cutMark;
		if (mark != null) {
			this.cutMark = null;
			this.cutOff = true;
			queue(mark.duplicate());
		}
	}

	/** Whether the output ends, or would end, with a mark. */
	boolean isUnfinished() {
		return this.cutOff || this.cutMark != null;
	}

	/**
	 * Drops what waits. If something is incomplete, it is sent before as far as the
	 * kernel takes it. On the thread of the loop.
	 * @return how many bytes were dropped
	 */
	long discard() {
		long dropped = Math.max(0, size() - sendLastBytes());
		this.bytes.clear();
		if (this.collected != null) {
			this.collected.clear();
		}
		return dropped;
	}

	/** Descriptors cannot be sent in this way, so bytes may not be. */
	private int sendLastBytes() {
		cutOff();
		if (!this.cutOff || !this.started || this.descriptors != null) {
			return 0;
		}
		try {
			int sent = LastBytes.send(this.bytes, this.socket);
			countSent(sent);
			return sent;
		}
		catch (RuntimeException | Error ex) {
			// No memory is left, and there will be more when this is dropped
			return 0;
		}
	}

	long size() {
		return this.bytes.size() + ((this.collected != null) ? this.collected.position() : 0);
	}

	/**
	 * Returns for how long bytes have been waiting of which none were sent.
	 * @return the time in nanoseconds, or -1 if none wait
	 */
	long untakenNanos() {
		return this.bytes.isEmpty() ? -1
				: System.nanoTime() - ((this.lastSent - this.waitingSince > 0) ? this.lastSent : this.waitingSince);
	}

	/** When bytes were sent last, as {@link System#nanoTime()}. */
	long lastSent() {
		return this.lastSent;
	}

	/** How many bytes the kernel has taken. */
	long total() {
		return this.total;
	}

}

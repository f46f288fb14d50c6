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
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.FileDescriptors;
import dev.localsocket.transport.spi.StreamSocket;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that are to be sent and are not yet with the kernel. Whoever adds bytes while
 * none wait gives them to the kernel himself; what it does not take waits for the loop.
 * Thread-safe: the lock guards all fields, and nothing that can wait is called under it.
 */
class OutputBuffer {

	/** What {@link #put} lets wait in a buffer without a limit. */
	private static final long HIGH_WATER = 64 * 1024;

	/** So much is worth a system call of its own rather than a copy. */
	private static final int LARGE = 16 * 1024;

	private final ConditionLock lock = new ConditionLock();

	private final ByteQueue bytes = new ByteQueue();

	private final StreamSocket socket;

	private final Runnable flush;

	/**
	 * The buffer of the loop, which collects what is added during a turn of the loop, to
	 * be sent by one system call. It has bytes only while the queue has none.
	 */
	private @Nullable ByteBuffer collected;

	/** When bytes began to wait after there were none. */
	private long waitingSince;

	/** Null until descriptors are to be sent. Written under the lock. */
	private volatile @Nullable OutgoingDescriptors descriptors;

	private long limit;

	private long total;

	private long lastSent = System.nanoTime();

	/** How much of the total somebody has waited for, or asked about. */
	private long noticed;

	private boolean started;

	private BooleanSupplier reporting = () -> false;

	private long unreported;

	/** Written under the lock: whether nothing should be added for the moment. */
	private volatile boolean full;

	/** Written under the lock: who waits until that is over. */
	private volatile @Nullable Runnable whenWritable;

	/** What ends the output while something is unfinished, until it is queued. */
	private @Nullable ByteBuffer cutMark;

	/** Whether the output ends with a mark. */
	private boolean cutOff;

	/** Written under the lock. */
	private volatile boolean ended;

	/**
	 * Creates an empty buffer without a limit.
	 * @param socket takes the bytes, under the lock
	 * @param flush is called, by the thread that added bytes, when the loop has to send
	 * or to report bytes and does not know
	 */
	OutputBuffer(StreamSocket socket, Runnable flush) {
		this.socket = socket;
		this.flush = flush;
	}

	/** Counts what waits here, from now on. */
	void countIn(BufferAccount account) {
		this.lock.run(() -> this.bytes.countIn(account));
	}

	/**
	 * From now on, threads that add bytes may send them.
	 * @param reporting whether somebody wants to know how many bytes were sent
	 */
	void start(BooleanSupplier reporting) {
		this.lock.run(() -> {
			this.started = true;
			this.reporting = reporting;
		});
	}

	/**
	 * Adds all bytes or none, without waiting.
	 * @param source the bytes
	 * @return what became of them
	 */
	WriteResult offer(ByteBuffer source) {
		return offer(source, true);
	}

	/**
	 * Adds all bytes without waiting, however many wait already.
	 * @param source the bytes
	 * @return what became of them
	 */
	WriteResult offerBeyondLimit(ByteBuffer source) {
		return offer(source, false);
	}

	private WriteResult offer(ByteBuffer source, boolean limited) {
		boolean requested;
		this.lock.lock();
		try {
			if (this.ended) {
				return WriteResult.OUTPUT_ENDED;
			}
			if (limited && this.limit > 0 && source.remaining() > this.limit - waiting()) {
				return WriteResult.BUFFER_FULL;
			}
			requested = add(source);
			measure();
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
	 * Adds all bytes, and descriptors that the loop sends with the first of them, or
	 * nothing.
	 * @param source the bytes, at least one
	 * @param attached the descriptors, at most 60, which are closed when they have been
	 * sent or cannot be; if they are not taken, they still belong to the caller
	 * @return what became of them
	 */
	WriteResult offer(ByteBuffer source, List<FileDescriptor> attached) {
		boolean requested;
		this.lock.lock();
		try {
			if (this.ended) {
				return WriteResult.OUTPUT_ENDED;
			}
			if (this.limit > 0 && source.remaining() > this.limit - waiting()) {
				return WriteResult.BUFFER_FULL;
			}
			if (!attach(attached)) {
				return WriteResult.DESCRIPTORS_FULL;
			}
			requested = queue(source);
			measure();
		}
		finally {
			this.lock.unlock();
		}
		if (requested) {
			this.flush.run();
		}
		return WriteResult.TAKEN;
	}

	/** Attaches descriptors to the next byte, if there is room for them. */
	private boolean attach(List<FileDescriptor> attached) {
		OutgoingDescriptors current = this.descriptors;
		if (current == null) {
			current = new OutgoingDescriptors();
			this.descriptors = current;
		}
		return current.add(this.total + waiting(), attached);
	}

	/** As {@link #add}, but leaves it to the loop to send. */
	private boolean queue(ByteBuffer source) {
		if (this.collected != null) {
			queue(source, this.collected);
			return false;
		}
		boolean known = hasWork();
		append(source);
		return !known;
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
			this.lock.await(() -> this.ended || waiting() < highWater(), Duration.ofMillis(-1));
			if (this.ended) {
				throw new SocketException("The socket is closed for output");
			}
			int count = (int) Math.min(source.remaining(), highWater() - waiting());
			boolean requested = add(source.slice(source.position(), count));
			source.position(source.position() + count);
			measure();
			return requested;
		}
		finally {
			this.lock.unlock();
		}
	}

	private long highWater() {
		return (this.limit > 0) ? Math.min(this.limit, HIGH_WATER) : HIGH_WATER;
	}

	/**
	 * Tells whether more should be added: less than the high water waits, or half of it
	 * after it was reached. Takes no lock.
	 * @return whether it should; true also after the end
	 */
	boolean isWritable() {
		return !this.full;
	}

	/**
	 * Tells whether more should be added, and if not, says when it should.
	 * @param action is called once then, on the thread of the loop or one that ends the
	 * output, in place of what was to be called before. Must not block
	 * @return whether it should; if so, the action is not called
	 */
	boolean isWritable(Runnable action) {
		if (!this.full) {
			return true;
		}
		return this.lock.test(() -> {
			this.whenWritable = this.full ? action : this.whenWritable;
			return !this.full;
		});
	}

	/** Under the lock, whenever bytes have come or gone. */
	private void measure() {
		long mark = this.full ? highWater() / 2 + 1 : highWater();
		boolean now = !this.ended && waiting() >= mark;
		if (now != this.full) {
			this.full = now;
		}
	}

	/** Not under the lock, whenever bytes have gone. */
	private void tellWritable() {
		Runnable action = this.whenWritable;
		if (action != null && !this.full && this.lock.test(() -> takeWhenWritable(action))) {
			action.run();
		}
	}

	private boolean takeWhenWritable(Runnable action) {
		boolean taken = !this.full && this.whenWritable == action;
		this.whenWritable = taken ? null : this.whenWritable;
		return taken;
	}

	/**
	 * Says that something has begun that is not complete. When the output ends before it
	 * is, a mark is the last that is sent; and then not even {@link #discard()} drops
	 * what the kernel can still take.
	 * @param mark the mark; null or empty when nothing is incomplete
	 */
	void setUnfinished(@Nullable ByteBuffer mark) {
		this.lock.run(() -> this.cutMark = (mark != null && mark.hasRemaining() && !this.ended) ? mark : null);
	}

	/** Under the lock. */
	private void cutOff() {
		ByteBuffer mark = this.cutMark;
		if (mark != null) {
			this.cutMark = null;
			this.cutOff = true;
			queue(mark.duplicate());
		}
	}

	private long waiting() {
		return this.bytes.size() + ((this.collected != null) ? this.collected.position() : 0);
	}

	/**
	 * Sends, collects or queues bytes.
	 * @return whether the loop has something to do that it does not know of
	 */
	private boolean add(ByteBuffer source) {
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
		this.lock.lock();
		try {
			this.collected = target;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Ends a turn of the loop: sends what was collected, by one system call.
	 * @return whether bytes wait that the kernel has not been offered, or has refused for
	 * good
	 */
	boolean sendCollected() {
		boolean left = sendAllCollected();
		tellWritable();
		return left;
	}

	private boolean sendAllCollected() {
		this.lock.lock();
		try {
			ByteBuffer source = this.collected;
			this.collected = null;
			if (source == null || source.position() == 0) {
				return !this.bytes.isEmpty();
			}
			boolean sent = send(source.flip());
			append(source);
			measure();
			this.lock.signalAll();
			return !sent;
		}
		finally {
			this.lock.unlock();
		}
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
		this.lock.lock();
		try {
			OutgoingDescriptors current = this.descriptors;
			if (current != null) {
				current.clip(this.total, target);
			}
			return this.bytes.copyTo(target);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the descriptors that go with the bytes of {@link #copyTo}.
	 * @return the descriptors, of which there may be none
	 */
	List<FileDescriptor> descriptors() {
		OutgoingDescriptors current = this.descriptors;
		if (current == null) {
			return List.of();
		}
		this.lock.lock();
		try {
			return current.at(this.total);
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
			countSent(count);
			measure();
			this.lock.signalAll();
		});
		tellWritable();
		if (this.descriptors != null) {
			closeDescriptorsBefore(total());
		}
	}

	/** Not under the lock, because closing may take its time. */
	private void closeDescriptorsBefore(long position) {
		OutgoingDescriptors current = this.descriptors;
		if (current != null) {
			List<FileDescriptor> removed = new ArrayList<>();
			this.lock.run(() -> removed.addAll(current.removeBefore(position)));
			FileDescriptors.close(removed);
		}
	}

	/**
	 * Returns how many bytes were sent and not reported, which they are now.
	 * @return the number of bytes
	 */
	long takeUnreported() {
		this.lock.lock();
		try {
			long count = this.unreported;
			this.unreported = 0;
			return count;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Keeps the peer from sending more. Here, because the socket is not closed before
	 * this has ended.
	 */
	void shutDownInput() {
		this.lock.run(() -> {
			if (!this.ended) {
				Closing.quietly(this.socket::shutdownInput);
			}
		});
	}

	/** Takes no more; what is there can still be sent. */
	void end() {
		this.lock.run(() -> {
			this.ended = true;
			cutOff();
			measure();
			this.lock.signalAll();
		});
		tellWritable();
	}

	/**
	 * Takes no more and drops what is there, on any thread. If something is unfinished,
	 * the loop must {@link #discard()} it.
	 */
	void abort() {
		discard(false);
	}

	/**
	 * Takes no more, and drops what is there. If something is unfinished, it is sent
	 * before as far as the kernel takes it. On the thread of the loop.
	 * @return how many bytes were dropped
	 */
	long discard() {
		return discard(true);
	}

	private long discard(boolean onLoop) {
		long dropped = 0;
		this.lock.lock();
		try {
			this.ended = true;
			boolean unfinished = this.cutOff || this.cutMark != null;
			if (onLoop || !unfinished) {
				dropped = Math.max(0, waiting() - sendLastBytes());
				clear();
			}
			measure();
			this.lock.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		tellWritable();
		closeDescriptorsBefore(Long.MAX_VALUE);
		return dropped;
	}

	private void clear() {
		this.bytes.clear();
		if (this.collected != null) {
			this.collected.clear();
		}
	}

	/** Under the lock. Descriptors cannot be sent in this way, so bytes may not be. */
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

	/**
	 * Waits until what is there has been sent, or cannot be.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether it has, and any of it since this was last true; at once if there is
	 * nothing to wait for
	 * @throws InterruptedIOException if the calling thread is interrupted
	 */
	boolean awaitSent(Duration timeout) throws InterruptedIOException {
		this.lock.lock();
		try {
			long goal = this.total + waiting();
			if (goal == this.noticed) {
				return false;
			}
			this.lock.await(() -> this.total >= goal || waiting() == 0, timeout);
			boolean sent = this.total >= goal;
			// Others may have waited for the same bytes, and are told so, too
			this.noticed = Math.max(this.noticed, sent ? goal : 0);
			return sent;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Tells whether anything has been sent since this, or the method before, told so. */
	boolean hasSentMore() {
		return this.lock.test(() -> {
			boolean more = this.total > this.noticed;
			this.noticed = this.total;
			return more;
		});
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

	/** Whether everything has been sent; after the end nothing can follow. */
	boolean isFinished() {
		return this.ended && size() == 0;
	}

	/** Lets waiting threads look again at what is not guarded by the lock. */
	void wakeWaiters() {
		this.lock.run(this.lock::signalAll);
	}

	/** Whether a thread waits for bytes to be sent, or for what comes after. */
	boolean isAwaited() {
		return this.lock.isAwaited();
	}

	boolean isEnded() {
		return this.ended;
	}

	long size() {
		this.lock.lock();
		try {
			return waiting();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns for how long bytes have been waiting of which none were sent.
	 * @return the time in nanoseconds, or -1 if none wait
	 */
	long untakenNanos() {
		return this.lock.read(() -> this.bytes.isEmpty() ? -1
				: System.nanoTime() - ((this.lastSent - this.waitingSince > 0) ? this.lastSent : this.waitingSince));
	}

	/** When bytes were sent last, as {@link System#nanoTime()}. */
	long lastSent() {
		return this.lock.read(() -> this.lastSent);
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
			measure();
			this.lock.signalAll();
		});
		tellWritable();
	}

}

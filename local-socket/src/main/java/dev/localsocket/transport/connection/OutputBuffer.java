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
public class OutputBuffer {

	private final ConditionLock lock = new ConditionLock();

	/** Guarded by the lock. */
	private final SendQueue queue;

	private final StreamSocket socket;

	private final Runnable flush;

	/** How much of the total somebody has waited for, or asked about. */
	private long noticed;

	/** Changed under the lock. */
	private final HighWaterMark mark = new HighWaterMark();

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
		this.queue = new SendQueue(socket);
		this.flush = flush;
	}

	/** Counts what waits here, from now on. */
	void countIn(BufferAccount account) {
		this.lock.run(() -> this.queue.countIn(account));
	}

	/**
	 * From now on, threads that add bytes may send them.
	 * @param reporting whether somebody wants to know how many bytes were sent
	 */
	void start(BooleanSupplier reporting) {
		this.lock.run(() -> this.queue.start(reporting));
	}

	/**
	 * Adds all bytes or none, without waiting.
	 * @param source the bytes
	 * @return what became of them
	 */
	public WriteResult offer(ByteBuffer source) {
		return offer(source, true, List.of());
	}

	/**
	 * Adds all bytes without waiting, however many wait already.
	 * @param source the bytes
	 * @return what became of them
	 */
	public WriteResult offerBeyondLimit(ByteBuffer source) {
		return offer(source, false, List.of());
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
		return offer(source, true, attached);
	}

	private WriteResult offer(ByteBuffer source, boolean limited, List<FileDescriptor> attached) {
		boolean requested;
		this.lock.lock();
		try {
			if (this.ended) {
				return WriteResult.OUTPUT_ENDED;
			}
			if (limited && !this.mark.hasRoom(this.queue.size(), source.remaining())) {
				return WriteResult.BUFFER_FULL;
			}
			if (!attached.isEmpty() && !this.queue.attach(attached)) {
				return WriteResult.DESCRIPTORS_FULL;
			}
			requested = attached.isEmpty() ? this.queue.add(source) : this.queue.queue(source);
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
	 * Adds all bytes, and waits for room as often as needed.
	 * @param source the bytes; when this fails, its position tells how many were added
	 * @throws SocketException if the output has ended
	 * @throws InterruptedIOException if the calling thread is interrupted
	 */
	public void put(ByteBuffer source) throws IOException {
		while (source.hasRemaining()) {
			if (putSome(source)) {
				this.flush.run();
			}
		}
	}

	private boolean putSome(ByteBuffer source) throws IOException {
		this.lock.lock();
		try {
			this.lock.await(() -> this.ended || this.queue.size() < this.mark.bytes(), Duration.ofMillis(-1));
			if (this.ended) {
				throw new SocketException("The socket is closed for output");
			}
			int count = (int) Math.min(source.remaining(), this.mark.bytes() - this.queue.size());
			boolean requested = this.queue.add(source.slice(source.position(), count));
			source.position(source.position() + count);
			measure();
			return requested;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tells whether more should be added: less than the high water waits, or half of it
	 * after it was reached. Takes no lock.
	 * @return whether it should; true also after the end
	 */
	public boolean isWritable() {
		return !this.mark.isReached();
	}

	/**
	 * Tells whether more should be added, and if not, says when it should.
	 * @param action is called once then, on the thread of the loop or one that ends the
	 * output, in place of what was to be called before. Must not block
	 * @return whether it should; if so, the action is not called
	 */
	public boolean isWritable(Runnable action) {
		return !this.mark.isReached() || this.lock.test(() -> this.mark.await(action));
	}

	/** Under the lock, whenever bytes have come or gone. */
	private void measure() {
		this.mark.measure(this.ended ? 0 : this.queue.size());
	}

	/** Not under the lock, whenever bytes have gone. */
	private void tellWritable() {
		Runnable action = this.mark.isAwaited() ? takeAction() : null;
		if (action != null) {
			action.run();
		}
	}

	private @Nullable Runnable takeAction() {
		this.lock.lock();
		try {
			return this.mark.take();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Says that something has begun that is not complete. When the output ends before it
	 * is, a mark is the last that is sent; and then not even {@link #discard()} drops
	 * what the kernel can still take.
	 * @param mark the mark; null or empty when nothing is incomplete
	 */
	public void setUnfinished(@Nullable ByteBuffer mark) {
		this.lock.run(() -> this.queue.setUnfinished(this.ended ? null : mark));
	}

	/**
	 * Begins a turn of the loop.
	 * @param target the loop's own empty buffer, which collects what is added
	 */
	void collectIn(ByteBuffer target) {
		this.lock.lock();
		try {
			this.queue.collectIn(target);
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
		boolean left;
		this.lock.lock();
		try {
			boolean collected = this.queue.hasCollected();
			left = this.queue.sendCollected();
			if (collected) {
				measure();
				this.lock.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
		tellWritable();
		return left;
	}

	/**
	 * Copies the next bytes for the kernel, without removing them.
	 * @param target where to put them
	 * @return how many there were
	 */
	int copyTo(ByteBuffer target) {
		this.lock.lock();
		try {
			return this.queue.copyTo(target);
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
		if (!this.queue.hasDescriptors()) {
			return List.of();
		}
		this.lock.lock();
		try {
			return this.queue.descriptors();
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
			this.queue.sent(count);
			measure();
			this.lock.signalAll();
		});
		tellWritable();
		if (this.queue.hasDescriptors()) {
			closeDescriptorsBefore(total());
		}
	}

	/** Not under the lock, because closing may take its time. */
	private void closeDescriptorsBefore(long position) {
		if (this.queue.hasDescriptors()) {
			List<FileDescriptor> removed = new ArrayList<>();
			this.lock.run(() -> removed.addAll(this.queue.removeDescriptorsBefore(position)));
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
			return this.queue.takeUnreported();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Keeps the peer from sending more. Here, because the socket is not closed before
	 * this has ended.
	 */
	public void shutDownInput() {
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
			this.queue.cutOff();
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
			if (onLoop || !this.queue.isUnfinished()) {
				dropped = this.queue.discard();
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

	/**
	 * Waits until what is there has been sent, or cannot be.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether it has, and any of it since this was last true; at once if there is
	 * nothing to wait for
	 * @throws InterruptedIOException if the calling thread is interrupted
	 */
	public boolean awaitSent(Duration timeout) throws InterruptedIOException {
		this.lock.lock();
		try {
			long goal = this.queue.total() + this.queue.size();
			if (goal == this.noticed) {
				return false;
			}
			this.lock.await(() -> this.queue.total() >= goal || this.queue.size() == 0, timeout);
			boolean sent = this.queue.total() >= goal;
			// Others may have waited for the same bytes, and are told so, too
			this.noticed = Math.max(this.noticed, sent ? goal : 0);
			return sent;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Tells whether anything has been sent since this, or the method before, told so. */
	public boolean hasSentMore() {
		return this.lock.test(() -> {
			boolean more = this.queue.total() > this.noticed;
			this.noticed = this.queue.total();
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

	public long size() {
		this.lock.lock();
		try {
			return this.queue.size();
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
		return this.lock.read(this.queue::untakenNanos);
	}

	/** When bytes were sent last, as {@link System#nanoTime()}. */
	long lastSent() {
		return this.lock.read(this.queue::lastSent);
	}

	public long total() {
		return this.lock.read(this.queue::total);
	}

	public long limit() {
		return this.lock.read(this.mark::limit);
	}

	void setLimit(long limit) {
		this.lock.run(() -> {
			this.mark.setLimit(limit);
			measure();
			this.lock.signalAll();
		});
		tellWritable();
	}

}

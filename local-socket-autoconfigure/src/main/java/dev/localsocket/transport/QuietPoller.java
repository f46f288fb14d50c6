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
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Watches quiet channels of one loop, on a daemon thread of its own that only waits: what
 * it finds ready it takes off its selector and hands back to the loop, which does all the
 * input and output.
 * <p>
 * The selector, and the keys at it, belong to one of two: to the watching thread, or to
 * the loop, which {@linkplain #hold() stops} that thread before it removes a channel, and
 * lets it go on only with its next poll. So no channel is ever closed under a poll, which
 * would keep the socket open, or watch whoever gets its descriptor next.
 */
final class QuietPoller {

	/**
	 * What it watches is paid for whenever one of them is ready: 0.1 microseconds each.
	 */
	static final int CAPACITY = 256;

	private static final SafeLogger logger = new SafeLogger(QuietPoller.class);

	private static final long PAUSE_AFTER_FAILURE_NANOS = 10_000_000;

	private final LibrarySelector selector = new LibrarySelector();

	private final QuietPollers owner;

	/** Registered by whoever has the selector. */
	private final Queue<SelectorRegistration> arrivals = new ConcurrentLinkedQueue<>();

	/** How many channels it has; belongs to the loop. */
	private int size;

	/**
	 * Guards the fields below, and so who has the selector; nothing is called under it.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/** Whether the loop has or wants the selector. */
	private boolean held;

	/** Whether the thread has the selector. */
	private boolean watching;

	private boolean closed;

	QuietPoller(QuietPollers owner) throws IOException {
		this.owner = owner;
	}

	/**
	 * Starts the thread.
	 * @param name the name of the thread
	 * @throws OutOfMemoryError if the system has no thread left; the poller is closed
	 */
	void start(String name) {
		Thread thread = new Thread(null, this::run, name, 0, false);
		thread.setDaemon(true);
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			this.selector.close();
			throw ex;
		}
	}

	private void run() {
		while (take()) {
			try {
				watch();
			}
			catch (IOException | RuntimeException | Error ex) {
				EventLoop.peerLog.log(logger::error, ex, () -> "Could not watch quiet channels; their loop does it");
				LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
				handBackAll();
			}
			finally {
				give();
			}
		}
		this.selector.close();
	}

	/** Waits until the selector is free; false if it is wanted no more. */
	private boolean take() {
		this.lock.lock();
		try {
			while (this.held && !this.closed) {
				this.changed.awaitUninterruptibly();
			}
			this.watching = !this.closed;
			return this.watching;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void give() {
		this.lock.lock();
		try {
			this.watching = false;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void watch() throws IOException {
		admit();
		if (this.selector.select(-1) > 0) {
			handBack(this.selector.selectedKeys());
		}
		EventLoop.clearInterrupt();
	}

	private void admit() {
		SelectorRegistration arrival;
		while ((arrival = this.arrivals.poll()) != null) {
			try {
				arrival.watchAt(this.selector);
			}
			catch (IOException | RuntimeException ex) {
				logger.debug("Could not watch a quiet channel", ex);
				this.owner.handBack(List.of(arrival));
			}
		}
	}

	private void handBackAll() {
		handBack(this.selector.keys());
		List<SelectorRegistration> waiting = new ArrayList<>();
		@Nullable SelectorRegistration arrival;
		while ((arrival = this.arrivals.poll()) != null) {
			waiting.add(arrival);
		}
		this.owner.handBack(waiting);
	}

	private void handBack(Iterable<SelectionKey> keys) {
		List<SelectorRegistration> registrations = new ArrayList<>();
		keys.forEach((key) -> {
			if (key.attachment() instanceof SelectorRegistration registration) {
				registrations.add(registration);
			}
		});
		registrations.forEach(SelectorRegistration::takeOff);
		this.owner.handBack(registrations);
	}

	// All below is called by the loop

	boolean hasRoom() {
		return this.size < CAPACITY;
	}

	/** Takes over a channel; {@link #wakeup()} makes it watch. */
	void add(SelectorRegistration registration) {
		this.size++;
		this.arrivals.add(registration);
	}

	void wakeup() {
		this.selector.wakeup();
	}

	/** Gives up a channel. When this returns, the channel may be closed. */
	void remove(SelectorRegistration registration) {
		hold();
		this.arrivals.remove(registration);
		registration.dropKey();
		left();
	}

	/** A channel that was handed back has arrived. */
	void left() {
		this.size--;
		if (this.size == 0) {
			this.owner.close(this);
		}
	}

	/**
	 * Takes the selector from the thread. This waits for that, once in a turn of the
	 * loop, for about as long as it takes to wake a thread.
	 */
	private void hold() {
		this.lock.lock();
		try {
			if (!this.held) {
				this.held = true;
				this.owner.holds(this);
				this.selector.wakeup();
				while (this.watching) {
					this.changed.awaitUninterruptibly();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Lets the thread have the selector again. */
	void release() {
		this.lock.lock();
		try {
			this.held = false;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Lets the thread end. */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		this.selector.wakeup();
	}

}

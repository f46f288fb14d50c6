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
package dev.localsocket.transport.junix;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.spi.Interrupts;
import dev.localsocket.transport.spi.LoopLog;
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
final class QuietPoller implements QuietPlace {

	/**
	 * What it watches is paid for whenever one of them is ready: 0.1 microseconds each.
	 */
	static final int CAPACITY = 256;

	private static final SafeLogger logger = new SafeLogger(QuietPoller.class);

	private static final long PAUSE_AFTER_FAILURE_NANOS = 10_000_000;

	private final LibrarySelector selector = new LibrarySelector();

	private final QuietPollerOwner owner;

	/** Registered by whoever has the selector. */
	private final Queue<WatchedChannel> arrivals = new ConcurrentLinkedQueue<>();

	/** How many channels it has; belongs to the loop. */
	private int size;

	/**
	 * Guards the fields below, and so who has the selector; nothing is called under it. A
	 * monitor, because to wait at it takes no memory of the heap: neither the thread nor
	 * the loop may fail to hand the selector over.
	 */
	private final Object monitor = new Object();

	/** Whether the loop has or wants the selector. */
	private boolean held;

	/** Whether the thread has the selector. */
	private boolean watching;

	private boolean closed;

	QuietPoller(QuietPollerOwner owner) throws IOException {
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
		boolean failed = false;
		while (take()) {
			try {
				if (failed) {
					handBackAll();
					failed = false;
				}
				watch();
			}
			catch (IOException | RuntimeException | Error ex) {
				// Also without memory, until it succeeds
				failed = true;
				report(ex);
				LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
			}
			finally {
				give();
			}
		}
		this.selector.close();
	}

	private static void report(Throwable failure) {
		try {
			LoopLog.peerLog.log(logger::error, failure, () -> "Could not watch quiet channels; their loop does it");
		}
		catch (OutOfMemoryError ex) {
			// The thread has to go on
		}
	}

	/** Waits until the selector is free; false if it is wanted no more. */
	private boolean take() {
		synchronized (this.monitor) {
			while (this.held && !this.closed) {
				awaitChange();
			}
			this.watching = !this.closed;
			return this.watching;
		}
	}

	private void give() {
		synchronized (this.monitor) {
			this.watching = false;
			this.monitor.notifyAll();
		}
	}

	/** An interrupt is for nobody here. */
	private void awaitChange() {
		try {
			this.monitor.wait();
		}
		catch (InterruptedException | OutOfMemoryError ex) {
			// The condition is looked at again
		}
	}

	private void watch() throws IOException {
		admit();
		if (this.selector.select(-1) > 0) {
			handBack(this.selector.selectedKeys());
		}
		Interrupts.clear();
	}

	private void admit() {
		WatchedChannel arrival;
		while ((arrival = this.arrivals.poll()) != null) {
			try {
				arrival.watchAt(this.selector);
			}
			catch (IOException | RuntimeException ex) {
				logger.debug("Could not watch a quiet channel", ex);
				this.owner.handBack(arrival);
			}
		}
	}

	private void handBackAll() {
		handBack(this.selector.keys());
		@Nullable WatchedChannel arrival;
		while ((arrival = this.arrivals.poll()) != null) {
			this.owner.handBack(arrival);
		}
	}

	/** What has been taken off is handed back at once, so that nothing gets lost. */
	private void handBack(Iterable<SelectionKey> keys) {
		List<WatchedChannel> registrations = new ArrayList<>();
		keys.forEach((key) -> {
			if (key.attachment() instanceof WatchedChannel registration) {
				registrations.add(registration);
			}
		});
		for (WatchedChannel registration : registrations) {
			if (registration.takeOff()) {
				this.owner.handBack(registration);
			}
		}
	}

	// All below is called by the loop

	boolean hasRoom() {
		return this.size < CAPACITY;
	}

	/** Takes over a channel; {@link #wakeup()} makes it watch. */
	@Override
	public void add(WatchedChannel registration) {
		this.size++;
		this.arrivals.add(registration);
	}

	void wakeup() {
		this.selector.wakeup();
	}

	@Override
	public void remove(WatchedChannel registration) {
		hold();
		this.arrivals.remove(registration);
		registration.dropKey();
		left();
	}

	@Override
	public void left() {
		this.size--;
		if (this.size == 0) {
			this.owner.isEmpty(this);
		}
	}

	/**
	 * Takes the selector from the thread. This waits for that, once in a turn of the
	 * loop, for about as long as it takes to wake a thread.
	 */
	private void hold() {
		synchronized (this.monitor) {
			this.held = true;
			this.owner.holdsOne();
			while (this.watching) {
				this.selector.wakeup();
				awaitChange();
			}
		}
	}

	/** Lets the thread have the selector again. */
	void release() {
		synchronized (this.monitor) {
			this.held = false;
			this.monitor.notifyAll();
		}
	}

	@Override
	public void close() {
		synchronized (this.monitor) {
			this.closed = true;
			this.monitor.notifyAll();
		}
		this.selector.wakeup();
	}

}

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

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.localsocket.log.SafeLogger;

/**
 * How much the connections of any number of servers may buffer together, whatever each of
 * them may. When it is used up, nothing is accepted and received any more until an eighth
 * is free again, and the peers that hold the most of it up have to go: who has taken
 * nothing of what waits for him for the longest time, and then who began a message first
 * and has not ended it.
 * <p>
 * At first only those go that have not moved for a quarter of a second, so that no peer
 * goes which is about to make room by itself. When the budget has been used up for that
 * long, or is exceeded by a quarter, those that are left go too, one after the other.
 * Nobody goes for messages that wait for a handler, because only the handler is to blame.
 * <p>
 * Thread-safe. While there is room it costs nothing but the counting, by
 * {@link BufferAccount}; while there is none, a thread of the JDK's looks after it.
 */
public final class BufferBudget {

	private static final Duration PATIENCE = Duration.ofMillis(250);

	/** No limit. */
	public static final BufferBudget NONE = new BufferBudget(0);

	private static final SafeLogger logger = new SafeLogger(BufferBudget.class);

	private static final long LOG_DELAY_NANOS = Duration.ofSeconds(1).toNanos();

	private static final long LOG_PERIOD_NANOS = Duration.ofMinutes(1).toNanos();

	private static final Duration PAUSE = Duration.ofMillis(50);

	/** A thread of the JDK's, which is there for such things. */
	private static final Executor soon = CompletableFuture.delayedExecutor(0, TimeUnit.MILLISECONDS, Runnable::run);

	private static final Executor later = CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS,
			Runnable::run);

	private final long max;

	private final long patienceNanos;

	private final Runnable relief = this::relieve;

	private final Runnable urgentRelief = this::evictUrgently;

	private final AtomicLong used = new AtomicLong();

	private final AtomicBoolean full = new AtomicBoolean();

	/** Whether somebody was called because it is exceeded by far. */
	private final AtomicBoolean urgent = new AtomicBoolean();

	/** When the budget was used up. Written before that is said. */
	private volatile long fullSince;

	/** Guarded by this. */
	private long lastLogged = System.nanoTime() - LOG_PERIOD_NANOS;

	private final Set<Holder> holders = ConcurrentHashMap.newKeySet();

	private final Set<Runnable> paused = ConcurrentHashMap.newKeySet();

	/**
	 * Creates a budget.
	 * @param max how many bytes, or 0 for no limit
	 * @throws IllegalArgumentException if it is negative
	 */
	public BufferBudget(long max) {
		this(max, PATIENCE);
	}

	BufferBudget(long max, Duration patience) {
		if (max < 0) {
			throw new IllegalArgumentException("The size must be positive, or 0 for no limit, not " + max);
		}
		this.max = max;
		this.patienceNanos = patience.toNanos();
	}

	/**
	 * Returns how many bytes may be buffered.
	 * @return the number of bytes, or 0 for no limit
	 */
	public long max() {
		return this.max;
	}

	/**
	 * Returns how many bytes are buffered, give or take 4 KiB for each buffer.
	 * @return the number of bytes, or 0 if there is no limit
	 */
	public long used() {
		return this.used.get();
	}

	boolean isLimited() {
		return this.max > 0;
	}

	void enter(Holder holder) {
		this.holders.add(holder);
	}

	void leave(Holder holder) {
		this.holders.remove(holder);
	}

	/** Counts a change. Called under the locks of buffers. */
	void add(long change) {
		long now = this.used.addAndGet(change);
		if (now > this.max && change > 0) {
			fill(now);
		}
	}

	private void fill(long now) {
		if (!this.full.get()) {
			this.fullSince = System.nanoTime();
			begin(this.full, this.relief);
		}
		else if (isFarExceededBy(now)) {
			begin(this.urgent, this.urgentRelief);
		}
	}

	/** Without memory for it, the next who adds something begins. */
	private static void begin(AtomicBoolean begun, Runnable task) {
		if (begun.compareAndSet(false, true)) {
			try {
				soon.execute(task);
			}
			catch (RuntimeException | Error ex) {
				begun.set(false);
			}
		}
	}

	private boolean isFarExceededBy(long now) {
		return now > this.max + this.max / 4;
	}

	/** Whether it is used up, so that nothing is received. */
	boolean isFull() {
		return this.full.get();
	}

	/**
	 * Asks for room.
	 * @param resume is called once when there is some again, if there is none now; by a
	 * thread that must not be kept
	 * @return whether there is room
	 */
	boolean hasRoom(Runnable resume) {
		if (!this.full.get()) {
			return true;
		}
		this.paused.add(resume);
		// There may have been room before this was known
		return !this.full.get() && this.paused.remove(resume);
	}

	void forget(Runnable resume) {
		this.paused.remove(resume);
	}

	private void evictUrgently() {
		this.urgent.set(false);
		evict();
	}

	/** Nothing ends this but room, or nothing would be received any more. */
	private void relieve() {
		boolean relieved;
		do {
			evict();
			relieved = this.used.get() <= lowMark() && resume();
			tell();
		}
		while (!relieved && !isContinued());
	}

	private boolean isContinued() {
		try {
			later.execute(this.relief);
			return true;
		}
		catch (RuntimeException | Error ex) {
			// No memory for it: this thread goes on
			LockSupport.parkNanos(PAUSE.toNanos());
			return false;
		}
	}

	/**
	 * Lets everybody go on.
	 * @return whether all could be told
	 */
	private boolean resume() {
		this.full.set(false);
		for (Runnable waiting : this.paused) {
			try {
				if (this.paused.remove(waiting)) {
					waiting.run();
				}
			}
			catch (RuntimeException | Error ex) {
				this.paused.add(waiting);
				return false;
			}
		}
		return true;
	}

	private long lowMark() {
		return this.max - this.max / 8;
	}

	private synchronized void evict() {
		try {
			evictForRoom();
		}
		catch (RuntimeException | Error ex) {
			logger.error("Could not make room for what is received", ex);
		}
	}

	private void evictForRoom() {
		List<Candidate> candidates = candidates();
		// In this order: what one of them gives back meanwhile is not asked of another
		long excess = this.used.get() - lowMark();
		long patience = patience();
		for (Candidate candidate : candidates) {
			if (excess <= 0 || candidate.still() < patience) {
				break;
			}
			excess -= candidate.held();
			candidate.holder().evict(this.max, Duration.ofNanos(candidate.still()));
		}
	}

	private long patience() {
		return (isFarExceededBy(this.used.get()) || fullNanos() > this.patienceNanos) ? 0 : this.patienceNanos;
	}

	private long fullNanos() {
		return System.nanoTime() - this.fullSince;
	}

	private List<Candidate> candidates() {
		return this.holders.stream().map(Candidate::of).filter(Candidate::isToBlame).sorted(Candidate.ORDER).toList();
	}

	private synchronized void tell() {
		long now = System.nanoTime();
		if (this.full.get() && fullNanos() > LOG_DELAY_NANOS && now - this.lastLogged > LOG_PERIOD_NANOS) {
			this.lastLogged = now;
			logger.warn(
					"All connections together buffer %d bytes of the %d that they may (max-buffered): ".formatted(
							this.used.get(), this.max) + "nothing is received until handlers and peers have made room",
					null);
		}
	}

	/** A connection that holds a part of the budget. */
	interface Holder {

		/** Returns how many of its bytes count. */
		long heldBytes();

		/**
		 * Returns for how long its peer has taken nothing of what waits for it.
		 * @return the time in nanoseconds, or a negative number if nothing waits
		 */
		long untakenNanos();

		/**
		 * Returns for how long its peer has not ended a message.
		 * @return the time in nanoseconds, or a negative number if there is none
		 */
		long incompleteNanos();

		/**
		 * Ends the connection, soon.
		 * @param max how much may be buffered
		 * @param still for how long it has not moved
		 */
		void evict(long max, Duration still);

	}

	/**
	 * A connection that may have to go.
	 *
	 * @param holder the connection
	 * @param reads whether it is one whose peer is to read
	 * @param still for how long it has not moved, in nanoseconds; negative if its peer is
	 * not to blame
	 * @param held how many of its bytes count
	 */
	private record Candidate(Holder holder, boolean reads, long still, long held) {

		static final Comparator<Candidate> ORDER = Comparator.comparing(Candidate::reads)
			.thenComparing(Candidate::still)
			.reversed();

		static Candidate of(Holder holder) {
			long untaken = holder.untakenNanos();
			return (untaken >= 0) ? new Candidate(holder, true, untaken, holder.heldBytes())
					: new Candidate(holder, false, holder.incompleteNanos(), holder.heldBytes());
		}

		boolean isToBlame() {
			return this.still >= 0 && this.held > 0;
		}

	}

}

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
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Looks after the connections of one loop that have timeouts. Traffic moves a deadline on
 * without a word here: when the earliest deadline that was known has come, all are asked
 * for theirs anew. Belongs to the thread of the loop.
 */
final class Deadlines implements Runnable {

	/** No deadline. */
	static final long NEVER = Long.MAX_VALUE;

	/** So that many connections with many deadlines are not asked all the time. */
	private static final long SHORTEST_PAUSE_NANOS = Duration.ofMillis(10).toNanos();

	/**
	 * Who asks later than that was not there: the process slept, or the loop was busy.
	 */
	private static final long LATE_NANOS = Duration.ofMillis(100).toNanos();

	/** How long peers have then, so that what they did meanwhile can be noticed. */
	private static final long PAUSE_AFTER_SLEEP_NANOS = Duration.ofMillis(500).toNanos();

	/** After a round that was not finished, for lack of memory for example. */
	private static final long PAUSE_AFTER_FAILURE_NANOS = Duration.ofSeconds(1).toNanos();

	private final Set<Timed> watched = Collections.newSetFromMap(new IdentityHashMap<>());

	/** Whether anybody is to be asked, and when. */
	private boolean scheduled;

	private long nextRound;

	/** Whether the next round has been put off. */
	private boolean putOff;

	/**
	 * Watches something, from now on or with a new deadline.
	 * @param timed what has a deadline
	 */
	void watch(Timed timed) {
		this.watched.add(timed);
		roundWithin(timed.nanosLeft());
	}

	void unwatch(Timed timed) {
		this.watched.remove(timed);
	}

	private void roundWithin(long nanos) {
		if (nanos == NEVER) {
			return;
		}
		long round = System.nanoTime() + Math.max(nanos, SHORTEST_PAUSE_NANOS);
		if (!this.scheduled || round - this.nextRound < 0) {
			this.nextRound = round;
			this.scheduled = true;
		}
	}

	/**
	 * Returns how long it takes until somebody is to be asked.
	 * @return the time in milliseconds, -1 if there is nobody
	 */
	long millisLeft() {
		return this.scheduled ? Math.max(0, (this.nextRound - System.nanoTime() + 999_999) / 1_000_000) : -1;
	}

	/** Asks all, if it is time to. To be called in each round of the loop. */
	@Override
	public void run() {
		long late = System.nanoTime() - this.nextRound;
		if (!this.scheduled || late < 0) {
			return;
		}
		if (late > LATE_NANOS && !this.putOff) {
			this.putOff = true;
			this.nextRound = System.nanoTime() + PAUSE_AFTER_SLEEP_NANOS;
			return;
		}
		this.putOff = false;
		this.scheduled = false;
		long earliest = PAUSE_AFTER_FAILURE_NANOS;
		try {
			earliest = askAll();
		}
		finally {
			roundWithin(earliest);
		}
	}

	/** Returns how long the first of those has whose time is not over. */
	private long askAll() {
		long earliest = NEVER;
		for (Timed timed : new ArrayList<>(this.watched)) {
			long left = timed.nanosLeft();
			if (left <= 0) {
				timed.timedOut();
			}
			else {
				earliest = Math.min(earliest, left);
			}
		}
		return earliest;
	}

	/** Something that has a deadline. */
	interface Timed {

		/**
		 * Returns how long it has.
		 * @return the time in nanoseconds, 0 or less if it is over, {@link #NEVER} if
		 * there is no deadline now
		 */
		long nanosLeft();

		/** The time is over; it is not watched any more, or has a new deadline. */
		void timedOut();

	}

}

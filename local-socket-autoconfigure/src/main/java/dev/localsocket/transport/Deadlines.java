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
final class Deadlines {

	/** No deadline. */
	static final long NEVER = Long.MAX_VALUE;

	/** So that many connections with many deadlines are not asked all the time. */
	private static final long SHORTEST_PAUSE_NANOS = Duration.ofMillis(10).toNanos();

	private final EventLoop loop;

	private final Set<Timed> watched = Collections.newSetFromMap(new IdentityHashMap<>());

	private long nextRound = NEVER;

	Deadlines(EventLoop loop) {
		this.loop = loop;
	}

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
		long pause = Math.max(nanos, SHORTEST_PAUSE_NANOS);
		long round = System.nanoTime() + pause;
		if (this.nextRound == NEVER || round - this.nextRound < 0) {
			this.nextRound = round;
			this.loop.schedule(Duration.ofNanos(pause), () -> round(round));
		}
	}

	private void round(long round) {
		if (round != this.nextRound) {
			// An earlier one has come in between
			return;
		}
		this.nextRound = NEVER;
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
		roundWithin(earliest);
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

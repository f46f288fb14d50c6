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
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

/**
 * What a loop has to do later. Belongs to the thread of the loop.
 */
final class Timers {

	private final PriorityQueue<Timer> queue = new PriorityQueue<>();

	void add(Duration delay, Runnable task) {
		this.queue.add(new Timer(System.nanoTime() + delay.toNanos(), task));
	}

	/**
	 * Returns how long it takes until the next one is due.
	 * @return the time in milliseconds, 0 if one is due, -1 if there is none
	 */
	long millisLeft() {
		Timer next = this.queue.peek();
		return (next != null) ? next.millisLeft() : -1;
	}

	/**
	 * Takes one that is due.
	 * @return its task, or null if none is due
	 */
	@Nullable Runnable takeDue() {
		Timer next = this.queue.peek();
		if (next == null || next.millisLeft() > 0) {
			return null;
		}
		this.queue.remove();
		return next.task();
	}

	/** A task with the time at which it is due, as {@link System#nanoTime()}. */
	private record Timer(long nanos, Runnable task) implements Comparable<Timer> {

		long millisLeft() {
			return Math.max(0, (this.nanos - System.nanoTime() + 999_999) / 1_000_000);
		}

		@Override
		public int compareTo(Timer other) {
			return Long.compare(this.nanos - other.nanos, 0);
		}

	}

}

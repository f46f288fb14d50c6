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

package dev.localsocket.client;

import java.time.Duration;

/**
 * How long to wait before the next attempt to connect: a random part of a time that is
 * doubled by each failure in a row, so that clients of a server that comes back do not
 * all come at once. Immutable.
 *
 * @param first the longest time after no failure, positive
 * @param max the longest time after many
 */
record ReconnectDelay(Duration first, Duration max) {

	private static final int MAX_DOUBLINGS = 30;

	ReconnectDelay {
		if (first.isNegative() || first.isZero()) {
			throw new IllegalArgumentException("The delay must be positive, not " + first);
		}
		if (max.compareTo(first) < 0) {
			throw new IllegalArgumentException("The greatest delay must be at least the first, %s".formatted(first));
		}
	}

	/**
	 * Returns the time before the next attempt.
	 * @param failures how many have failed in a row
	 * @param random from 0 to 1
	 * @return the time
	 */
	Duration after(int failures, double random) {
		Duration longest = this.first.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
		Duration bounded = (longest.compareTo(this.max) < 0) ? longest : this.max;
		return Duration.ofMillis((long) (bounded.toMillis() * random));
	}

}

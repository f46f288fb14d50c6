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
 * A point in time until which something may take, immune to clocks that jump.
 *
 * @param nanos the time as {@link System#nanoTime()}
 * @param timeout how long it was at the beginning
 */
record Deadline(long nanos, Duration timeout) {

	/** About 146 years, so that nanoseconds do not overflow. */
	private static final Duration MAX = Duration.ofNanos(Long.MAX_VALUE / 2);

	static Deadline after(Duration timeout) {
		Duration bounded = (timeout.compareTo(MAX) < 0) ? timeout : MAX;
		return new Deadline(System.nanoTime() + bounded.toNanos(), timeout);
	}

	Duration left() {
		return Duration.ofNanos(Math.max(0, this.nanos - System.nanoTime()));
	}

}

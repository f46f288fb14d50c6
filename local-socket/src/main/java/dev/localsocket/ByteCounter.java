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

package dev.localsocket;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * The bytes of all connections of a server: those of the open ones, which count
 * themselves, and of the ended ones. Thread-safe without a lock.
 * <p>
 * A connection leaves the set of open ones before its bytes are added to those of ended
 * ones, and {@link #total()} looks at the two in the opposite order. So a connection that
 * ends meanwhile may be missed but is never counted twice, and the greatest sum so far,
 * which is never more than the truth, never goes down.
 *
 * @param <T> the type of the connections
 */
final class ByteCounter<T> {

	private final Set<T> open;

	private final ToLongFunction<T> bytes;

	private final AtomicLong ended = new AtomicLong();

	private final AtomicLong greatest = new AtomicLong();

	/**
	 * Creates a counter.
	 * @param open the open connections; a view that can be iterated over at any time
	 * @param bytes returns the bytes of one
	 */
	ByteCounter(Set<T> open, ToLongFunction<T> bytes) {
		this.open = open;
		this.bytes = bytes;
	}

	void end(T connection) {
		this.ended.addAndGet(this.bytes.applyAsLong(connection));
	}

	long total() {
		long sum = this.ended.get();
		for (T connection : this.open) {
			sum += this.bytes.applyAsLong(connection);
		}
		return this.greatest.accumulateAndGet(sum, Math::max);
	}

}

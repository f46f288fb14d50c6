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

import org.jspecify.annotations.Nullable;

/**
 * Counts what one buffer of a connection holds, in steps: the many messages that only
 * pass through a buffer, and are short, cost a comparison. Guarded by what guards the
 * buffer.
 */
final class BufferAccount {

	/** How far the count may be from what is there. */
	static final int STEP = 4096;

	/** Counts nothing. */
	static final BufferAccount NONE = new BufferAccount(null);

	private final @Nullable BufferHoldings holdings;

	private long counted;

	BufferAccount(@Nullable BufferHoldings holdings) {
		this.holdings = holdings;
	}

	/**
	 * Says how much the buffer holds now.
	 * @param size the number of bytes
	 */
	void update(long size) {
		long change = size - this.counted;
		boolean worthwhile = change >= STEP || change <= -STEP || (size == 0 && change != 0);
		if (worthwhile && this.holdings != null) {
			this.counted = size;
			this.holdings.add(change);
		}
	}

}

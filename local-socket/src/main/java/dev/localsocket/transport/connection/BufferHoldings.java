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

import java.util.function.LongConsumer;

/**
 * What all buffers of one connection hold together. It counts against the budget while
 * the connection is open, and afterwards as long as somebody says that he goes on to use
 * what was received. Thread-safe: guarded by this, under which only the budget is told;
 * the locks of the buffers are taken before.
 */
final class BufferHoldings {

	private final LongConsumer budget;

	private long total;

	private boolean open = true;

	private boolean retained;

	private boolean abandoned;

	/**
	 * Creates the holdings of an open connection, which are empty.
	 * @param budget is told of each change of what counts; must not block
	 */
	BufferHoldings(LongConsumer budget) {
		this.budget = budget;
	}

	synchronized void add(long change) {
		this.total += change;
		if (isCounted()) {
			this.budget.accept(change);
		}
	}

	synchronized void close() {
		count(false, this.retained);
	}

	/** Counts no more, whoever goes on to use what there is for a moment. */
	synchronized void abandon() {
		if (isCounted() && this.total != 0) {
			this.budget.accept(-this.total);
		}
		this.abandoned = true;
	}

	synchronized void setRetained(boolean retained) {
		count(this.open, retained);
	}

	private void count(boolean open, boolean retained) {
		boolean before = isCounted();
		this.open = open;
		this.retained = retained;
		if (before != isCounted() && this.total != 0) {
			this.budget.accept(before ? -this.total : this.total);
		}
	}

	private boolean isCounted() {
		return !this.abandoned && (this.open || this.retained);
	}

	synchronized long counted() {
		return isCounted() ? this.total : 0;
	}

}

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
 * How much may wait in an {@link OutputBuffer}: whether that is so much that nothing
 * should be added for the moment, and who is to be told when that is over. Changed under
 * the lock of the buffer only; whether it is reached may be asked without.
 */
final class HighWaterMark {

	/** Of a buffer without a limit. */
	private static final long DEFAULT = 64 * 1024;

	private volatile boolean reached;

	private volatile @Nullable Runnable action;

	/** Guarded by the lock; 0 for none. */
	private long limit;

	long limit() {
		return this.limit;
	}

	void setLimit(long limit) {
		this.limit = limit;
	}

	/**
	 * Under the lock: tells whether the limit allows more.
	 * @param waiting how many bytes wait
	 * @param more how many are to be added
	 * @return whether they may be
	 */
	boolean hasRoom(long waiting, int more) {
		return this.limit == 0 || more <= this.limit - waiting;
	}

	/** Under the lock: how many bytes may wait before the mark is reached. */
	long bytes() {
		return (this.limit > 0) ? Math.min(this.limit, DEFAULT) : DEFAULT;
	}

	boolean isReached() {
		return this.reached;
	}

	/**
	 * Under the lock, whenever bytes have come or gone. Once reached, it is until half of
	 * that is left.
	 * @param waiting how many wait
	 */
	void measure(long waiting) {
		boolean now = waiting >= (this.reached ? bytes() / 2 + 1 : bytes());
		if (now != this.reached) {
			this.reached = now;
		}
	}

	/**
	 * Under the lock: keeps an action in place of the one before, if the mark is reached.
	 * @param next the action
	 * @return whether it is not reached
	 */
	boolean await(Runnable next) {
		if (this.reached) {
			this.action = next;
		}
		return !this.reached;
	}

	/** Whether somebody may have to be told. */
	boolean isAwaited() {
		return this.action != null && !this.reached;
	}

	/**
	 * Under the lock: takes the action, if it is time for it.
	 * @return the action, or null
	 */
	@Nullable Runnable take() {
		Runnable taken = this.reached ? null : this.action;
		this.action = this.reached ? this.action : null;
		return taken;
	}

}

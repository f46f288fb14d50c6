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

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A task that a loop can be given when there is no memory left: all that it needs was
 * made with whoever may have to give it. A task that is waiting already is not added
 * again. Thread-safe.
 */
public final class ReservedTask {

	private final Runnable task;

	private final AtomicBoolean waiting = new AtomicBoolean();

	/** Belongs to the stack while the task waits. */
	private @Nullable ReservedTask next;

	/**
	 * Reserves what a task needs.
	 * @param task the task; must not block
	 */
	public ReservedTask(Runnable task) {
		this.task = task;
	}

	/** Those that wait, in no certain order. */
	static final class Stack {

		private final AtomicReference<@Nullable ReservedTask> top = new AtomicReference<>();

		void add(ReservedTask added) {
			if (added.waiting.compareAndSet(false, true)) {
				ReservedTask below;
				do {
					below = this.top.get();
					added.next = below;
				}
				while (!this.top.compareAndSet(below, added));
			}
		}

		boolean isEmpty() {
			return this.top.get() == null;
		}

		/**
		 * Runs those that wait, each whatever becomes of the others.
		 * @param failures is told what they throw
		 */
		void runAll(LoopFailures failures) {
			ReservedTask current = isEmpty() ? null : this.top.getAndSet(null);
			while (current != null) {
				ReservedTask below = current.next;
				current.next = null;
				current.waiting.set(false);
				failures.run(current.task);
				current = below;
			}
		}

	}

}

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

package dev.localsocket.worker;

import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * The thread on which a handler runs at the moment, to be interrupted when the time for
 * the handlers of a connection is over, and also those that begin only then; or what a
 * handler does without a thread, to be cancelled then. Thread-safe: an interrupt never
 * reaches what the thread does afterwards, because entering, leaving and interrupting
 * exclude one another.
 */
public final class HandlerThread {

	private @Nullable Thread thread;

	private @Nullable Future<?> rest;

	/** Set once the time is over, and never taken back. */
	private boolean interrupted;

	/**
	 * Creates one.
	 */
	public HandlerThread() {
	}

	/** Says that the calling thread runs the handler from now on. */
	public synchronized void enter() {
		this.thread = Thread.currentThread();
		if (this.interrupted) {
			this.thread.interrupt();
		}
	}

	/** Says that it does so no more; it is not interrupted by this any more. */
	public synchronized void leave() {
		this.thread = null;
		if (this.interrupted) {
			Thread.interrupted();
		}
	}

	/**
	 * Says what the handler does when its thread has left. The last that was said counts.
	 * @param rest is cancelled where the thread would be interrupted
	 */
	public void goesOn(Future<?> rest) {
		if (setRest(rest)) {
			rest.cancel(true);
		}
	}

	private synchronized boolean setRest(Future<?> rest) {
		this.rest = rest;
		return this.interrupted;
	}

	/** Interrupts the thread, and each that enters later. */
	public void interrupt() {
		Future<?> current = interruptThread();
		if (current != null) {
			current.cancel(true);
		}
	}

	private synchronized @Nullable Future<?> interruptThread() {
		this.interrupted = true;
		if (this.thread != null) {
			this.thread.interrupt();
		}
		return this.rest;
	}

}

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

package dev.localsocket.event.internal;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets publications through until it is closed, and can then wait for those inside.
 * Thread-safe.
 */
final class PublicationGate {

	/** One party is the open gate itself; when the last one leaves, it terminates. */
	private final Phaser inside = new Phaser(1);

	private volatile boolean closed;

	/**
	 * Enters.
	 * @return whether the gate is open; if so, {@link #leave()} must follow
	 */
	boolean enter() {
		if (this.inside.register() < 0) {
			return false;
		}
		if (this.closed) {
			leave();
			return false;
		}
		return true;
	}

	void leave() {
		this.inside.arriveAndDeregister();
	}

	/**
	 * Closes the gate. To be called once.
	 * @param timeout how long to wait
	 * @return whether nobody is inside any more
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean close(Duration timeout) throws InterruptedException {
		this.closed = true;
		int phase = this.inside.arriveAndDeregister();
		try {
			this.inside.awaitAdvanceInterruptibly(phase, timeout.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
	}

}

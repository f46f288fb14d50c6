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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.spi.LoopLog;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what goes wrong in a loop from ending it. That may be anything, above all that
 * there is no memory left, so nothing here needs any: the texts are made beforehand, and
 * a log that cannot be written is not. Belongs to the thread of the loop, except
 * {@link #lastTo(long)}.
 */
final class LoopFailures {

	private static final BiConsumer<String, @Nullable Throwable> logger = new SafeLogger(LoopFailures.class)::error;

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final Supplier<String> taskText;

	private final Supplier<String> roundText;

	/** When the loop began to do nothing but fail; 0 if it does not. */
	private volatile long failingSince;

	LoopFailures(String name) {
		this.taskText = () -> name + ": a task failed";
		this.roundText = () -> name + " could not poll; it tries again";
	}

	/**
	 * Runs a task that may fail.
	 * @param task the task
	 */
	void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			LoopLog.peerLog.log(logger, ex, this.taskText);
		}
	}

	/** A round has come to its end. */
	void roundSucceeded() {
		if (this.failingSince != 0) {
			this.failingSince = 0;
		}
	}

	/**
	 * A round has failed. Waits a little, because the next may fail too.
	 * @param ex why
	 */
	void roundFailed(Throwable ex) {
		if (this.failingSince == 0) {
			this.failingSince = System.nanoTime() | 1;
		}
		LoopLog.peerLog.log(logger, ex, this.roundText);
		LockSupport.parkNanos(PAUSE_NANOS);
	}

	/**
	 * Tells whether the loop has done nothing but fail for some time. Any thread may call
	 * it.
	 * @param nanos the time
	 * @return whether it has
	 */
	boolean lastTo(long nanos) {
		long since = this.failingSince;
		return since != 0 && System.nanoTime() - since >= nanos;
	}

}

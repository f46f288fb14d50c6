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

package dev.localsocket.instance;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Closes a channel on which nothing comes in time, from a thread of its own: the blocking
 * calls of the JDK have no other limit.
 */
final class SilenceWatch implements AutoCloseable, Runnable {

	/** Guards all fields; nothing but the wait happens under it. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Closeable watched;

	private @Nullable Long due;

	private boolean expired;

	private boolean ended;

	SilenceWatch(Closeable watched) {
		this.watched = watched;
	}

	void start() {
		Thread thread = new Thread(this, "local-socket-instance-watch");
		thread.setDaemon(true);
		thread.start();
	}

	/** Closes the channel unless it is stopped before. */
	void begin(long nanos) {
		set(System.nanoTime() + nanos);
	}

	void stop() {
		set(null);
	}

	private void set(@Nullable Long time) {
		this.lock.lock();
		try {
			this.due = time;
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean hasExpired() {
		this.lock.lock();
		try {
			return this.expired;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void run() {
		if (isExpiring()) {
			try {
				this.watched.close();
			}
			catch (IOException ex) {
				// Whoever reads it sees that
			}
		}
	}

	private boolean isExpiring() {
		this.lock.lock();
		try {
			while (!this.ended && !this.expired) {
				await();
			}
			return !this.ended;
		}
		catch (InterruptedException ex) {
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void await() throws InterruptedException {
		if (this.due == null) {
			this.changed.await();
			return;
		}
		long left = this.due - System.nanoTime();
		if (left <= 0) {
			this.expired = true;
		}
		else {
			this.changed.awaitNanos(left);
		}
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.ended = true;
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

}

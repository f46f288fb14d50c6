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

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A lock with one condition, on which platform and virtual threads wait alike.
 */
public final class ConditionLock {

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock; null until somebody waits, which is not so for most. */
	private @Nullable Condition changed;

	/** Locks. Needs no memory. */
	public void lock() {
		lock(this.lock);
	}

	/**
	 * Locks. To wait for the lock in its queue takes memory, so it is tried again and
	 * again when there is none.
	 * @param lock the lock
	 */
	static void lock(ReentrantLock lock) {
		while (!lock.tryLock()) {
			try {
				lock.lock();
				return;
			}
			catch (OutOfMemoryError ex) {
				Thread.yield();
			}
		}
	}

	/** Unlocks. */
	public void unlock() {
		this.lock.unlock();
	}

	/** Under the lock: lets all waiting threads look again. */
	public void signalAll() {
		if (this.changed != null) {
			this.changed.signalAll();
		}
	}

	/**
	 * Runs an action under the lock.
	 * @param action the action
	 */
	public void run(Runnable action) {
		lock();
		try {
			action.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Reads a number under the lock.
	 * @param number the number
	 * @return the number
	 */
	public long read(LongSupplier number) {
		lock();
		try {
			return number.getAsLong();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Finds something out under the lock.
	 * @param condition the condition
	 * @return whether it is true
	 */
	public boolean test(BooleanSupplier condition) {
		lock();
		try {
			return condition.getAsBoolean();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Under the lock: waits until something is true. Fails on the thread of an event
	 * loop, whose waiting would stop all of its connections.
	 * @param condition what to wait for, evaluated under the lock
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether it is true
	 * @throws InterruptedIOException if the thread is interrupted; it stays so
	 */
	public boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedIOException {
		if (condition.getAsBoolean()) {
			return true;
		}
		LoopThread.checkMayBlock();
		try {
			return timeout.isNegative() ? awaitForever(condition) : awaitNanos(condition, nanos(timeout));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while waiting for a local socket");
		}
	}

	/**
	 * Tells whether a thread waits. Takes the lock.
	 * @return whether there is one
	 */
	public boolean isAwaited() {
		this.lock.lock();
		try {
			return this.changed != null && this.lock.hasWaiters(this.changed);
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean awaitForever(BooleanSupplier condition) throws InterruptedException {
		while (!condition.getAsBoolean()) {
			changed().await();
		}
		return true;
	}

	private boolean awaitNanos(BooleanSupplier condition, long nanos) throws InterruptedException {
		long left = nanos;
		while (!condition.getAsBoolean()) {
			if (left <= 0) {
				return false;
			}
			left = changed().awaitNanos(left);
		}
		return true;
	}

	private Condition changed() {
		if (this.changed == null) {
			this.changed = this.lock.newCondition();
		}
		return this.changed;
	}

	private static long nanos(Duration timeout) {
		try {
			return timeout.toNanos();
		}
		catch (ArithmeticException ex) {
			return Long.MAX_VALUE;
		}
	}

}

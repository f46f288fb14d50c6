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
package dev.localsocket.console;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The lines of a reply that goes on, between who writes them and who sends them. Who
 * writes never waits: what is too much is left out, and the reader is told how much that
 * was. Thread-safe.
 */
final class FollowedLines {

	static final int CAPACITY = 1000;

	/** Of the lines that wait, together. */
	static final int MAX_CHARACTERS = 1 << 20;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/** Guarded by the lock, as all that follows. */
	private final Deque<String> lines = new ArrayDeque<>();

	private int characters;

	private long leftOut;

	private boolean ended;

	/**
	 * Adds a line.
	 * @param line the line
	 */
	void add(String line) {
		this.lock.lock();
		try {
			if (this.leftOut == 0 && this.lines.size() < CAPACITY
					&& line.length() <= MAX_CHARACTERS - this.characters) {
				this.lines.add(line);
				this.characters += line.length();
				this.changed.signalAll();
			}
			else {
				this.leftOut++;
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for a line.
	 * @return the line, or null if there will be none: this has ended, or the thread was
	 * interrupted
	 */
	@Nullable String take() {
		this.lock.lock();
		try {
			while (this.lines.isEmpty() && this.leftOut == 0 && !this.ended) {
				this.changed.await();
			}
			String line = this.lines.poll();
			if (line != null) {
				this.characters -= line.length();
				return line;
			}
			return (this.leftOut != 0) ? leftOut() : null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** In the place of the lines that are not there. */
	private String leftOut() {
		String line = "... %d lines are left out, because they came faster than they were read".formatted(this.leftOut);
		this.leftOut = 0;
		return line;
	}

	/** Ends this, once what was added is taken. */
	void end() {
		this.lock.lock();
		try {
			this.ended = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for the end.
	 * @param duration how long to wait
	 * @return whether this has ended
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean awaitEnd(Duration duration) throws InterruptedException {
		long nanos = duration.toNanos();
		this.lock.lock();
		try {
			while (!this.ended && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return this.ended;
		}
		finally {
			this.lock.unlock();
		}
	}

}

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

package dev.localsocket.fault;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Takes all of the heap for some time, with all that is set free meanwhile.
 */
final class HeapHog implements Runnable {

	private static final int ROUNDS = 2;

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private static final int LARGEST = 1024 * 1024;

	private static final int SMALLEST = 64;

	private static final @Nullable Object[] NOTHING = new Object[2];

	private @Nullable Object[] taken = NOTHING;

	/**
	 * Starts a thread that takes the heap.
	 * @return a reply
	 */
	String start() {
		Thread thread = new Thread(this, "heap-hog");
		thread.setDaemon(true);
		thread.start();
		return "hogging";
	}

	@Override
	public void run() {
		try {
			for (int round = 0; round < ROUNDS; round++) {
				for (int size = LARGEST; size >= SMALLEST; size /= 8) {
					takeAll(size);
				}
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
		finally {
			this.taken = NOTHING;
		}
	}

	private void takeAll(int size) {
		try {
			while (true) {
				@Nullable Object[] next = new Object[Math.max(2, size / 4)];
				next[0] = this.taken;
				this.taken = next;
			}
		}
		catch (OutOfMemoryError ex) {
			// That was the last piece of this size
		}
	}

}

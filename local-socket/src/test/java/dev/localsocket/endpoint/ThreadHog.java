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
package dev.localsocket.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Takes the threads that a process may still start.
 */
final class ThreadHog {

	private final List<Thread> taken = new ArrayList<>();

	private CountDownLatch release = new CountDownLatch(1);

	/**
	 * Starts threads until no more can be started.
	 */
	void takeAll() {
		try {
			while (true) {
				take(this.release);
			}
		}
		catch (OutOfMemoryError ex) {
			// That was the last one
		}
	}

	private void take(CountDownLatch end) {
		Thread thread = new Thread(null, () -> sleep(end), "hog", 64 * 1024);
		thread.setDaemon(true);
		thread.start();
		this.taken.add(thread);
	}

	private static void sleep(CountDownLatch end) {
		try {
			end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Ends the threads.
	 */
	void release() {
		this.release.countDown();
		this.release = new CountDownLatch(1);
		for (Thread thread : this.taken) {
			join(thread);
		}
		this.taken.clear();
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

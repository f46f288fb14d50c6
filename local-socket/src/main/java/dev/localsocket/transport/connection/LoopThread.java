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

/**
 * The thread of an event loop, which must not wait: its waiting would stop all of its
 * channels.
 */
abstract class LoopThread extends Thread {

	LoopThread(String name) {
		super(name);
	}

	/**
	 * Tells whether the calling thread is one of these.
	 * @return whether it is
	 */
	static boolean isCurrent() {
		return Thread.currentThread() instanceof LoopThread;
	}

	/**
	 * Fails on such a thread.
	 * @throws IllegalStateException on such a thread
	 */
	static void checkMayBlock() {
		if (isCurrent()) {
			throw new IllegalStateException(
					"This call would block the event loop: use non-blocking calls here, or another thread");
		}
	}

}

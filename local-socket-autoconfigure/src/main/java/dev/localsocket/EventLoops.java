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

package dev.localsocket;

import java.io.InterruptedIOException;
import java.time.Duration;

import dev.localsocket.transport.EventLoopGroup;

/**
 * The threads that do the input and output of local servers and sockets. Servers that are
 * given the same instance share its threads. Thread-safe.
 * <p>
 * There is nothing to close: a thread is there only while it has a listening server or an
 * open connection, and keeps the JVM alive so long, {@link #sharedDaemons()} excepted.
 */
public final class EventLoops {

	private static final int DEFAULT_THREADS = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));

	private static final Duration RESPONSE_TIME = Duration.ofSeconds(2);

	private static final EventLoops shared = new EventLoops(DEFAULT_THREADS);

	private static final EventLoops sharedDaemons = new EventLoops(
			new EventLoopGroup("local-socket-daemon-loop", DEFAULT_THREADS, true));

	private final EventLoopGroup group;

	/**
	 * Creates event loops. No thread is started yet.
	 * @param threads the number of threads, at least 1
	 * @throws IllegalArgumentException if the number is less than 1
	 */
	public EventLoops(int threads) {
		this(new EventLoopGroup("local-socket-loop", threads, false));
	}

	private EventLoops(EventLoopGroup group) {
		this.group = group;
	}

	/**
	 * Returns the event loops of servers and sockets that are given no others: half as
	 * many threads as there are processors, at least 1 and at most 4.
	 * @return the shared event loops
	 */
	public static EventLoops shared() {
		return shared;
	}

	/**
	 * Returns event loops for clients whose open connections do not keep the JVM alive:
	 * as many daemon threads as {@link #shared()} has threads.
	 * @return the shared event loops of daemon threads
	 */
	public static EventLoops sharedDaemons() {
		return sharedDaemons;
	}

	/**
	 * Returns the number of threads that there may be.
	 * @return the number of threads
	 */
	public int threads() {
		return this.group.size();
	}

	/**
	 * Tells whether the threads go on. They do not when something holds one of them up,
	 * such as a callback that blocks, or when they do nothing but fail. Blocks until they
	 * have shown it, for at most two seconds, except on one of these threads. A thread
	 * that has nothing to do goes on.
	 * @return whether they go on
	 * @throws InterruptedIOException if the thread is interrupted; it stays so
	 */
	public boolean isResponsive() throws InterruptedIOException {
		try {
			return this.group.respondWithin(RESPONSE_TIME);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while waiting for an event loop");
		}
	}

	EventLoopGroup group() {
		return this.group;
	}

}

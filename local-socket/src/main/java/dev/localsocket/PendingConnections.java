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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.localsocket.transport.connection.ConditionLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections that a server has accepted and nobody has taken, oldest first. They all
 * belong to one run of the server, from its beginning to listen to its close: the loop of
 * an earlier run may still be accepting when the next one has begun. Thread-safe: the
 * lock guards all fields, and nothing is called under it.
 */
final class PendingConnections {

	private static final int DEFAULT_MAX = 30;

	private final ConditionLock lock = new ConditionLock();

	private final Deque<LocalSocket> sockets = new ArrayDeque<>();

	private int max = DEFAULT_MAX;

	/** The run that connections are taken of, or null if none are taken. */
	private @Nullable Object run;

	/** Whether the run accepts nothing more; what it has accepted may still come. */
	private boolean retired;

	void open(Object run) {
		this.lock.run(() -> {
			this.run = run;
			this.retired = false;
		});
	}

	/** The run accepts nothing more; threads do not wait any longer. */
	void retire() {
		this.lock.run(() -> {
			this.retired = true;
			this.lock.signalAll();
		});
	}

	/** Whether the last run has passed to another process and was not closed. */
	boolean isRetired() {
		return this.lock.test(() -> this.retired);
	}

	/**
	 * Takes no more connections; waiting threads return.
	 * @return the connections that nobody has taken
	 */
	List<LocalSocket> close() {
		this.lock.lock();
		try {
			List<LocalSocket> untaken = List.copyOf(this.sockets);
			this.sockets.clear();
			this.run = null;
			this.retired = false;
			this.lock.signalAll();
			return untaken;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean hasRoomBeside(int others, Object run) {
		return this.lock.test(() -> this.run == run && this.sockets.size() + others < this.max);
	}

	/**
	 * Adds a connection, unless its run is over.
	 * @param socket the connection
	 * @param origin the run that accepted it, or null if that is not known
	 * @return whether it was added
	 */
	boolean add(LocalSocket socket, @Nullable Object origin) {
		this.lock.lock();
		try {
			boolean added = this.run != null && (origin == null || origin == this.run);
			if (added) {
				this.sockets.add(socket);
				this.lock.signalAll();
			}
			return added;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable LocalSocket next() {
		this.lock.lock();
		try {
			return this.sockets.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean remove(LocalSocket socket) {
		return this.lock.test(() -> this.sockets.remove(socket));
	}

	WaitResult await(Duration timeout) throws InterruptedIOException {
		this.lock.lock();
		try {
			boolean inTime = this.lock.await(() -> this.run == null || this.retired || !this.sockets.isEmpty(),
					timeout);
			return new WaitResult(!this.sockets.isEmpty(), !inTime);
		}
		finally {
			this.lock.unlock();
		}
	}

	int size() {
		return (int) this.lock.read(() -> this.sockets.size());
	}

	int max() {
		return (int) this.lock.read(() -> this.max);
	}

	void setMax(int max) {
		this.lock.run(() -> this.max = max);
	}

}

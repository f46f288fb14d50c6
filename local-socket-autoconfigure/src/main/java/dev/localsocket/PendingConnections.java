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

import dev.localsocket.transport.ConditionLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections that a server has accepted and nobody has taken, oldest first.
 * Thread-safe: the lock guards all fields, and nothing is called under it.
 */
final class PendingConnections {

	private final ConditionLock lock = new ConditionLock();

	private final Deque<LocalSocket> sockets = new ArrayDeque<>();

	private int max = LocalServer.DEFAULT_MAX_PENDING_CONNECTIONS;

	private boolean open;

	void open() {
		this.lock.run(() -> this.open = true);
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
			this.open = false;
			this.lock.signalAll();
			return untaken;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean hasRoomBeside(int others) {
		return this.lock.test(() -> this.open && this.sockets.size() + others < this.max);
	}

	boolean add(LocalSocket socket) {
		this.lock.lock();
		try {
			if (this.open) {
				this.sockets.add(socket);
				this.lock.signalAll();
			}
			return this.open;
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
			boolean inTime = this.lock.await(() -> !this.open || !this.sockets.isEmpty(), timeout);
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

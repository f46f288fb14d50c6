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

package dev.localsocket.client;

import java.io.InterruptedIOException;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.localsocket.error.SocketError;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a client's requests. Each is used by one request at a time; the one
 * that was used last is used first, so that those that are not needed stay idle and the
 * server may end them. Thread-safe.
 */
final class ConnectionPool {

	private final Semaphore permits;

	private final Supplier<LocalSocketConversation> opener;

	private final Deque<LocalSocketConversation> idle = new ConcurrentLinkedDeque<>();

	private final Set<LocalSocketConversation> busy = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	ConnectionPool(int maxConnections, Supplier<LocalSocketConversation> opener) {
		this.permits = new Semaphore(maxConnections, true);
		this.opener = opener;
	}

	/**
	 * Takes a connection, and waits while all are busy.
	 * @param deadline until when to wait
	 * @return the connection, to be released or discarded
	 */
	LocalSocketConversation acquire(Deadline deadline) {
		checkOpen();
		awaitPermit(deadline);
		try {
			LocalSocketConversation reused = takeIdle();
			LocalSocketConversation conversation = (reused != null) ? reused : this.opener.get();
			this.busy.add(conversation);
			abortIfClosed(conversation);
			return conversation;
		}
		catch (RuntimeException | Error ex) {
			this.permits.release();
			throw ex;
		}
	}

	private void awaitPermit(Deadline deadline) {
		try {
			if (!this.permits.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
				throw new LocalSocketClientException(SocketError.TIMEOUT,
						"All connections were busy for %d ms".formatted(deadline.timeout().toMillis()), null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw LocalSocketConversation.interrupted("for a free connection", new InterruptedIOException());
		}
	}

	private @Nullable LocalSocketConversation takeIdle() {
		LocalSocketConversation conversation = this.idle.pollFirst();
		while (conversation != null && !conversation.isReusable()) {
			conversation.close();
			conversation = this.idle.pollFirst();
		}
		return conversation;
	}

	/** Whoever closes the pool aborts what is in it; what comes later aborts itself. */
	private void abortIfClosed(LocalSocketConversation conversation) {
		if (this.closed) {
			this.busy.remove(conversation);
			conversation.abort();
			checkOpen();
		}
	}

	private void checkOpen() {
		if (this.closed) {
			throw new IllegalStateException("The client is closed");
		}
	}

	/** Takes a connection back, for the next request. */
	void release(LocalSocketConversation conversation) {
		this.busy.remove(conversation);
		if (conversation.isReusable()) {
			this.idle.addFirst(conversation);
		}
		else {
			conversation.close();
		}
		if (this.closed) {
			closeIdle();
		}
		this.permits.release();
	}

	/** Takes a connection back that nobody may use any more. */
	void discard(LocalSocketConversation conversation) {
		this.busy.remove(conversation);
		conversation.abort();
		this.permits.release();
	}

	void close() {
		this.closed = true;
		closeIdle();
		this.busy.forEach(LocalSocketConversation::abort);
	}

	private void closeIdle() {
		LocalSocketConversation conversation;
		while ((conversation = this.idle.pollFirst()) != null) {
			conversation.close();
		}
	}

}

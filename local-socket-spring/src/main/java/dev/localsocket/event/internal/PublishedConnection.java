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

package dev.localsocket.event.internal;

import java.util.concurrent.CompletableFuture;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;

/**
 * What becomes of a connection from the publication of its first event to that of its
 * last. Thread-safe; it only moves forward.
 */
final class PublishedConnection {

	private static final Runnable NO_INTERRUPTION = () -> {
	};

	private final LocalSocket socket;

	/** Completed when the first event was published and the owner, if any, let go. */
	private final CompletableFuture<Void> released = new CompletableFuture<>();

	/** Completed when the last event was published, or will not be. */
	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private volatile boolean taken;

	private volatile boolean aborted;

	private volatile Runnable interruption = NO_INTERRUPTION;

	PublishedConnection(LocalSocket socket) {
		this.socket = socket;
	}

	LocalSocket socket() {
		return this.socket;
	}

	boolean takenFrom(LocalServer server) {
		this.taken = true;
		boolean wasPending = server.takePendingConnection(this.socket);
		if (!wasPending) {
			release();
		}
		return wasPending;
	}

	void release() {
		this.taken = false;
		this.released.complete(null);
	}

	/** Whether an owner is busy with the connection. */
	boolean isTaken() {
		return this.taken;
	}

	/**
	 * The connection may be aborted before or after it is known how: one of two runs it.
	 */
	void onAbort(Runnable interruption) {
		this.interruption = interruption;
		if (this.aborted) {
			interruption.run();
		}
	}

	void abort() {
		this.socket.abort();
		this.aborted = true;
		this.interruption.run();
	}

	CompletableFuture<Void> released() {
		return this.released;
	}

	CompletableFuture<Void> ended() {
		return this.ended;
	}

}

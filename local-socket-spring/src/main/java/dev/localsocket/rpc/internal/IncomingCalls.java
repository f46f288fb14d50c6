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

package dev.localsocket.rpc.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The requests and notifications of the peer that wait or run: in which order they begin,
 * how many run at a time, and how many are read ahead. A batch begins when nothing else
 * runs, and nothing else begins until it has ended. Thread-safe: the lock guards all
 * fields, and nothing of anybody else is called under it.
 */
final class IncomingCalls {

	/** How many may wait before the connection is not read. */
	static final int MAX_WAITING = 64;

	/** How many bytes these may have come in. */
	static final int MAX_WAITING_BYTES = 64 * 1024;

	private final ReentrantLock lock = new ReentrantLock();

	private final int maxRunning;

	private final Deque<IncomingCall> waiting = new ArrayDeque<>();

	private final Set<IncomingCall> running = new HashSet<>();

	/** Those that are not answered. */
	private final Map<RequestId, IncomingCall> byId = new HashMap<>();

	private long waitingBytes;

	/** The batch that runs. */
	private @Nullable IncomingBatch batch;

	/** Completed when there is room, if somebody waits for that. */
	private @Nullable CompletableFuture<@Nullable Void> room;

	/** Completed when nothing waits or runs, if somebody waits for that. */
	private @Nullable CompletableFuture<@Nullable Void> idle;

	private boolean ended;

	IncomingCalls(int maxRunning) {
		this.maxRunning = maxRunning;
	}

	/**
	 * Adds a call behind all others. If its id is that of another, it will be refused.
	 * @param call the call
	 */
	void add(IncomingCall call) {
		this.lock.lock();
		try {
			if (this.ended) {
				return;
			}
			RequestId id = call.id();
			if (id != null && id != RequestId.NULL && this.byId.putIfAbsent(id, call) != null) {
				call.refuse(ErrorReply.ID_IN_USE);
			}
			this.waiting.add(call);
			this.waitingBytes += call.length();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes the next call that may run.
	 * @return the call, which runs from now on, or null
	 */
	@Nullable IncomingCall next() {
		CompletableFuture<@Nullable Void> freed = null;
		IncomingCall next;
		this.lock.lock();
		try {
			next = this.waiting.peek();
			if (next == null || this.running.size() == this.maxRunning || !mayBegin(next.batch())) {
				return null;
			}
			this.running.add(next);
			this.waiting.remove();
			this.waitingBytes -= next.length();
			this.batch = next.batch();
			freed = takeRoom();
		}
		finally {
			this.lock.unlock();
		}
		complete(freed);
		return next;
	}

	/** Under the lock. */
	private boolean mayBegin(@Nullable IncomingBatch next) {
		return next == this.batch || (this.batch == null && this.running.isEmpty());
	}

	/** Under the lock. */
	private @Nullable CompletableFuture<@Nullable Void> takeRoom() {
		CompletableFuture<@Nullable Void> freed = hasRoom() ? this.room : null;
		if (freed != null) {
			this.room = null;
		}
		return freed;
	}

	/** Under the lock. */
	private boolean hasRoom() {
		return this.ended || (this.waiting.size() < MAX_WAITING && this.waitingBytes < MAX_WAITING_BYTES);
	}

	/**
	 * Tells when more may be added.
	 * @return null for now, or a stage that is completed then
	 */
	@Nullable CompletionStage<?> room() {
		this.lock.lock();
		try {
			if (hasRoom()) {
				return null;
			}
			CompletableFuture<@Nullable Void> awaited = new CompletableFuture<>();
			this.room = awaited;
			return awaited;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Says that a call is answered: its id may be used again.
	 * @param call the call
	 */
	void answered(IncomingCall call) {
		RequestId id = call.id();
		if (id != null) {
			this.lock.lock();
			try {
				this.byId.remove(id, call);
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/**
	 * Says that a call does not run any more. To say it again changes nothing.
	 * @param call the call
	 */
	void ended(IncomingCall call) {
		CompletableFuture<@Nullable Void> freed;
		this.lock.lock();
		try {
			if (this.running.remove(call)) {
				end(call);
			}
			freed = takeIdle();
		}
		finally {
			this.lock.unlock();
		}
		complete(freed);
	}

	/** Under the lock. */
	private void end(IncomingCall call) {
		IncomingBatch of = call.batch();
		if (of != null && of.ended() && of == this.batch) {
			this.batch = null;
		}
	}

	/** Under the lock. */
	private @Nullable CompletableFuture<@Nullable Void> takeIdle() {
		return isIdle() ? this.idle : null;
	}

	/**
	 * Finds a call that is not answered.
	 * @param id its id
	 * @return the call, or null
	 */
	@Nullable IncomingCall find(JsonNode id) {
		this.lock.lock();
		try {
			// Not more than run and wait
			return this.byId.values().stream().filter((call) -> call.idOrNull().is(id)).findFirst().orElse(null);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Lets a call that has not begun be answered, when it would begin, with an error.
	 * @param call the call
	 * @param error the error
	 * @return whether it had not begun
	 */
	boolean refuse(IncomingCall call, ErrorReply error) {
		this.lock.lock();
		try {
			boolean waits = this.waiting.contains(call);
			if (waits) {
				call.refuse(error);
			}
			return waits;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes a call out that has not begun.
	 * @param call the call
	 * @return whether it had not
	 */
	boolean remove(IncomingCall call) {
		CompletableFuture<@Nullable Void> freed = null;
		boolean removed;
		this.lock.lock();
		try {
			removed = this.waiting.remove(call);
			if (removed) {
				this.waitingBytes -= call.length();
				end(call);
				freed = takeRoom();
			}
		}
		finally {
			this.lock.unlock();
		}
		complete(freed);
		return removed;
	}

	/**
	 * Drops what waits, and lets nothing wait any more.
	 * @return what runs
	 */
	List<IncomingCall> endAll() {
		CompletableFuture<@Nullable Void> freed;
		CompletableFuture<@Nullable Void> done;
		List<IncomingCall> left;
		this.lock.lock();
		try {
			this.ended = true;
			this.waiting.clear();
			this.waitingBytes = 0;
			left = new ArrayList<>(this.running);
			freed = takeRoom();
			done = takeIdle();
		}
		finally {
			this.lock.unlock();
		}
		complete(freed);
		complete(done);
		return left;
	}

	boolean isIdle() {
		this.lock.lock();
		try {
			return this.waiting.isEmpty() && this.running.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tells when nothing waits or runs.
	 * @return a stage that is completed then, maybe now
	 */
	CompletableFuture<@Nullable Void> idle() {
		this.lock.lock();
		try {
			CompletableFuture<@Nullable Void> awaited = this.idle;
			if (awaited == null) {
				awaited = new CompletableFuture<>();
				this.idle = awaited;
			}
			if (!isIdle()) {
				return awaited;
			}
			return CompletableFuture.completedFuture(null);
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void complete(@Nullable CompletableFuture<@Nullable Void> awaited) {
		if (awaited != null) {
			awaited.complete(null);
		}
	}

}

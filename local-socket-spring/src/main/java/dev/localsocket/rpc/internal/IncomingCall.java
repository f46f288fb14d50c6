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

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.worker.HandlerThread;
import dev.localsocket.worker.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * A request or notification of the peer from its arrival to its end: it waits, it runs,
 * and it is answered once, by whoever is the first to know how. Thread-safe.
 */
final class IncomingCall implements WorkerTask {

	private final JsonRpcSession session;

	/** Null for what is no request. */
	private final @Nullable JsonRpcRequest request;

	/** Null for a notification. */
	private final @Nullable RequestId id;

	private final @Nullable JsonRpcMethod method;

	private final @Nullable IncomingBatch batch;

	/** The number of bytes that it came in. */
	private final int length;

	private final AtomicBoolean answered = new AtomicBoolean();

	private final HandlerThread thread = new HandlerThread();

	/** What it is answered with instead of being run. */
	private volatile @Nullable ErrorReply refusal;

	private volatile boolean cancelled;

	private volatile @Nullable Future<?> future;

	IncomingCall(JsonRpcSession session, @Nullable RequestId id, @Nullable JsonRpcRequest request,
			@Nullable JsonRpcMethod method, @Nullable ErrorReply refusal, @Nullable IncomingBatch batch, int length) {
		this.session = session;
		this.id = id;
		this.request = request;
		this.method = method;
		this.refusal = refusal;
		this.batch = batch;
		this.length = length;
	}

	@Nullable RequestId id() {
		return this.id;
	}

	/** The id to reply with. */
	RequestId idOrNull() {
		return (this.id != null) ? this.id : RequestId.NULL;
	}

	@Nullable IncomingBatch batch() {
		return this.batch;
	}

	int length() {
		return this.length;
	}

	/** It has not begun, and will not. */
	void refuse(ErrorReply error) {
		this.refusal = error;
	}

	/**
	 * Takes the right to answer.
	 * @return whether nobody else has
	 */
	boolean takeAnswer() {
		return this.answered.compareAndSet(false, true);
	}

	/**
	 * Begins to run.
	 * @param loop the thread of the event loop, on which the method may run if it is the
	 * calling one
	 */
	void start(@Nullable Thread loop) {
		if (this.refusal != null || this.method == null) {
			this.session.refused(this, this.refusal);
			return;
		}
		var executor = this.method.executor();
		if (executor != null) {
			executor.accept(this);
		}
		else if (Thread.currentThread() == loop) {
			run();
		}
		else {
			this.session.socket().eventLoop().execute(this);
		}
	}

	@Override
	public void run() {
		JsonRpcRequest invoked = this.request;
		JsonRpcMethod invokedMethod = this.method;
		if (invoked == null || invokedMethod == null) {
			return;
		}
		Object result = null;
		Throwable failure = null;
		try {
			result = invoke(invokedMethod, invoked);
			if (result instanceof CompletionStage<?> stage) {
				follow(stage, invoked);
				return;
			}
		}
		catch (Exception | Error ex) {
			failure = ex;
		}
		this.session.returned(this, invoked, result, failure);
	}

	private @Nullable Object invoke(JsonRpcMethod invokedMethod, JsonRpcRequest invoked) throws Exception {
		if (this.cancelled) {
			throw new CancellationException("The request was cancelled before it began");
		}
		return (invokedMethod.executor() != null) ? invokeInterruptibly(invokedMethod, invoked)
				: invokedMethod.invoke(invoked);
	}

	private @Nullable Object invokeInterruptibly(JsonRpcMethod invokedMethod, JsonRpcRequest invoked) throws Exception {
		this.thread.enter();
		try {
			return invokedMethod.invoke(invoked);
		}
		finally {
			this.thread.leave();
		}
	}

	private void follow(CompletionStage<?> stage, JsonRpcRequest invoked) {
		if (stage instanceof Future<?> cancellable) {
			this.future = cancellable;
			if (this.cancelled) {
				cancel(cancellable);
			}
		}
		stage.whenComplete((value, ex) -> this.session.returned(this, invoked, value, unwrapped(ex)));
	}

	private static @Nullable Throwable unwrapped(@Nullable Throwable ex) {
		return (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
	}

	@Override
	public void rejected(Throwable cause) {
		JsonRpcRequest invoked = this.request;
		if (invoked != null) {
			this.session.returned(this, invoked, null, cause);
		}
	}

	/** Whoever waits for it does so no more; it runs until it notices. */
	void cancel() {
		this.cancelled = true;
		this.thread.interrupt();
		Future<?> running = this.future;
		if (running != null) {
			cancel(running);
		}
	}

	private static void cancel(Future<?> running) {
		try {
			running.cancel(true);
		}
		catch (RuntimeException ex) {
			// What depends on the future is not the business of who cancels it, and not
			// every one can be
		}
	}

	boolean isCancelled() {
		return this.cancelled;
	}

	@Override
	public String toString() {
		return "a request of the " + this.session.socket();
	}

}

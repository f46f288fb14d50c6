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

package dev.localsocket.annotation.internal;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.localsocket.annotation.ListenerInterceptor.Interception;
import dev.localsocket.annotation.ListenerInterceptor.Scope;
import dev.localsocket.worker.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * Surrounds an invocation whose method goes on after it has returned, as the suspending
 * functions of Kotlin do: each part that follows is run by an executor, inside of the
 * scope of the invocation, when the first has left that. The invocation ends when no part
 * of it runs any more. Thread-safe.
 */
final class Suspension implements Interception {

	private final Interception interception;

	private final Consumer<WorkerTask> executor;

	private final CompletableFuture<@Nullable Void> left = new CompletableFuture<>();

	/** Guarded by this: parts that run inside of the scope. */
	private int running;

	/** Guarded by this. */
	private boolean ended;

	/**
	 * Surrounds an invocation.
	 * @param interception what surrounds it otherwise
	 * @param executor runs the parts
	 */
	Suspension(Interception interception, Consumer<WorkerTask> executor) {
		this.interception = interception;
		this.executor = executor;
	}

	/**
	 * Runs a part soon.
	 * @param part the part
	 * @param rejection is told why, if no thread can be had
	 */
	void execute(Runnable part, Consumer<Throwable> rejection) {
		this.left.thenRun(() -> execute(new Part(part, rejection)));
	}

	private void execute(Part part) {
		try {
			this.executor.accept(part);
		}
		catch (RuntimeException | Error ex) {
			part.rejected(ex);
		}
	}

	@Override
	public void failed(Throwable failure) {
		this.interception.failed(failure);
	}

	@Override
	public void returned() {
		this.interception.returned();
	}

	@Override
	public void leave() {
		try {
			this.interception.leave();
		}
		finally {
			this.left.complete(null);
		}
	}

	@Override
	public Scope resume() {
		return this.interception.resume();
	}

	/** The last part may do so itself, and then the scope is closed first. */
	@Override
	public void end() {
		if (setEnded()) {
			this.interception.end();
		}
	}

	private synchronized boolean setEnded() {
		this.ended = true;
		return this.running == 0;
	}

	/** What a cancelled function still does comes too late for the scope. */
	private synchronized boolean enter() {
		boolean entered = !this.ended || this.running > 0;
		if (entered) {
			this.running++;
		}
		return entered;
	}

	private synchronized boolean exit() {
		this.running--;
		return this.ended && this.running == 0;
	}

	/** What happens between two suspensions. */
	private final class Part implements WorkerTask {

		private final Runnable part;

		private final Consumer<Throwable> rejection;

		/** From then on it is not said to be rejected, whatever fails after it. */
		private boolean begun;

		Part(Runnable part, Consumer<Throwable> rejection) {
			this.part = part;
			this.rejection = rejection;
		}

		@Override
		public void run() {
			if (!enter()) {
				this.part.run();
				return;
			}
			try {
				runInScope();
			}
			catch (RuntimeException | Error ex) {
				if (this.begun) {
					throw ex;
				}
				rejected(ex);
			}
			finally {
				if (exit()) {
					Suspension.this.interception.end();
				}
			}
		}

		/** The part itself throws nothing: its failure is the result of the function. */
		private void runInScope() {
			Scope scope = resume();
			try {
				this.begun = true;
				this.part.run();
			}
			finally {
				scope.close();
			}
		}

		@Override
		public void rejected(Throwable cause) {
			this.rejection.accept(cause);
		}

	}

}

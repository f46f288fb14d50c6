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

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.localsocket.worker.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * Hands a result over to a worker, which converts it, so that what depends on it may
 * block. Whoever cancels what it is handed over to cancels what it comes from.
 *
 * @param <T> the type of what was received
 * @param <R> the type of the result
 * @param target what the result is handed over to
 * @param received what was received, or null
 * @param failure why there is nothing, or null
 * @param mapping converts it
 */
public record HandedOver<T, R>(CompletableFuture<@Nullable R> target, @Nullable T received, @Nullable Throwable failure,
		Function<@Nullable T, @Nullable R> mapping) implements WorkerTask {

	/**
	 * Hands a result over as soon as it is there; at once if it is now.
	 * @param <T> the type of what is received
	 * @param <R> the type of the result
	 * @param source is completed on a thread that must not be blocked
	 * @param mapping converts what is received, on the thread of a worker
	 * @param workers run that
	 * @return is completed there, in whatever way
	 */
	public static <T, R> CompletableFuture<@Nullable R> of(CompletableFuture<@Nullable T> source,
			Function<@Nullable T, @Nullable R> mapping, Consumer<WorkerTask> workers) {
		CompletableFuture<@Nullable R> target = new CompletableFuture<>();
		Consumer<WorkerTask> where = source.isDone() ? WorkerTask::run : workers;
		source.whenComplete((received, failure) -> {
			if (!target.isDone()) {
				handOver(target, received, failure, mapping, where);
			}
		});
		target.whenComplete((result, failure) -> {
			if (!source.isDone()) {
				source.cancel(true);
			}
		});
		return target;
	}

	/** Better on this thread than never. */
	private static <T, R> void handOver(CompletableFuture<@Nullable R> target, @Nullable T received,
			@Nullable Throwable failure, Function<@Nullable T, @Nullable R> mapping, Consumer<WorkerTask> workers) {
		try {
			workers.accept(new HandedOver<>(target, received, failure, mapping));
		}
		catch (RuntimeException | Error ex) {
			target.completeExceptionally(ex);
		}
	}

	@Override
	public void run() {
		try {
			if (this.failure != null) {
				this.target.completeExceptionally(this.failure);
			}
			else {
				this.target.complete(this.mapping.apply(this.received));
			}
		}
		catch (RuntimeException | Error ex) {
			this.target.completeExceptionally(ex);
		}
	}

	@Override
	public void rejected(Throwable cause) {
		run();
	}

}

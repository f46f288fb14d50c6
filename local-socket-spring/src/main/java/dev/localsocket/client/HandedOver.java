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

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.localsocket.worker.WorkerTask;
import dev.localsocket.worker.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Hands a result over to a worker, so that what depends on it may block. Whoever cancels
 * what it is handed over to cancels what it comes from.
 *
 * @param <T> the type of the result
 * @param target what the result is handed over to
 * @param result the result, or null
 * @param failure why there is none, or null
 */
record HandedOver<T>(CompletableFuture<@Nullable T> target, @Nullable T result,
		@Nullable Throwable failure) implements WorkerTask {

	static <T, R> CompletableFuture<@Nullable R> of(CompletableFuture<@Nullable T> source,
			Function<@Nullable T, @Nullable R> mapping, Workers workers) {
		CompletableFuture<@Nullable R> target = new CompletableFuture<>();
		source.whenComplete((result, failure) -> {
			if (!target.isDone()) {
				workers.execute(handover(target, result, failure, mapping));
			}
		});
		target.whenComplete((result, failure) -> {
			if (!source.isDone()) {
				source.cancel(true);
			}
		});
		return target;
	}

	private static <T, R> HandedOver<R> handover(CompletableFuture<@Nullable R> target, @Nullable T result,
			@Nullable Throwable failure, Function<@Nullable T, @Nullable R> mapping) {
		try {
			return new HandedOver<>(target, (failure != null) ? null : mapping.apply(result), failure);
		}
		catch (RuntimeException ex) {
			return new HandedOver<>(target, null, ex);
		}
	}

	@Override
	public void run() {
		if (this.failure != null) {
			this.target.completeExceptionally(this.failure);
		}
		else {
			this.target.complete(this.result);
		}
	}

	/** Better on this thread than never. */
	@Override
	public void rejected(Throwable cause) {
		run();
	}

}

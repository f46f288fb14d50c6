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

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.client.ClientInterceptor.Interception;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call, whose interception ends before anybody sees that it is there: so
 * the span of a call ends before that of its caller. Whoever completes it first tells the
 * interception, and only then completes it; the others are too late.
 *
 * @param <T> the type of the result
 */
final class InterceptedResult<T extends @Nullable Object> extends CompletableFuture<T> {

	private final Interception interception;

	private final AtomicBoolean claimed = new AtomicBoolean();

	InterceptedResult(Interception interception) {
		this.interception = interception;
	}

	@Override
	public boolean complete(T value) {
		return end(null, () -> super.complete(value));
	}

	@Override
	public boolean completeExceptionally(Throwable failure) {
		return end(failure, () -> super.completeExceptionally(failure));
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		return end(new CancellationException(), () -> super.cancel(mayInterruptIfRunning)) || isCancelled();
	}

	private boolean end(@Nullable Throwable failure, Runnable completion) {
		if (!this.claimed.compareAndSet(false, true)) {
			return false;
		}
		try {
			this.interception.ended(failure);
		}
		finally {
			completion.run();
		}
		return true;
	}

}

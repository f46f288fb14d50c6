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
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The result of a method that comes later. To cancel it cancels what makes it.
 */
final class JsonRpcResult extends CompletableFuture<@Nullable Object> {

	private final CompletableFuture<?> source;

	/**
	 * Creates a result.
	 * @param source makes it
	 * @param errors makes the errors that callers are told of
	 */
	JsonRpcResult(CompletableFuture<?> source, UnaryOperator<Throwable> errors) {
		this.source = source;
		source.whenComplete((value, ex) -> complete(value, ex, errors));
	}

	private void complete(@Nullable Object value, @Nullable Throwable ex, UnaryOperator<Throwable> errors) {
		try {
			if (ex != null) {
				completeExceptionally(errors.apply(ex));
			}
			else {
				complete(JsonRpcResults.value(value));
			}
		}
		catch (RuntimeException | Error failure) {
			completeExceptionally(errors.apply(failure));
		}
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		this.source.cancel(mayInterruptIfRunning);
		return super.cancel(mayInterruptIfRunning);
	}

}

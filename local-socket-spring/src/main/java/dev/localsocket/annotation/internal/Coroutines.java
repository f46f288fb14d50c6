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

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.annotation.ListenerInterceptor.Interception;
import kotlin.Unit;
import kotlin.coroutines.CoroutineContext;
import kotlin.reflect.KParameter;
import kotlin.reflect.full.KCallables;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineDispatcher;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.Deferred;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.GlobalScope;
import kotlinx.coroutines.JobKt;
import kotlinx.coroutines.flow.Flow;
import kotlinx.coroutines.reactor.ReactorFlowKt;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Starts coroutines on the thread of the caller, and lets them go on as a
 * {@link Suspension} says. Loaded only where their library is.
 */
final class Coroutines {

	private Coroutines() {
	}

	/**
	 * Starts a suspending function.
	 * @param function the function
	 * @param bean the instance
	 * @param arguments the arguments, null where there is none
	 * @param interception surrounds what follows its first suspension
	 * @return the result: a stage if the function returns nothing, so that it goes on
	 * when nobody waits for that, or else a {@link Publisher}. To cancel it cancels the
	 * function
	 */
	static Object start(KotlinFunction function, Object bean, @Nullable Object[] arguments, Interception interception) {
		Map<KParameter, @Nullable Object> byParameter = function.argumentsByParameter(bean, arguments);
		Deferred<Object> deferred = BuildersKt.async(GlobalScope.INSTANCE, dispatcher(interception),
				CoroutineStart.DEFAULT,
				(scope, continuation) -> KCallables.callSuspendBy(function.function(), byParameter, continuation));
		Result result = new Result(deferred);
		Class<?> type = function.returnType();
		if (Flow.class.isAssignableFrom(type)) {
			return Mono.fromFuture(result).flatMapMany((flow) -> flux((Flow<?>) flow, interception));
		}
		return ReplyRules.isNothing(type) ? result : Mono.fromFuture(result);
	}

	/**
	 * Returns a flow as a publisher.
	 * @param value a value
	 * @param interception surrounds what follows its first suspension
	 * @return the publisher, or the value if it is no flow
	 */
	static Object publisher(Object value, Interception interception) {
		return (value instanceof Flow<?> flow) ? flux(flow, interception) : value;
	}

	private static Publisher<?> flux(Flow<?> flow, Interception interception) {
		return ReactorFlowKt.asFlux(flow, dispatcher(interception));
	}

	private static CoroutineDispatcher dispatcher(Interception interception) {
		return (interception instanceof Suspension suspension) ? new SuspensionDispatcher(suspension)
				: Dispatchers.getDefault();
	}

	/**
	 * The result of a coroutine. To cancel it does not complete it: that happens when the
	 * coroutine has completed.
	 */
	private static final class Result extends CompletableFuture<@Nullable Object> {

		private final Deferred<Object> deferred;

		Result(Deferred<Object> deferred) {
			this.deferred = deferred;
			deferred.invokeOnCompletion((cause) -> {
				completed(cause);
				return Unit.INSTANCE;
			});
		}

		private void completed(@Nullable Throwable cause) {
			if (cause instanceof InvocationTargetException) {
				completeExceptionally(cause.getCause());
			}
			else if (cause != null) {
				completeExceptionally(cause);
			}
			else {
				complete(value(this.deferred.getCompleted()));
			}
		}

		private static @Nullable Object value(@Nullable Object value) {
			return (value != Unit.INSTANCE) ? KotlinFunction.unboxed(value) : null;
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			this.deferred.cancel((CancellationException) null);
			return this.deferred.isCancelled();
		}

		@Override
		public <T> CompletableFuture<T> newIncompleteFuture() {
			return new CompletableFuture<>();
		}

	}

	/** Does not dispatch what comes first, which is the start. */
	private static final class SuspensionDispatcher extends CoroutineDispatcher {

		private final Suspension suspension;

		private final AtomicBoolean started = new AtomicBoolean();

		SuspensionDispatcher(Suspension suspension) {
			this.suspension = suspension;
		}

		@Override
		public boolean isDispatchNeeded(CoroutineContext context) {
			return this.started.getAndSet(true);
		}

		@Override
		public void dispatch(CoroutineContext context, Runnable block) {
			this.suspension.execute(block, (cause) -> cancel(context, block, cause));
		}

		/** It has to run somewhere to learn that it is cancelled. */
		private static void cancel(CoroutineContext context, Runnable block, Throwable cause) {
			CancellationException cancellation = new CancellationException("No thread is left to go on");
			cancellation.initCause(cause);
			JobKt.cancel(context, cancellation);
			Dispatchers.getIO().dispatch(context, block);
		}

	}

}

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

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.concurrent.CompletionStage;

import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlinx.coroutines.future.FutureKt;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a call as a suspending function of Kotlin does. Loaded only where its library
 * is.
 */
final class SuspendedExchange {

	private SuspendedExchange() {
	}

	/**
	 * Waits without a thread. To cancel the coroutine cancels the call.
	 * @param future the call
	 * @param continuation the last argument of the function
	 * @return the result, or that it comes later
	 */
	@SuppressWarnings("unchecked")
	static @Nullable Object await(Object future, Object continuation) {
		return FutureKt.await((CompletionStage<Object>) future, (Continuation<Object>) continuation);
	}

	/**
	 * Returns what a function returns in the end: of its last parameter, which is a
	 * {@code Continuation<? super T>}, the {@code T}.
	 * @param method the function
	 * @return the type
	 */
	static Type returnType(Method method) {
		Type[] parameters = method.getGenericParameterTypes();
		Type type = ((ParameterizedType) parameters[parameters.length - 1]).getActualTypeArguments()[0];
		Type result = (type instanceof WildcardType wildcard) ? wildcard.getLowerBounds()[0] : type;
		return (result == Unit.class) ? void.class : result;
	}

}

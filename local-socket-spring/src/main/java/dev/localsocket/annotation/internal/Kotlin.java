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

import java.lang.reflect.Method;

import dev.localsocket.annotation.LocalSocketListenerException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.util.ClassUtils;

/**
 * What the libraries of Kotlin that are there allow.
 */
final class Kotlin {

	/** Whether functions can suspend, and flows be collected. */
	static final boolean COROUTINES = KotlinDetector.isKotlinReflectPresent()
			&& ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt", Kotlin.class.getClassLoader());

	/** What a suspending function gets from the Kotlin compiler as its last parameter. */
	private static final String CONTINUATION = "kotlin.coroutines.Continuation";

	private static final String FLOW = "kotlinx.coroutines.flow.Flow";

	private Kotlin() {
	}

	/**
	 * Finds the function behind a method.
	 * @param method the method
	 * @return the function, or null if there is none
	 */
	static @Nullable KotlinFunction function(Method method) {
		return (KotlinDetector.isKotlinReflectPresent() && KotlinDetector.isKotlinType(method.getDeclaringClass()))
				? KotlinFunction.of(method) : null;
	}

	/**
	 * Tells whether a type is that of the parameter that a suspending function has for
	 * the compiler only.
	 * @param type the type of a parameter
	 * @return whether it is
	 */
	static boolean isContinuation(Class<?> type) {
		return type.getName().equals(CONTINUATION);
	}

	/**
	 * Tells whether a type is a flow, whose elements come as somebody asks for them.
	 * @param type the type
	 * @return whether it is
	 */
	static boolean isFlow(Class<?> type) {
		return ClassUtils.getAllInterfacesForClassAsSet(type).stream().anyMatch((each) -> each.getName().equals(FLOW));
	}

	static boolean suspends(Method method) {
		Class<?>[] types = method.getParameterTypes();
		return types.length > 0 && isContinuation(types[types.length - 1]);
	}

	/**
	 * Tells whether a method does something after it has returned, as a coroutine.
	 * @param method the method
	 * @return whether it suspends or returns a flow
	 */
	static boolean goesOn(Method method) {
		return COROUTINES && (suspends(method) || isFlow(method.getReturnType()));
	}

	/**
	 * Refuses an observer that suspends: the event would have been seen before it was.
	 * @param method the listener
	 * @throws LocalSocketListenerException if it is one
	 */
	static void check(ListenerMethod method) {
		if (method.suspends() && !method.isOwner()) {
			throw new LocalSocketListenerException(
					"The method %s is an observer that suspends, but what follows an event waits for its observers"
						.formatted(method),
					"Remove 'suspend': observers run on worker threads and may block (kotlinx.coroutines.runBlocking).");
		}
	}

	/**
	 * Refuses a suspending function that nothing can call.
	 * @param method the method, of the class behind the bean
	 * @param name the method as messages call it
	 * @throws LocalSocketListenerException if there is no library for it
	 */
	static void check(Method method, String name) {
		if (suspends(method) && !KotlinDetector.isKotlinType(method.getDeclaringClass())) {
			throw new LocalSocketListenerException(
					"The method %s takes a Continuation, but is no function of Kotlin".formatted(name),
					"Remove the parameter, and return a CompletableFuture, a Mono or a Flux.");
		}
		if (suspends(method) && !COROUTINES) {
			throw new LocalSocketListenerException(
					"The method %s is a suspending function, but a library to call it is missing".formatted(name),
					"Add org.jetbrains.kotlin:kotlin-reflect and org.jetbrains.kotlinx:kotlinx-coroutines-reactor, "
							+ "or remove 'suspend': listeners run on worker threads and may block.");
		}
	}

}

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

import dev.localsocket.annotation.ListenerInterceptor.Interception;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * A listener method of a bean, which may be a function of Kotlin that suspends, returns a
 * flow, or has parameters with default values. Thread-safe.
 */
final class ListenerHandlerMethod extends InvocableHandlerMethod {

	private final @Nullable KotlinFunction function;

	private final boolean suspends;

	/**
	 * Creates one.
	 * @param bean the bean
	 * @param method the method, invocable on the bean
	 * @param resolvers make the arguments of messages
	 */
	ListenerHandlerMethod(Object bean, Method method, HandlerMethodArgumentResolverComposite resolvers) {
		super(bean, method);
		this.function = Kotlin.function(getBridgedMethod());
		this.suspends = Kotlin.suspends(getBridgedMethod());
		setMessageMethodArgumentResolvers(resolvers);
	}

	/**
	 * Calls the method with arguments made of a message.
	 * @param message the message
	 * @param interception surrounds the call, and what follows it if it is a
	 * {@link Suspension}
	 * @return what it returned; for a function that suspends, a stage or a publisher
	 * @throws Exception what the method threw, or why its arguments cannot be resolved
	 */
	@Nullable Object call(Message<?> message, Interception interception) throws Exception {
		return call(getMethodArgumentValues(message), interception);
	}

	private @Nullable Object call(@Nullable Object[] arguments, Interception interception) throws Exception {
		KotlinFunction kotlin = this.function;
		if (kotlin == null) {
			return doInvoke(arguments);
		}
		if (this.suspends) {
			return Coroutines.start(kotlin, getBean(), arguments, interception);
		}
		Object result = kotlin.needsDefault(arguments) ? kotlin.call(getBean(), arguments) : doInvoke(arguments);
		return (result != null && Kotlin.COROUTINES) ? Coroutines.publisher(result, interception) : result;
	}

}

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

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Calls the methods of a server for an interface.
 *
 * @param client makes the calls
 * @param serviceType the interface
 * @param methods the calls, by the methods without a body
 */
record ServiceInvocationHandler(JsonRpcClient client, Class<?> serviceType,
		Map<Method, ExchangeMethod> methods) implements InvocationHandler {

	private static final Object[] NO_ARGUMENTS = {};

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		@Nullable Object[] given = (arguments != null) ? arguments : NO_ARGUMENTS;
		ExchangeMethod exchange = this.methods.get(method);
		if (exchange != null) {
			return exchange.invoke(this.client, given);
		}
		return method.isDefault() ? InvocationHandler.invokeDefault(proxy, method, given)
				: invokeOfObject(proxy, method, given);
	}

	private Object invokeOfObject(Object proxy, Method method, @Nullable Object[] arguments) {
		return switch (method.getName()) {
			case "equals" -> proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default -> "%s of the client '%s'".formatted(this.serviceType.getName(), this.client);
		};
	}

}

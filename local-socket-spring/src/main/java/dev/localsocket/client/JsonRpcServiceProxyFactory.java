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
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringValueResolver;

/**
 * Makes objects of interfaces annotated with
 * {@link LocalSocketExchange @LocalSocketExchange}, whose methods call those of a server.
 * Thread-safe, and so is what it makes.
 *
 * @since 0.1.0
 */
public final class JsonRpcServiceProxyFactory {

	private final JsonRpcClient client;

	private final StringValueResolver valueResolver;

	/**
	 * Creates a factory.
	 * @param client makes the calls
	 */
	public JsonRpcServiceProxyFactory(JsonRpcClient client) {
		this(client, (text) -> text);
	}

	/**
	 * Creates a factory.
	 * @param client makes the calls
	 * @param valueResolver resolves <code>${…}</code> in the annotations
	 */
	public JsonRpcServiceProxyFactory(JsonRpcClient client, StringValueResolver valueResolver) {
		this.client = client;
		this.valueResolver = valueResolver;
	}

	/**
	 * Makes an object of an interface. Methods with a body run as they are written; all
	 * others are calls.
	 * @param <S> the interface
	 * @param serviceType the interface
	 * @return the object
	 * @throws LocalSocketExchangeException if a method can be no call, saying why
	 */
	public <S> S createClient(Class<S> serviceType) {
		ServiceInvocationHandler handler = new ServiceInvocationHandler(this.client, serviceType, methods(serviceType));
		return serviceType
			.cast(Proxy.newProxyInstance(serviceType.getClassLoader(), new Class<?>[] { serviceType }, handler));
	}

	private Map<Method, ExchangeMethod> methods(Class<?> serviceType) {
		if (!serviceType.isInterface()) {
			throw new LocalSocketExchangeException("%s is no interface".formatted(serviceType.getName()),
					"Annotate an interface with @LocalSocketExchange; what the server calls is a @LocalSocketClientListener.");
		}
		ExchangeMethodFactory factory = new ExchangeMethodFactory(serviceType, this.client.timeout(),
				this.valueResolver);
		Map<Method, ExchangeMethod> methods = new LinkedHashMap<>();
		for (Method method : serviceType.getMethods()) {
			if (Modifier.isAbstract(method.getModifiers())) {
				methods.put(method, factory.create(method));
			}
			else if (AnnotatedElementUtils.hasAnnotation(method, LocalSocketExchange.class)) {
				throw new LocalSocketExchangeException(
						"The method %s has a body, and is annotated with @LocalSocketExchange".formatted(method),
						"Remove the body, or the annotation.");
			}
		}
		if (methods.isEmpty()) {
			throw new LocalSocketExchangeException("%s has no methods to call".formatted(serviceType.getName()),
					"Give it methods without a body.");
		}
		return methods;
	}

}

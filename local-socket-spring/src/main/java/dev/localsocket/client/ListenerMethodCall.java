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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.localsocket.rpc.JsonRpcErrorCodes;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.JsonRpcPeer;
import dev.localsocket.rpc.internal.JsonRpcMethod;
import dev.localsocket.rpc.internal.JsonRpcRequest;
import dev.localsocket.worker.WorkerTask;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.util.ReflectionUtils;

/**
 * A method of a listener that the server of a client calls. Thread-safe.
 */
final class ListenerMethodCall implements JsonRpcMethod {

	private static final ParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();

	private final Object bean;

	private final Method method;

	private final List<MethodParameter> parameters = new ArrayList<>();

	private final boolean whole;

	private final JsonMapper mapper;

	private final Consumer<WorkerTask> workers;

	/**
	 * Creates a call.
	 * @param bean the listener
	 * @param method the method, to be invoked on it
	 * @param mapper converts parameters
	 * @param workers run the method
	 * @throws LocalSocketExchangeException if the names of its parameters are not known
	 */
	ListenerMethodCall(Object bean, Method method, JsonMapper mapper, Consumer<WorkerTask> workers) {
		this.bean = bean;
		this.method = method;
		this.mapper = mapper;
		this.workers = workers;
		for (int i = 0; i < method.getParameterCount(); i++) {
			this.parameters.add(parameter(bean, method, i));
		}
		List<MethodParameter> given = this.parameters.stream().filter((parameter) -> !isPeer(parameter)).toList();
		this.whole = given.size() == 1 && MethodParameters.isWhole(given.get(0));
		check(given);
		ReflectionUtils.makeAccessible(method);
	}

	private static MethodParameter parameter(Object bean, Method method, int index) {
		MethodParameter parameter = new MethodParameter(method, index).withContainingClass(bean.getClass());
		parameter.initParameterNameDiscovery(parameterNames);
		return parameter;
	}

	private static boolean isPeer(MethodParameter parameter) {
		return parameter.getParameterType() == JsonRpcPeer.class;
	}

	private void check(List<MethodParameter> given) {
		if (KotlinDetector.isSuspendingFunction(this.method)) {
			throw refused("is a suspending function, which nothing here calls",
					"Remove 'suspend', and return a CompletableFuture or a Mono.");
		}
		if (this.whole) {
			return;
		}
		for (MethodParameter parameter : given) {
			if (MethodParameters.isPayload(parameter)) {
				throw refused("has a @Payload, which takes all of the parameters, and more beside it",
						"Remove the other parameters, or @Payload.");
			}
			if (parameter.getParameterName() == null) {
				throw refused("has parameters whose names the compiler has not kept", "Compile it with '-parameters'.");
			}
		}
	}

	private LocalSocketExchangeException refused(String why, String action) {
		return new LocalSocketExchangeException("The method %s %s".formatted(this.method.toGenericString(), why),
				action);
	}

	@Override
	public Consumer<WorkerTask> executor() {
		return this.workers;
	}

	@Override
	public @Nullable Object invoke(JsonRpcRequest request) throws Exception {
		@Nullable Object[] arguments = arguments(request);
		try {
			return this.method.invoke(this.bean, arguments);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw ex;
		}
	}

	private @Nullable Object[] arguments(JsonRpcRequest request) {
		@Nullable Object[] arguments = new Object[this.parameters.size()];
		int position = 0;
		for (int i = 0; i < arguments.length; i++) {
			MethodParameter parameter = this.parameters.get(i);
			arguments[i] = isPeer(parameter) ? request.peer()
					: argument(parameter, value(request.params(), parameter, position++));
		}
		return arguments;
	}

	private @Nullable JsonNode value(@Nullable JsonNode params, MethodParameter parameter, int position) {
		if (this.whole || params == null) {
			return params;
		}
		return params.isArray() ? params.get(position) : params.get(String.valueOf(parameter.getParameterName()));
	}

	private @Nullable Object argument(MethodParameter parameter, @Nullable JsonNode value) {
		if (value == null || value.isNull()) {
			return missing(parameter);
		}
		try {
			return this.mapper.treeToValue(value, this.mapper.constructType(GenericTypeResolver
				.resolveType(parameter.getGenericParameterType(), parameter.getContainingClass())));
		}
		catch (JacksonException ex) {
			throw new JsonRpcException(JsonRpcErrorCodes.INVALID_PARAMS,
					"The parameter '%s' has a wrong type".formatted(parameter.getParameterName()));
		}
	}

	private static @Nullable Object missing(MethodParameter parameter) {
		if (parameter.getParameterType().isPrimitive()) {
			throw new JsonRpcException(JsonRpcErrorCodes.INVALID_PARAMS,
					"The parameter '%s' is missing".formatted(parameter.getParameterName()));
		}
		return (parameter.getParameterType() == Optional.class) ? Optional.empty() : null;
	}

	@Override
	public String toString() {
		return this.method.toGenericString();
	}

}

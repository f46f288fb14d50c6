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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.localsocket.rpc.JsonRpcErrorCodes;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.JsonRpcRemoteException;
import dev.localsocket.rpc.internal.JsonRpcHandler;
import dev.localsocket.rpc.internal.JsonRpcMethod;
import dev.localsocket.rpc.internal.JsonRpcRequest;
import dev.localsocket.worker.WorkerTask;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.support.AopUtils;

/**
 * What the server of a client may call. Thread-safe.
 */
final class ServerCalls implements JsonRpcHandler {

	private static final Log logger = LogFactory.getLog(ServerCalls.class);

	private final JsonMapper mapper;

	private final Consumer<WorkerTask> workers;

	private final Map<String, JsonRpcMethod> methods = new ConcurrentHashMap<>();

	/**
	 * Creates an empty object.
	 * @param mapper converts parameters
	 * @param workers run the methods
	 */
	ServerCalls(JsonMapper mapper, Consumer<WorkerTask> workers) {
		this.mapper = mapper;
		this.workers = workers;
	}

	/**
	 * Adds a method.
	 * @param name the name by which the server calls it
	 * @param bean the listener
	 * @param method its method
	 * @throws LocalSocketExchangeException if it cannot be called, or there is one of
	 * that name
	 */
	void add(String name, Object bean, Method method) {
		ListenerMethodCall call = new ListenerMethodCall(bean, AopUtils.selectInvocableMethod(method, bean.getClass()),
				this.mapper, this.workers);
		JsonRpcMethod other = this.methods.putIfAbsent(name, call);
		if (other != null) {
			throw new LocalSocketExchangeException(
					"Two methods are called '%s' by the server: %s and %s".formatted(name, other, call),
					"Give one another name, or another client.");
		}
	}

	@Override
	public @Nullable JsonRpcMethod find(String name) {
		return this.methods.get(name);
	}

	@Override
	public JsonRpcException error(JsonRpcRequest request, Throwable failure) {
		if (failure instanceof JsonRpcException error && !(failure instanceof JsonRpcRemoteException)) {
			return error;
		}
		request.peer()
			.socket()
			.peerLog()
			.log(logger::error, failure, () -> "The listener of '%s' failed".formatted(request.method()));
		return new JsonRpcException(JsonRpcErrorCodes.INTERNAL_ERROR, "Internal error");
	}

	@Override
	public void ended() {
	}

}

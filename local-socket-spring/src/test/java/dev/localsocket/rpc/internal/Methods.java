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

package dev.localsocket.rpc.internal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import dev.localsocket.rpc.JsonRpcErrorCodes;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.worker.WorkerTask;
import dev.localsocket.worker.Workers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The methods of one end, and what was seen of them.
 */
final class Methods implements JsonRpcHandler, AutoCloseable {

	final CountDownLatch ended = new CountDownLatch(1);

	final List<Throwable> failures = new CopyOnWriteArrayList<>();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final Workers workers = new Workers(this.executor);

	private final Map<String, JsonRpcMethod> methods = new ConcurrentHashMap<>();

	static JsonNode params(JsonRpcRequest request) {
		return Objects.requireNonNull(request.params());
	}

	Consumer<WorkerTask> workers() {
		return this.workers::execute;
	}

	Methods on(String name, Body body) {
		return on(name, workers(), body);
	}

	Methods onLoop(String name, Body body) {
		return on(name, null, body);
	}

	Methods on(String name, @Nullable Consumer<WorkerTask> where, Body body) {
		this.methods.put(name, new JsonRpcMethod() {

			@Override
			public @Nullable Consumer<WorkerTask> executor() {
				return where;
			}

			@Override
			public @Nullable Object invoke(JsonRpcRequest request) throws Exception {
				return body.invoke(request);
			}

		});
		return this;
	}

	@Override
	public @Nullable JsonRpcMethod find(String name) {
		return this.methods.get(name);
	}

	@Override
	public JsonRpcException error(JsonRpcRequest request, Throwable failure) {
		this.failures.add(failure);
		return (failure instanceof JsonRpcException ex) ? ex
				: new JsonRpcException(JsonRpcErrorCodes.INTERNAL_ERROR, "Internal error");
	}

	@Override
	public void ended() {
		this.ended.countDown();
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/** What a method does. */
	interface Body {

		@Nullable Object invoke(JsonRpcRequest request) throws Exception;

	}

}

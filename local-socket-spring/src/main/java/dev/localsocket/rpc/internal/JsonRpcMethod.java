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

import java.util.function.Consumer;

import dev.localsocket.worker.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * Something that the peer of a session may call. Thread-safe.
 */
public interface JsonRpcMethod {

	/**
	 * Tells where it runs.
	 * @return takes the tasks that invoke it, or null if it never blocks and runs on the
	 * thread of the event loop
	 */
	@Nullable Consumer<WorkerTask> executor();

	/**
	 * Invokes it. When the request is cancelled meanwhile, or the connection ends, the
	 * thread is interrupted.
	 * @param request the request
	 * @return the result, or a {@link java.util.concurrent.CompletionStage} of it, which
	 * is cancelled with the request if it is a {@link java.util.concurrent.Future} too
	 * @throws Exception what the {@link JsonRpcHandler} makes an error of
	 */
	@Nullable Object invoke(JsonRpcRequest request) throws Exception;

}

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

import dev.localsocket.rpc.JsonRpcErrorCodes;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.internal.JsonRpcHandler;
import dev.localsocket.rpc.internal.JsonRpcMethod;
import dev.localsocket.rpc.internal.JsonRpcRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the server of a client may call.
 */
final class ServerCalls implements JsonRpcHandler {

	@Override
	public @Nullable JsonRpcMethod find(String name) {
		return null;
	}

	@Override
	public JsonRpcException error(JsonRpcRequest request, Throwable failure) {
		return (failure instanceof JsonRpcException error) ? error
				: new JsonRpcException(JsonRpcErrorCodes.INTERNAL_ERROR, "Internal error");
	}

	@Override
	public void ended() {
	}

}

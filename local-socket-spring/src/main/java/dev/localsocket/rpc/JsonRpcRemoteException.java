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

package dev.localsocket.rpc;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * An error reply that was received. A handler that does not catch it fails as with any
 * other exception: what one peer says is not passed on to another.
 *
 * @since 0.1.0
 */
public final class JsonRpcRemoteException extends JsonRpcException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param code the code
	 * @param message what the other end says, fit to be logged
	 * @param data what it says beyond that, or null; a
	 * {@code tools.jackson.databind.JsonNode}, which is as it came
	 */
	public JsonRpcRemoteException(int code, String message, @Nullable Object data) {
		super(code, message, data);
	}

	/**
	 * Creates an exception for a thread that has waited for the reply.
	 * @param received what was received on another thread
	 */
	public JsonRpcRemoteException(JsonRpcRemoteException received) {
		this(received.getCode(), String.valueOf(received.getMessage()), received.getData());
		initCause(received);
	}

}

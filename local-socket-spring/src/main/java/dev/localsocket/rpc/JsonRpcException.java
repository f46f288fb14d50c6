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
 * An error reply of JSON-RPC 2.0: thrown by a handler to send one. Who calls, and
 * receives one, gets a {@link JsonRpcRemoteException}.
 *
 * @since 0.1.0
 */
public class JsonRpcException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/** The code of the error. */
	private final int code;

	/** What the error says beyond its message. */
	private final transient @Nullable Object data;

	/**
	 * Creates an exception.
	 * @param code the code, see {@link JsonRpcErrorCodes}
	 * @param message one sentence, which the other end gets
	 */
	public JsonRpcException(int code, String message) {
		this(code, message, null);
	}

	/**
	 * Creates an exception.
	 * @param code the code, see {@link JsonRpcErrorCodes}
	 * @param message one sentence, which the other end gets
	 * @param data what the other end gets beyond that, as JSON, or null for nothing
	 */
	public JsonRpcException(int code, String message, @Nullable Object data) {
		super(message);
		this.code = code;
		this.data = data;
	}

	/**
	 * Returns the code.
	 * @return the code
	 */
	public int getCode() {
		return this.code;
	}

	/**
	 * Returns what the error says beyond its message.
	 * @return the data, or null if there is none; of a received error a
	 * {@code tools.jackson.databind.JsonNode}
	 */
	public @Nullable Object getData() {
		return this.data;
	}

}

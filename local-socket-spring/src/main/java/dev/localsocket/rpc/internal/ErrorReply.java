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

import dev.localsocket.rpc.JsonRpcErrorCodes;
import dev.localsocket.rpc.JsonRpcException;
import org.jspecify.annotations.Nullable;

/**
 * An error that a request is answered with.
 *
 * @param code the code
 * @param message what the peer is told
 * @param data what it is told beyond that, or null
 */
record ErrorReply(int code, @Nullable String message, @Nullable Object data) {

	static final ErrorReply PARSE_ERROR = new ErrorReply(JsonRpcErrorCodes.PARSE_ERROR, "Parse error");

	static final ErrorReply INVALID_REQUEST = new ErrorReply(JsonRpcErrorCodes.INVALID_REQUEST, "Invalid Request");

	static final ErrorReply METHOD_NOT_FOUND = new ErrorReply(JsonRpcErrorCodes.METHOD_NOT_FOUND, "Method not found");

	static final ErrorReply INTERNAL_ERROR = new ErrorReply(JsonRpcErrorCodes.INTERNAL_ERROR, "Internal error");

	static final ErrorReply CANCELLED = new ErrorReply(JsonRpcErrorCodes.REQUEST_CANCELLED, "Request cancelled");

	static final ErrorReply ID_IN_USE = new ErrorReply(JsonRpcErrorCodes.INVALID_REQUEST,
			"Invalid Request: a request with this id is running");

	private ErrorReply(int code, String message) {
		this(code, message, null);
	}

	static ErrorReply of(JsonRpcException ex) {
		return new ErrorReply(ex.getCode(), ex.getMessage(), ex.getData());
	}

	static ErrorReply batchTooLong(int limit) {
		return new ErrorReply(JsonRpcErrorCodes.INVALID_REQUEST,
				"Invalid Request: a batch may have %d elements".formatted(limit));
	}

}

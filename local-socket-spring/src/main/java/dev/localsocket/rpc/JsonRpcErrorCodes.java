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

/**
 * Codes of the JSON-RPC 2.0 specification (section 5.1), and of the Language Server
 * Protocol for what the specification has no code for. Those from -32768 to -32000 are
 * reserved; an application uses others.
 *
 * @since 0.1.0
 */
public final class JsonRpcErrorCodes {

	/** The message is no JSON. */
	public static final int PARSE_ERROR = -32700;

	/** The JSON is no request. */
	public static final int INVALID_REQUEST = -32600;

	/** There is no such method. */
	public static final int METHOD_NOT_FOUND = -32601;

	/** The parameters do not fit the method. */
	public static final int INVALID_PARAMS = -32602;

	/** The method has failed. */
	public static final int INTERNAL_ERROR = -32603;

	/** The caller may not call the method; of the range for servers. */
	public static final int ACCESS_DENIED = -32001;

	/** The caller has cancelled the request (Language Server Protocol). */
	public static final int REQUEST_CANCELLED = -32800;

	private JsonRpcErrorCodes() {
	}

}

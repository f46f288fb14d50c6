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

package dev.localsocket.interop;

import java.util.Map;

import dev.localsocket.error.SocketError;

/**
 * Our names for Qt's errors.
 */
final class QtErrors {

	/** By the constants of {@code QAbstractSocket::SocketError}. */
	private static final Map<String, SocketError> ofServers = Map.of("AddressInUseError", SocketError.ADDRESS_IN_USE,
			"HostNotFoundError", SocketError.INVALID_NAME, "SocketAccessError", SocketError.ACCESS_DENIED,
			"SocketResourceError", SocketError.RESOURCE_EXHAUSTED, "UnsupportedSocketOperationError",
			SocketError.UNSUPPORTED_OPERATION, "UnknownSocketError", SocketError.UNKNOWN);

	/** By the constants of {@code QLocalSocket::LocalSocketError}. */
	private static final Map<String, SocketError> ofSockets = Map.of("ConnectionRefusedError",
			SocketError.CONNECTION_REFUSED, "PeerClosedError", SocketError.PEER_CLOSED, "ServerNotFoundError",
			SocketError.SERVER_NOT_FOUND, "SocketAccessError", SocketError.ACCESS_DENIED, "SocketResourceError",
			SocketError.RESOURCE_EXHAUSTED, "SocketTimeoutError", SocketError.TIMEOUT,
			"UnsupportedSocketOperationError", SocketError.UNSUPPORTED_OPERATION, "UnknownSocketError",
			SocketError.UNKNOWN);

	private QtErrors() {
	}

	static SocketError ofServer(String name) {
		return find(ofServers, name);
	}

	static SocketError ofSocket(String name) {
		return find(ofSockets, name);
	}

	/**
	 * Replaces Qt's names of errors of sockets by ours.
	 * @param text may have such names
	 * @return the text
	 */
	static String mentionedIn(String text) {
		return ofSockets.entrySet()
			.stream()
			.reduce(text, (result, error) -> result.replace(error.getKey(), error.getValue().name()),
					(first, second) -> second);
	}

	private static SocketError find(Map<String, SocketError> errors, String name) {
		SocketError error = errors.get(name);
		if (error == null) {
			throw new AssertionError("We have no name for Qt's " + name);
		}
		return error;
	}

}

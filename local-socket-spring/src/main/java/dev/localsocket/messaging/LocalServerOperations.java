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

package dev.localsocket.messaging;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.localsocket.LocalSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.converter.MessageConversionException;

/**
 * Sends messages to connections of local servers, unasked. A bean that the library makes,
 * and may add methods to. Thread-safe; nothing waits: what is sent is queued, up to the
 * write buffer size of each connection.
 *
 * @since 0.1.0
 */
public interface LocalServerOperations {

	/**
	 * Sends a message to one connection.
	 * @param server the bean name of the server
	 * @param connectionId the {@linkplain LocalSocket#id() id} of the connection
	 * @param payload the message
	 * @return whether it is queued; false if there is no such connection, it has ended,
	 * or its write buffer is full
	 * @throws MessageConversionException if no frame can be made of the message
	 * @throws IllegalArgumentException if there is no such server
	 */
	boolean send(String server, String connectionId, Object payload);

	/**
	 * Sends a message to all connections of a server. One that does not read misses it,
	 * and harms no other.
	 * @param server the bean name of the server
	 * @param payload the message
	 * @return whom it reached
	 * @throws MessageConversionException if no frame can be made of the message
	 * @throws IllegalArgumentException if there is no such server
	 */
	BroadcastResult broadcast(String server, Object payload);

	/**
	 * Sends a notification of JSON-RPC to all connections of a server. One that does not
	 * read misses it, and harms no other. {@link dev.localsocket.rpc.JsonRpcPeers} finds
	 * the peer of one connection.
	 * @param server the bean name of the server, which speaks JSON-RPC
	 * @param method the name of the method
	 * @param params what becomes the parameters: an object or map for those by name, a
	 * {@link java.util.List} or array for those by position, or null for none
	 * @return whom it reached
	 * @throws MessageConversionException if no frame can be made of the notification
	 * @throws IllegalArgumentException if there is no such server
	 */
	default BroadcastResult broadcastNotification(String server, String method, @Nullable Object params) {
		Map<String, Object> notification = new LinkedHashMap<>(Map.of("jsonrpc", "2.0"));
		notification.put("method", method);
		if (params != null) {
			notification.put("params", params);
		}
		return broadcast(server, notification);
	}

}

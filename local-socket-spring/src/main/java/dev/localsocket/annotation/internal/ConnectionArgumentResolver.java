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

package dev.localsocket.annotation.internal;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.event.ConnectionEvent;
import dev.localsocket.event.ConnectionRejectedEvent;
import dev.localsocket.messaging.internal.ConnectionHeaders;
import dev.localsocket.rpc.JsonRpcPeer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Resolves arguments of the types {@link LocalServer}, {@link LocalSocket},
 * {@link PeerCredentials} and {@link JsonRpcPeer}.
 */
final class ConnectionArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return !parameter.hasParameterAnnotation(Payload.class) && (type == LocalServer.class
				|| type == LocalSocket.class || type == PeerCredentials.class || type == JsonRpcPeer.class);
	}

	/**
	 * Tells whether there is an argument for a parameter of an observer.
	 * @param parameter the parameter
	 * @param eventType the type of the events
	 * @return whether each event has one
	 */
	static boolean canResolve(MethodParameter parameter, Class<?> eventType) {
		Class<?> type = parameter.getParameterType();
		return type == LocalServer.class || ConnectionEvent.class.isAssignableFrom(eventType)
				|| (type == PeerCredentials.class && ConnectionRejectedEvent.class.isAssignableFrom(eventType));
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
		if (!(message.getHeaders() instanceof ConnectionHeaders headers)) {
			throw new IllegalStateException("Not a message of a local socket: " + message);
		}
		Class<?> type = parameter.getParameterType();
		if (type == LocalServer.class) {
			return headers.server();
		}
		if (type == JsonRpcPeer.class) {
			return (message instanceof RoutedMessage routed) ? routed.peer() : null;
		}
		if (type == PeerCredentials.class && message.getPayload() instanceof ConnectionRejectedEvent event) {
			return event.getPeerCredentials();
		}
		LocalSocket socket = headers.socket();
		return (type == PeerCredentials.class && socket != null) ? socket.peerCredentials() : socket;
	}

}

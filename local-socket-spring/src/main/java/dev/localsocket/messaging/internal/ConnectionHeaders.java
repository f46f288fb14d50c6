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

package dev.localsocket.messaging.internal;

import java.util.Map;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.messaging.LocalSocketHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessageHeaders;

/**
 * The headers of all messages of one connection, see {@link LocalSocketHeaders}. Unlike
 * those of other messages they have no id and no time stamp, so that one instance serves
 * all messages.
 */
public final class ConnectionHeaders extends MessageHeaders {

	private static final long serialVersionUID = 1L;

	private final transient @Nullable LocalServer server;

	private final transient @Nullable LocalSocket socket;

	/**
	 * Creates the headers of a connection.
	 * @param serverBeanName the bean name of the server
	 * @param server the server
	 * @param socket the connection, or null for messages about the server itself
	 */
	public ConnectionHeaders(String serverBeanName, LocalServer server, @Nullable LocalSocket socket) {
		super(headers(serverBeanName, socket), ID_VALUE_NONE, -1L);
		this.server = server;
		this.socket = socket;
	}

	private static Map<String, Object> headers(String serverBeanName, @Nullable LocalSocket socket) {
		if (socket == null) {
			return Map.of(LocalSocketHeaders.SERVER, serverBeanName);
		}
		PeerCredentials peer = socket.peerCredentials();
		return Map.of(LocalSocketHeaders.SERVER, serverBeanName, LocalSocketHeaders.CONNECTION_ID, socket.id(),
				LocalSocketHeaders.PEER_PID, peer.pid(), LocalSocketHeaders.PEER_UID, peer.uid(),
				LocalSocketHeaders.PEER_GID, peer.gid());
	}

	/**
	 * Returns the server.
	 * @return the server
	 */
	public @Nullable LocalServer server() {
		return this.server;
	}

	/**
	 * Returns the connection.
	 * @return the connection, or null for messages about the server itself
	 */
	public @Nullable LocalSocket socket() {
		return this.socket;
	}

	/**
	 * The name of the user is looked up when it is asked for, because that takes time.
	 */
	@Override
	public @Nullable Object get(Object key) {
		if (LocalSocketHeaders.PEER_USER.equals(key) && this.socket != null) {
			return this.socket.peerCredentials().userName();
		}
		return super.get(key);
	}

	// Equal by identity of the server and the connection, which the headers name

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other);
	}

	@Override
	public int hashCode() {
		return super.hashCode();
	}

}

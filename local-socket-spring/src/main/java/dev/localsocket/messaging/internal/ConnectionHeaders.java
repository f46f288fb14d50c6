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

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.messaging.LocalSocketHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessageHeaders;

/**
 * The headers of all messages of one connection, see {@link LocalSocketHeaders}. Unlike
 * those of other messages they have no id and no time stamp, so that one instance serves
 * all messages. They are made of the connection when somebody asks for one, because an
 * idle connection should not keep a map of them.
 */
public final class ConnectionHeaders extends MessageHeaders {

	private static final long serialVersionUID = 1L;

	private final transient String serverBeanName;

	private final transient @Nullable LocalServer server;

	private final transient @Nullable LocalSocket socket;

	private final transient @Nullable String route;

	/**
	 * Creates the headers of a connection.
	 * @param serverBeanName the bean name of the server
	 * @param server the server
	 * @param socket the connection, or null for messages about the server itself
	 */
	public ConnectionHeaders(String serverBeanName, LocalServer server, @Nullable LocalSocket socket) {
		this(serverBeanName, server, socket, null);
	}

	private ConnectionHeaders(String serverBeanName, @Nullable LocalServer server, @Nullable LocalSocket socket,
			@Nullable String route) {
		super(null, ID_VALUE_NONE, -1L);
		this.serverBeanName = serverBeanName;
		this.server = server;
		this.socket = socket;
		this.route = route;
	}

	/**
	 * Returns the headers of a message that calls a handler by its route.
	 * @param called the route
	 * @return the headers of this connection, and that of the route
	 */
	public ConnectionHeaders withRoute(String called) {
		return new ConnectionHeaders(this.serverBeanName, this.server, this.socket, called);
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
		return (key instanceof String name) ? find(name) : null;
	}

	private @Nullable Object find(String name) {
		if (name.equals(LocalSocketHeaders.SERVER)) {
			return this.serverBeanName;
		}
		LocalSocket connection = this.socket;
		if (connection == null) {
			return null;
		}
		return switch (name) {
			case LocalSocketHeaders.CONNECTION_ID -> connection.id();
			case LocalSocketHeaders.PEER_PID -> connection.peerCredentials().pid();
			case LocalSocketHeaders.PEER_UID -> connection.peerCredentials().uid();
			case LocalSocketHeaders.PEER_GID -> connection.peerCredentials().gid();
			case LocalSocketHeaders.ROUTE -> this.route;
			default -> null;
		};
	}

	@Override
	public <T> @Nullable T get(Object key, Class<T> type) {
		Object value = find(String.valueOf(key));
		if (value != null && !type.isInstance(value)) {
			throw new IllegalArgumentException(
					"The header '%s' is a %s, not a %s".formatted(key, value.getClass().getName(), type.getName()));
		}
		return type.cast(value);
	}

	/** All but the name of the user. */
	private Map<String, Object> all() {
		if (this.route == null) {
			return ofConnection();
		}
		Map<String, Object> all = new HashMap<>(ofConnection());
		all.put(LocalSocketHeaders.ROUTE, this.route);
		return all;
	}

	private Map<String, Object> ofConnection() {
		LocalSocket connection = this.socket;
		if (connection == null) {
			return Map.of(LocalSocketHeaders.SERVER, this.serverBeanName);
		}
		PeerCredentials peer = connection.peerCredentials();
		return Map.of(LocalSocketHeaders.SERVER, this.serverBeanName, LocalSocketHeaders.CONNECTION_ID, connection.id(),
				LocalSocketHeaders.PEER_PID, peer.pid(), LocalSocketHeaders.PEER_UID, peer.uid(),
				LocalSocketHeaders.PEER_GID, peer.gid());
	}

	@Override
	protected Map<String, Object> getRawHeaders() {
		return new HashMap<>(all());
	}

	@Override
	public boolean containsKey(Object key) {
		return all().containsKey(key);
	}

	@Override
	public boolean containsValue(Object value) {
		return all().containsValue(value);
	}

	@Override
	public Set<Map.Entry<String, Object>> entrySet() {
		return all().entrySet();
	}

	@Override
	public Set<String> keySet() {
		return all().keySet();
	}

	@Override
	public Collection<Object> values() {
		return all().values();
	}

	@Override
	public boolean isEmpty() {
		return false;
	}

	@Override
	public int size() {
		return all().size();
	}

	/**
	 * What is read again belongs to no connection.
	 * @return headers that can be written
	 */
	private Object writeReplace() {
		return new MessageHeaders(all());
	}

	// Equal by identity of the server and the connection, which the headers name

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ConnectionHeaders headers && all().equals(headers.all());
	}

	@Override
	public int hashCode() {
		return all().hashCode();
	}

	@Override
	public String toString() {
		return all().toString();
	}

}

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
package dev.localsocket.metrics;

import java.util.Map;

import dev.localsocket.LocalSocket;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

/**
 * What is known of the invocation of a connection or message handler while it is
 * {@linkplain LocalSocketObservation#LISTENER observed}. Tracing goes on with the context
 * that the peer has sent, if it has.
 *
 * @since 0.1.0
 */
public class LocalSocketListenerContext extends ReceiverContext<Map<String, String>> {

	private final String server;

	private final String listener;

	private final LocalSocket socket;

	private final String route;

	private volatile boolean ended;

	/**
	 * Creates a context of a handler without a route.
	 * @param server the bean name of the server
	 * @param listener the id of the listener
	 * @param socket the connection
	 */
	public LocalSocketListenerContext(String server, String listener, LocalSocket socket) {
		this(server, listener, socket, "", Map.of());
	}

	/**
	 * Creates a context.
	 * @param server the bean name of the server
	 * @param listener the id of the listener
	 * @param socket the connection
	 * @param route what was called, one of few, or nothing without a protocol
	 * @param meta what the peer has sent beside the parameters
	 */
	@SuppressWarnings("this-escape") // Its setter does nothing else
	public LocalSocketListenerContext(String server, String listener, LocalSocket socket, String route,
			Map<String, String> meta) {
		super((carrier, key) -> carrier.get(key), Kind.SERVER);
		this.server = server;
		this.listener = listener;
		this.socket = socket;
		this.route = route;
		setCarrier(meta);
	}

	/**
	 * Returns the server.
	 * @return the name of its bean
	 */
	public String getServer() {
		return this.server;
	}

	/**
	 * Returns the listener.
	 * @return its id
	 */
	public String getListener() {
		return this.listener;
	}

	/**
	 * Returns what was called.
	 * @return the route of the listener; {@code _OTHER} if that takes what has no route;
	 * or nothing without a protocol
	 */
	public String getRoute() {
		return this.route;
	}

	/**
	 * Tells whether the handler has come to its end, so that there is an outcome.
	 * @return whether it has
	 */
	public boolean isEnded() {
		return this.ended;
	}

	void setEnded() {
		this.ended = true;
	}

	/**
	 * Returns the connection.
	 * @return the connection, which may be over
	 */
	public LocalSocket getSocket() {
		return this.socket;
	}

}

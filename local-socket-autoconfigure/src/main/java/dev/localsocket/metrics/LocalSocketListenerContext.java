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

import dev.localsocket.LocalSocket;
import io.micrometer.observation.Observation;

/**
 * What is known of the invocation of a connection or message handler while it is
 * {@linkplain LocalSocketObservation#LISTENER observed}.
 *
 * @since 0.1.0
 */
public class LocalSocketListenerContext extends Observation.Context {

	private final String server;

	private final String listener;

	private final LocalSocket socket;

	private volatile boolean ended;

	/**
	 * Creates a context.
	 * @param server the bean name of the server
	 * @param listener the id of the listener
	 * @param socket the connection
	 */
	public LocalSocketListenerContext(String server, String listener, LocalSocket socket) {
		this.server = server;
		this.listener = listener;
		this.socket = socket;
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

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

package dev.localsocket.event;

import java.util.function.Consumer;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server has a new connection. It stays pending until somebody takes it: the owner that
 * one listener names, or a caller of {@link LocalServer#nextPendingConnection()}.
 */
public class NewConnectionEvent extends ConnectionEvent {

	private static final long serialVersionUID = 1L;

	private transient @Nullable Consumer<ConnectionClaim> owner;

	/**
	 * Creates an event.
	 * @param server the server
	 * @param beanName the name of its bean
	 * @param socket the connection
	 */
	public NewConnectionEvent(LocalServer server, String beanName, LocalSocket socket) {
		super(server, beanName, socket);
	}

	/**
	 * Names the owner of the connection, who is called when all listeners have seen this
	 * event.
	 * @param owner takes the connection, on the thread that published the event: as long
	 * as it blocks it holds up other new connections of the server
	 * @throws IllegalStateException if there is an owner already
	 */
	public void setOwner(Consumer<ConnectionClaim> owner) {
		if (this.owner != null) {
			throw new IllegalStateException("The " + getSocket() + " has an owner already");
		}
		this.owner = owner;
	}

	@Nullable Consumer<ConnectionClaim> owner() {
		return this.owner;
	}

}

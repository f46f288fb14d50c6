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

package dev.localsocket.event.internal;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;

/**
 * The right of one owner to take a pending connection. A server that stops waits for the
 * owners to let go of what they have taken. Thread-safe.
 */
public final class ConnectionClaim {

	private final LocalServer server;

	private final PublishedConnection connection;

	ConnectionClaim(LocalServer server, PublishedConnection connection) {
		this.server = server;
		this.connection = connection;
	}

	/**
	 * Takes the connection.
	 * @return whether it was pending still; if so, {@link #release()} must follow
	 */
	public boolean take() {
		return this.connection.takenFrom(this.server);
	}

	/**
	 * Says how to interrupt the owner, should it not finish in time when the server
	 * stops.
	 * @param interruption interrupts what the owner does, or does nothing
	 */
	public void onAbort(Runnable interruption) {
		this.connection.onAbort(interruption);
	}

	/**
	 * Lets go of the connection: its owner does no more with it, or does not want it, if
	 * it was not taken. That does not close it.
	 */
	public void release() {
		this.connection.release();
	}

	/**
	 * Returns the connection.
	 * @return the connection
	 */
	public LocalSocket socket() {
		return this.connection.socket();
	}

}

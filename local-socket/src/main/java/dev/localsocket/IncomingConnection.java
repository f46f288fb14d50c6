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

package dev.localsocket;

import java.util.Objects;

import dev.localsocket.account.PeerCredentials;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a {@link LocalServer} has accepted and not yet let in. It is decided
 * on within {@link LocalServer#incomingConnection}: accepted, rejected, or else closed.
 * For the thread of that call only.
 *
 * @since 0.1.0
 */
public final class IncomingConnection {

	private final LocalSocket socket;

	private final PeerCredentials peerCredentials;

	private boolean accepted;

	private @Nullable String rejection;

	IncomingConnection(LocalSocket socket) {
		this.socket = socket;
		this.peerCredentials = socket.peerCredentials();
	}

	/**
	 * Returns who wants to connect.
	 * @return the peer
	 */
	public PeerCredentials peerCredentials() {
		return this.peerCredentials;
	}

	/**
	 * Accepts the connection.
	 * @return the socket, which begins to receive when
	 * {@link LocalServer#incomingConnection} returns; usually it is then passed to
	 * {@link LocalServer#addPendingConnection}
	 * @throws IllegalStateException if the connection was rejected
	 */
	public LocalSocket accept() {
		if (this.rejection != null) {
			throw new IllegalStateException("The connection was rejected: " + this.rejection);
		}
		this.accepted = true;
		return this.socket;
	}

	/**
	 * Rejects the connection: it is closed, counted and told to the listeners.
	 * @param reason why
	 * @throws IllegalStateException if the connection was accepted
	 */
	public void reject(String reason) {
		if (this.accepted) {
			throw new IllegalStateException("The connection was accepted already");
		}
		this.rejection = Objects.requireNonNull(reason, "reason");
	}

	/** Returns why the connection is not let in, or null if it is. */
	@Nullable String rejection() {
		return (this.accepted || this.rejection != null) ? this.rejection : "incomingConnection() did not accept it";
	}

}

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

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.SocketError;

/**
 * Is told what happens to a {@link LocalServer}: Qt's signal {@code newConnection}, and
 * more.
 * <p>
 * The methods about connections and errors run <strong>on the thread of an event loop,
 * which they must not block</strong>; for one connection they run one after the other.
 * {@link #listening} and {@link #closed} run on the thread that called
 * {@link LocalServer#listen(String)} and {@link LocalServer#close()}. What a method
 * throws is logged and changes nothing.
 *
 * @since 0.1.0
 */
public interface LocalServerListener {

	/**
	 * A connection is pending: {@link LocalServer#nextPendingConnection()} returns it,
	 * unless it has been taken already. The twin of {@code QLocalServer::newConnection}.
	 * @param server the server
	 * @param socket the connection
	 */
	default void newConnection(LocalServer server, LocalSocket socket) {
	}

	/**
	 * A connection that had been accepted is over.
	 * @param server the server, which may have been closed before
	 * @param socket the connection
	 */
	default void connectionClosed(LocalServer server, LocalSocket socket) {
	}

	/**
	 * A connection was not let in.
	 * @param server the server
	 * @param peer who wanted to connect
	 * @param reason the kind of reason why it was not let in
	 * @param text the reason in words
	 */
	default void rejected(LocalServer server, PeerCredentials peer, RejectionReason reason, String text) {
	}

	/**
	 * Something went wrong; the server goes on.
	 * @param server the server
	 * @param error the error
	 * @param text what happened
	 */
	default void error(LocalServer server, SocketError error, String text) {
	}

	/**
	 * The server has begun to listen.
	 * @param server the server
	 */
	default void listening(LocalServer server) {
	}

	/**
	 * The server has stopped listening.
	 * @param server the server
	 */
	default void closed(LocalServer server) {
	}

	/**
	 * The server has passed to another process, see {@link HandoverGroup}, on the thread
	 * of that. By default, {@link #closed} is called.
	 * @param server the server
	 * @since 0.1.0
	 */
	default void handedOver(LocalServer server) {
		closed(server);
	}

}

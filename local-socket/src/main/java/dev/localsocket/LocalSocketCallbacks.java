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

import dev.localsocket.error.SocketError;

/**
 * Is told what happens to a {@link LocalSocket}: Qt's signals of {@code QLocalSocket}.
 * <p>
 * All methods of one socket's callbacks run one after the other <strong>on the thread of
 * an event loop, which they must not block</strong>: other connections wait meanwhile.
 * What a method throws is logged and changes nothing.
 *
 * @since 0.1.0
 */
public interface LocalSocketCallbacks {

	/**
	 * The socket has connected to its server. Not told of a socket that a server has
	 * accepted. The twin of {@code QLocalSocket::connected}.
	 * @param socket the socket
	 */
	default void connected(LocalSocket socket) {
	}

	/**
	 * The state has changed: told of each change, in the order of
	 * {@link LocalSocket.State}, so that the state may be another one already, and before
	 * {@link #connected} and {@link #disconnected}. A socket that a server has accepted
	 * is connected when it is first seen. The twin of {@code QLocalSocket::stateChanged}.
	 * @param socket the socket
	 * @param state the new state; {@link LocalSocket.State#CLOSING} is left out by an
	 * abort
	 */
	default void stateChanged(LocalSocket socket, LocalSocket.State state) {
	}

	/**
	 * Bytes have been received. It may be called again before they are read. The twin of
	 * {@code QIODevice::readyRead}.
	 * @param socket the socket
	 */
	default void readyRead(LocalSocket socket) {
	}

	/**
	 * Nothing more will be received: the peer has ended its output. What was received can
	 * still be read. The twin of {@code QIODevice::readChannelFinished}.
	 * @param socket the socket
	 */
	default void readChannelFinished(LocalSocket socket) {
	}

	/**
	 * Bytes have been given to the kernel. The twin of {@code QIODevice::bytesWritten}.
	 * @param socket the socket
	 * @param bytes how many
	 */
	default void bytesWritten(LocalSocket socket, long bytes) {
	}

	/**
	 * An error has occurred. The twin of {@code QLocalSocket::errorOccurred}.
	 * @param socket the socket
	 * @param error the error
	 * @param text what happened
	 */
	default void errorOccurred(LocalSocket socket, SocketError error, String text) {
	}

	/**
	 * The connection is over. Only an error that is found in what had been received can
	 * be told after this, by the thread that found it. The twin of
	 * {@code QLocalSocket::disconnected}.
	 * @param socket the socket
	 */
	default void disconnected(LocalSocket socket) {
	}

}

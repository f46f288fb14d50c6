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

import java.time.Duration;
import java.util.Objects;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.error.CloseReason;

/**
 * A connection is over, and its owner has let go of it. The last event of a connection.
 *
 * @since 0.1.0
 */
public class ConnectionClosedEvent extends ConnectionEvent {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an event.
	 * @param server the server, which may have been closed before
	 * @param beanName the name of its bean
	 * @param socket the connection
	 */
	public ConnectionClosedEvent(LocalServer server, String beanName, LocalSocket socket) {
		super(server, beanName, socket);
	}

	/**
	 * Returns why the connection is over.
	 * @return the reason
	 */
	public CloseReason getReason() {
		return Objects.requireNonNull(getSocket().closeReason(), "The connection is not over");
	}

	/**
	 * Returns how many bytes the peer sent.
	 * @return the number of bytes
	 */
	public long getBytesReceived() {
		return getSocket().bytesReceived();
	}

	/**
	 * Returns how many bytes were sent to the peer.
	 * @return the number of bytes
	 */
	public long getBytesSent() {
		return getSocket().bytesSent();
	}

	/**
	 * Returns how long the connection was open.
	 * @return the duration
	 */
	public Duration getDuration() {
		return getSocket().duration();
	}

}

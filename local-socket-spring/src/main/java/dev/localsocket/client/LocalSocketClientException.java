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

package dev.localsocket.client;

import dev.localsocket.error.SocketError;
import dev.localsocket.log.PeerText;
import org.jspecify.annotations.Nullable;

/**
 * A client could not connect to its server, or could not send or receive a message. All
 * failures of a client are of this type; {@link LocalSocketConversionException} is the
 * kind that has nothing to do with the connection. Its message may quote the server and
 * is escaped, that of its cause is not.
 *
 * @since 0.1.0
 */
public class LocalSocketClientException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The kind of error. */
	private final SocketError error;

	LocalSocketClientException(SocketError error, String message, @Nullable Throwable cause) {
		super(PeerText.escape(message), cause);
		this.error = error;
	}

	/**
	 * Returns the kind of error.
	 * @return the error, such as {@link SocketError#SERVER_NOT_FOUND},
	 * {@link SocketError#ACCESS_DENIED}, {@link SocketError#TIMEOUT} or
	 * {@link SocketError#PEER_CLOSED}
	 */
	public SocketError error() {
		return this.error;
	}

}

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

import java.io.IOException;

import dev.localsocket.transport.TransportException;

/**
 * A client's failure to connect to a server.
 */
public class LocalSocketException extends IOException {

	private static final long serialVersionUID = 1L;

	private final SocketError error;

	LocalSocketException(TransportException cause) {
		super(cause.getMessage(), cause);
		this.error = SocketError.of(cause);
	}

	/**
	 * Returns the kind of error.
	 * @return {@link SocketError#SERVER_NOT_FOUND},
	 * {@link SocketError#CONNECTION_REFUSED}, {@link SocketError#ACCESS_DENIED},
	 * {@link SocketError#TIMEOUT}, {@link SocketError#INVALID_NAME} or another
	 */
	public SocketError error() {
		return this.error;
	}

}

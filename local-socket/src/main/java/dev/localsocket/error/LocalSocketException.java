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

package dev.localsocket.error;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * A failure of the operating system, or of what it was asked for, with its kind.
 *
 * @since 0.1.0
 */
public class LocalSocketException extends IOException {

	private static final long serialVersionUID = 1L;

	/** The kind of error. */
	private final SocketError error;

	/**
	 * Creates an exception.
	 * @param error the kind of error
	 * @param message what went wrong and what to do
	 */
	public LocalSocketException(SocketError error, String message) {
		this(error, message, null);
	}

	/**
	 * Creates an exception.
	 * @param error the kind of error
	 * @param message what went wrong and what to do
	 * @param cause the cause, or null
	 */
	public LocalSocketException(SocketError error, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.error = error;
	}

	/**
	 * Returns the kind of error.
	 * @return for a client that cannot connect {@link SocketError#SERVER_NOT_FOUND},
	 * {@link SocketError#CONNECTION_REFUSED}, {@link SocketError#ACCESS_DENIED},
	 * {@link SocketError#TIMEOUT}, {@link SocketError#INVALID_NAME} or another
	 */
	public SocketError error() {
		return this.error;
	}

}

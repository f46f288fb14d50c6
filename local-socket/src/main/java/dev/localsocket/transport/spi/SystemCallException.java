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

package dev.localsocket.transport.spi;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import org.jspecify.annotations.Nullable;

/**
 * A system call has failed, of which a binding knows the kind, and nobody has said yet
 * what it was made for.
 */
public final class SystemCallException extends LocalSocketException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param error the kind of failure, {@link SocketError#UNKNOWN} if the call can fail
	 * so for several reasons
	 * @param message the call, and what the operating system said
	 * @param cause the cause, or null
	 */
	public SystemCallException(SocketError error, String message, @Nullable Throwable cause) {
		super(error, message, cause);
	}

}

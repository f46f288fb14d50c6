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
import org.jspecify.annotations.Nullable;

/**
 * A client's message could not be converted, and nothing was sent, or what the server
 * sent could not be. Its {@link #error()} is {@link SocketError#UNKNOWN}; trying again
 * does not help.
 *
 * @since 0.1.0
 */
public class LocalSocketConversionException extends LocalSocketClientException {

	private static final long serialVersionUID = 1L;

	LocalSocketConversionException(String message, @Nullable Throwable cause) {
		super(SocketError.UNKNOWN, message, cause);
	}

}

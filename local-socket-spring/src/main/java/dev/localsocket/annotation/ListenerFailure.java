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

package dev.localsocket.annotation;

import dev.localsocket.LocalSocket;
import dev.localsocket.framing.LineFraming;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * The failure of a connection or message handler.
 *
 * @param listener the id of the listener
 * @param server the bean name of the server
 * @param socket the connection, still open unless it was closed before
 * @param message the message, or null if a connection handler failed
 * @param exception what the handler threw, or why the payload could not be converted
 * @since 0.1.0
 */
public record ListenerFailure(String listener, String server, LocalSocket socket, @Nullable Message<?> message,
		Exception exception) {

	/**
	 * Says what went wrong on one line, which any framing can hold. What others throw has
	 * often several; JSON that cannot be read, for example.
	 * @return the message of the exception, or its type if it has none,
	 * {@linkplain LineFraming#escape(String) escaped}
	 */
	public String text() {
		String message = this.exception.getMessage();
		return LineFraming.escape((message != null) ? message : this.exception.getClass().getSimpleName());
	}

}

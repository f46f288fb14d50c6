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

package dev.localsocket.rpc;

import java.io.Serial;

/**
 * Thrown by a command that was asked for something that cannot be done. Who has asked
 * gets the message, after {@code error:}, and the connection stays. Of other exceptions
 * he gets no text.
 *
 * @since 0.1.0
 */
public class CommandException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what is wrong, on one line; what is not visible is escaped
	 */
	public CommandException(String message) {
		super(message);
	}

}

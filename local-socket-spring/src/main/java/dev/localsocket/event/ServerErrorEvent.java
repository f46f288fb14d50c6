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

import dev.localsocket.LocalServer;
import dev.localsocket.error.SocketError;

/**
 * Something went wrong at a server or one of its connections; the server goes on.
 *
 * @since 0.1.0
 */
public class ServerErrorEvent extends LocalServerEvent {

	private static final long serialVersionUID = 1L;

	/** The kind of error. */
	private final SocketError error;

	/** What the server says of the error. */
	private final String text;

	/**
	 * Creates an event.
	 * @param server the server
	 * @param beanName the name of its bean
	 * @param error the error
	 * @param text what happened
	 */
	public ServerErrorEvent(LocalServer server, String beanName, SocketError error, String text) {
		super(server, beanName);
		this.error = error;
		this.text = text;
	}

	/**
	 * Returns the error.
	 * @return the error
	 */
	public SocketError getError() {
		return this.error;
	}

	/**
	 * Returns what happened.
	 * @return the text
	 */
	public String getText() {
		return this.text;
	}

}

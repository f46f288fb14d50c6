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

package dev.localsocket.context;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

import dev.localsocket.SocketOption;
import dev.localsocket.error.SocketError;

/**
 * A server that should listen cannot.
 *
 * @since 0.1.0
 */
public class LocalServerStartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The name of its bean. */
	private final String beanName;

	/** The path of its socket. */
	private final String path;

	/** The options of the server. */
	private final TreeSet<SocketOption> socketOptions;

	/** The kind of error. */
	private final SocketError error;

	/** What the server says of the error. */
	private final String text;

	/**
	 * Creates an exception.
	 * @param registration the server, which has just failed to listen
	 */
	public LocalServerStartException(LocalServerRegistration registration) {
		super("The local server '%s' cannot listen: %s".formatted(registration.beanName(),
				registration.server().errorString()));
		this.beanName = registration.beanName();
		this.path = registration.address();
		this.socketOptions = new TreeSet<>(registration.server().socketOptions());
		this.error = registration.server().serverError();
		this.text = registration.server().errorString();
	}

	/**
	 * Returns the name of the server's bean.
	 * @return the bean name
	 */
	public String getBeanName() {
		return this.beanName;
	}

	/**
	 * Returns where the server was to listen.
	 * @return the path, the name in the abstract namespace, or the descriptor
	 */
	public String getPath() {
		return this.path;
	}

	/**
	 * Returns the options of the server.
	 * @return the options
	 */
	public Set<SocketOption> getSocketOptions() {
		return Collections.unmodifiableSet(this.socketOptions);
	}

	/**
	 * Returns the kind of error.
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

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

import org.springframework.context.ApplicationEvent;

/**
 * Something that happened at a local server. Events are published on a worker thread, so
 * listeners may block; those of one connection, and those of the server itself, one after
 * the other. Their source is the server.
 *
 * @since 0.1.0
 */
public abstract class LocalServerEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	/** The name of the bean of the server. */
	private final String beanName;

	private final transient LocalServer server;

	LocalServerEvent(LocalServer server, String beanName) {
		super(server);
		this.server = server;
		this.beanName = beanName;
	}

	/**
	 * Returns the server.
	 * @return the server
	 */
	public LocalServer getServer() {
		return this.server;
	}

	/**
	 * Returns the name of the server's bean, by which listeners refer to it.
	 * @return the bean name
	 */
	public String getBeanName() {
		return this.beanName;
	}

}

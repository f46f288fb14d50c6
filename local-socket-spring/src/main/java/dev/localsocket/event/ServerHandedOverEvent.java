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

/**
 * A server has stopped listening because it has passed to another process. Connections
 * that it had accepted are still served.
 *
 * @since 0.1.0
 */
public class ServerHandedOverEvent extends ServerClosedEvent {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an event.
	 * @param server the server
	 * @param beanName the name of its bean
	 */
	public ServerHandedOverEvent(LocalServer server, String beanName) {
		super(server, beanName);
	}

}

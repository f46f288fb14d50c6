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

import dev.localsocket.LocalServer;
import dev.localsocket.SocketOption;

/**
 * A server bean, and where it is to listen.
 *
 * @param beanName the name of the bean
 * @param server the server
 * @param name the name or absolute path, see {@link LocalServer#resolveName}
 * @param autoStartup whether it begins to listen when the context starts
 */
public record LocalServerRegistration(String beanName, LocalServer server, String name, boolean autoStartup) {

	/**
	 * Tells where the server listens, or would listen.
	 * @return the path of the socket file, or the name in the abstract namespace
	 */
	public String address() {
		String address = this.server.fullServerName();
		if (!address.isEmpty()) {
			return address;
		}
		return this.server.socketOptions().contains(SocketOption.ABSTRACT_NAMESPACE) ? this.name
				: LocalServer.resolveName(this.name);
	}

}

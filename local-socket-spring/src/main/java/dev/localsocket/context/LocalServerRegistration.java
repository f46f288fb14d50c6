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
import org.jspecify.annotations.Nullable;

/**
 * A server bean, and where it is to listen: made by {@link #of} and the methods that
 * follow, which stay as they are when there is more to register, unlike the constructor,
 * which is public only because the record is.
 *
 * @param beanName the name of the bean
 * @param server the server
 * @param name the name or absolute path, see {@link LocalServer#resolveName}; has no
 * meaning if there is a descriptor
 * @param socketDescriptor the descriptor of a listening socket that was handed over to
 * the process, or null. It stays open, so that the server can listen on it repeatedly
 * @param autoStartup whether it begins to listen when the context starts
 * @since 0.1.0
 */
public record LocalServerRegistration(String beanName, LocalServer server, String name,
		@Nullable Integer socketDescriptor, boolean autoStartup) {

	/**
	 * Returns the registration of a server that begins to listen, at a name, when the
	 * context starts.
	 * @param beanName the name of the bean
	 * @param server the server
	 * @param name the name or absolute path
	 * @return the registration
	 */
	public static LocalServerRegistration of(String beanName, LocalServer server, String name) {
		return new LocalServerRegistration(beanName, server, name, null, true);
	}

	/**
	 * Returns this registration with another descriptor.
	 * @param socketDescriptor the descriptor of a listening socket, or null for the name
	 * @return the registration
	 */
	public LocalServerRegistration withSocketDescriptor(@Nullable Integer socketDescriptor) {
		return new LocalServerRegistration(this.beanName, this.server, this.name, socketDescriptor, this.autoStartup);
	}

	/**
	 * Returns this registration with another choice of when the server listens.
	 * @param autoStartup whether it begins to listen when the context starts
	 * @return the registration
	 */
	public LocalServerRegistration withAutoStartup(boolean autoStartup) {
		return new LocalServerRegistration(this.beanName, this.server, this.name, this.socketDescriptor, autoStartup);
	}

	/**
	 * Lets the server listen where it is to. Blocks like
	 * {@link LocalServer#listen(String)}.
	 * @return whether the server listens now; if not, the server has the error
	 */
	public boolean listen() {
		return (this.socketDescriptor != null) ? this.server.listenOnDuplicate(this.socketDescriptor)
				: this.server.listen(this.name);
	}

	/**
	 * Tells where the server listens or would listen.
	 * @return the path, the name in the abstract namespace, or the descriptor
	 */
	public String address() {
		String current = this.server.fullServerName();
		if (!current.isEmpty()) {
			return current;
		}
		if (this.socketDescriptor != null) {
			return "descriptor " + this.socketDescriptor;
		}
		return this.server.socketOptions().contains(SocketOption.ABSTRACT_NAMESPACE) ? this.name
				: LocalServer.resolveName(this.name);
	}

}

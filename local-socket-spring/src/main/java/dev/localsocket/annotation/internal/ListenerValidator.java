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

package dev.localsocket.annotation.internal;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import dev.localsocket.annotation.LocalSocketListenerException;
import dev.localsocket.rpc.ServerProtocol;

/**
 * Checks the listeners of an application context against its servers.
 */
final class ListenerValidator {

	private final Set<String> servers;

	private final Set<String> inheritedServers;

	private final Set<String> disabledServers;

	private final Set<String> errorHandlers;

	private final Function<String, ServerProtocol> protocols;

	/**
	 * Creates a validator.
	 * @param servers the bean names of all servers
	 * @param inheritedServers the bean names of the servers of parent contexts
	 * @param disabledServers the bean names that servers would have if they were not
	 * switched off
	 * @param errorHandlers the bean names of all error handlers
	 * @param protocols returns the protocol of a server
	 */
	ListenerValidator(Set<String> servers, Set<String> inheritedServers, Set<String> disabledServers,
			Set<String> errorHandlers, Function<String, ServerProtocol> protocols) {
		this.servers = new TreeSet<>(servers);
		this.inheritedServers = inheritedServers;
		this.disabledServers = disabledServers;
		this.errorHandlers = new TreeSet<>(errorHandlers);
		this.protocols = protocols;
	}

	/**
	 * Checks listeners.
	 * @param listeners the listeners
	 * @throws LocalSocketListenerException naming the first that cannot be used
	 */
	void validate(Collection<ListenerMethod> listeners) {
		listeners.forEach(this::checkServersExist);
		listeners.forEach(this::checkErrorHandlerExists);
		this.servers.forEach((server) -> checkOwners(server, listeners));
	}

	private void checkServersExist(ListenerMethod listener) {
		listener.servers().stream().filter((server) -> !isKnown(server)).findFirst().ifPresent((name) -> {
			throw this.inheritedServers.contains(name) ? inherited(listener, name) : unknown(listener, name);
		});
	}

	private static LocalSocketListenerException inherited(ListenerMethod listener, String name) {
		return new LocalSocketListenerException(
				"The method %s listens to the local server '%s', which is a bean of the parent application context"
					.formatted(listener, name),
				("A server has listeners in its own context only. Move the method to a bean of the parent, or the server, "
						+ "'local-socket.servers.%s', to the properties of this context.")
					.formatted(name));
	}

	private LocalSocketListenerException unknown(ListenerMethod listener, String name) {
		return new LocalSocketListenerException(
				"The method %s listens to the local server '%s', which does not exist".formatted(listener, name),
				this.servers.isEmpty() ? "Declare it: local-socket.servers.%s.name=%s".formatted(name, name)
						: "Use one of the servers that exist, %s, or declare it: local-socket.servers.%s.name=%s"
							.formatted(this.servers, name, name));
	}

	private boolean isKnown(String server) {
		return this.servers.contains(server) || this.disabledServers.contains(server);
	}

	private void checkErrorHandlerExists(ListenerMethod listener) {
		String errorHandler = listener.errorHandler();
		if (!errorHandler.isEmpty() && !this.errorHandlers.contains(errorHandler)) {
			throw new LocalSocketListenerException(
					"The method %s names the error handler '%s', which does not exist".formatted(listener,
							errorHandler),
					"Use the name of a bean of type LocalSocketErrorHandler. There are: " + this.errorHandlers + ".");
		}
	}

	private void checkOwners(String server, Collection<ListenerMethod> listeners) {
		new RouteRules(server, this.protocols.apply(server)).check(listeners.stream()
			.filter(ListenerMethod::isOwner)
			.filter((listener) -> listener.handles(server))
			.toList());
	}

}

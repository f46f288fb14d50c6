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

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.localsocket.annotation.LocalSocketListenerException;
import dev.localsocket.messaging.LastReply;
import dev.localsocket.rpc.JsonRpcPeer;
import dev.localsocket.rpc.ServerProtocol;

/**
 * Checks the connection and message handlers of one server against its protocol.
 *
 * @param server the bean name of the server
 * @param protocol its protocol
 */
record RouteRules(String server, ServerProtocol protocol) {

	/** Of the specification: for what belongs to the protocol itself. */
	private static final List<String> RESERVED = List.of("rpc.", "$/");

	/**
	 * Checks handlers.
	 * @param owners all connection and message handlers of the server
	 * @throws LocalSocketListenerException naming those that do not go together
	 */
	void check(List<ListenerMethod> owners) {
		owners.forEach(this::check);
		if (this.protocol == ServerProtocol.NONE) {
			checkAtMostOne(owners);
		}
		else {
			owners.forEach(this::checkIsMessageHandler);
			checkRoutesDiffer(owners);
			checkSomething(owners);
		}
	}

	private void check(ListenerMethod owner) {
		if (owner.isRouted() && this.protocol == ServerProtocol.NONE) {
			throw refused(owner,
					"has the route '%s', but the local server '%s' has no protocol that knows routes"
						.formatted(owner.route(), this.server),
					"Say which: local-socket.servers.%s.protocol=command, or json-rpc.".formatted(this.server));
		}
		if (this.protocol != ServerProtocol.JSON_RPC && owner.isMessageHandler() && takesPeer(owner)) {
			throw refused(owner,
					"takes a JsonRpcPeer, but the local server '%s' does not speak JSON-RPC".formatted(this.server),
					"Remove the parameter, or set local-socket.servers.%s.protocol=json-rpc.".formatted(this.server));
		}
		if (this.protocol == ServerProtocol.COMMAND && owner.isRouted()) {
			checkCommand(owner);
		}
		if (this.protocol == ServerProtocol.JSON_RPC && owner.isMessageHandler()) {
			checkMethod(owner);
		}
	}

	private static boolean takesPeer(ListenerMethod owner) {
		return List.of(owner.method().getParameterTypes()).contains(JsonRpcPeer.class);
	}

	private void checkCommand(ListenerMethod owner) {
		if (!owner.route().matches("[^\\s\"'\\\\]+( [^\\s\"'\\\\]+)*")) {
			throw refused(owner, "has the route '%s', which nobody can type".formatted(owner.route()),
					"Let it be words with one blank between them, without quotes and backslashes.");
		}
	}

	private void checkMethod(ListenerMethod owner) {
		RESERVED.stream().filter(owner.route()::startsWith).findFirst().ifPresent((prefix) -> {
			throw refused(owner,
					"has the route '%s', but names that begin with '%s' are reserved".formatted(owner.route(), prefix),
					"Give it another name.");
		});
		if (ParameterRole.subjects(owner.method(), owner.type())
			.stream()
			.anyMatch((subject) -> ParameterRole.of(subject) == ParameterRole.MESSAGE)) {
			throw refused(owner, "takes a Message, but the local server '%s' speaks JSON-RPC".formatted(this.server),
					"Let it take the parameters, for example a Map<String, Object>.");
		}
		if (owner.method().getReturnType() == LastReply.class) {
			throw refused(owner, "returns a LastReply, which a reply of JSON-RPC cannot be",
					"Return the result. Who wants to end the connection can do so: LocalSocket.disconnectFromServer().");
		}
		if (!owner.errorHandler().isEmpty()) {
			throw refused(owner,
					"names the error handler '%s', but the local server '%s' replies with errors of JSON-RPC"
						.formatted(owner.errorHandler(), this.server),
					"Throw a JsonRpcException, annotate exceptions with @JsonRpcError, "
							+ "or add a bean of the type JsonRpcExceptionResolver.");
		}
	}

	private void checkAtMostOne(List<ListenerMethod> owners) {
		if (owners.size() > 1) {
			throw new LocalSocketListenerException(
					"The local server '%s' has %d connection or message handlers: %s".formatted(this.server,
							owners.size(), describe(owners)),
					"Leave one of them, and name the servers of the others: @LocalSocketListener(\"...\"). "
							+ "A method of several beans can let each name its own: \"#{__listener.server}\". "
							+ "Any number of methods may observe events, and any number with different routes may "
							+ "handle the messages of a server with a protocol.");
		}
	}

	private void checkIsMessageHandler(ListenerMethod owner) {
		if (!owner.isMessageHandler()) {
			throw refused(owner,
					"is %s, but the local server '%s' has the protocol '%s'".formatted(owner.kind().description(),
							this.server, name()),
					"Give it a route, or name another server: @LocalSocketListener(\"...\").");
		}
	}

	private void checkRoutesDiffer(List<ListenerMethod> owners) {
		Map<String, List<ListenerMethod>> byRoute = owners.stream()
			.collect(Collectors.groupingBy(ListenerMethod::route, TreeMap::new, Collectors.toList()));
		byRoute.forEach((route, methods) -> {
			if (methods.size() > 1) {
				throw new LocalSocketListenerException(
						"The local server '%s' has %d message handlers %s: %s".formatted(this.server, methods.size(),
								route.isEmpty() ? "without a route" : "for the route '%s'".formatted(route),
								describe(methods)),
						"Give each another route, or name the servers of the others. "
								+ "One may have no route, and takes what no other takes.");
			}
		});
	}

	private void checkSomething(List<ListenerMethod> owners) {
		if (owners.isEmpty()) {
			throw new LocalSocketListenerException(
					"The local server '%s' has the protocol '%s', but no method handles its messages"
						.formatted(this.server, name()),
					("Annotate one: @LocalSocketListener(servers = \"%s\", route = \"...\"); if there is one, see whether its "
							+ "class is scanned. Or remove local-socket.servers.%s.protocol.")
						.formatted(this.server, this.server));
		}
	}

	private String name() {
		return this.protocol.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static LocalSocketListenerException refused(ListenerMethod owner, String reason, String action) {
		return new LocalSocketListenerException("The method %s %s".formatted(owner, reason), action);
	}

	/** Of one method, the beans tell which is which. */
	private static List<String> describe(List<ListenerMethod> owners) {
		boolean ambiguous = owners.stream().map(ListenerMethod::toString).distinct().count() < owners.size();
		return owners.stream()
			.map((owner) -> ambiguous ? "%s of the bean '%s'".formatted(owner, owner.beanName()) : owner.toString())
			.sorted()
			.toList();
	}

}

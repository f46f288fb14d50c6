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

package dev.localsocket.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.localsocket.LocalServer;
import dev.localsocket.SocketOption;
import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import org.jspecify.annotations.Nullable;

/**
 * Works out where servers are to listen, and refuses properties that contradict one
 * another. Immutable and thread-safe.
 */
class ServerAddresses {

	private static final List<String> KEYS_OF_A_NAME = List.of("name", "directory", "socket-options", "group",
			"reclaim-stale", "check-directory", "republish", "listen-backlog-size", "handover");

	private final LocalSocketProperties properties;

	private final DeclaredServers declared;

	private final SocketDescriptors descriptors;

	ServerAddresses(LocalSocketProperties properties, DeclaredServers declared, SocketDescriptors descriptors) {
		ConfiguredAddress.checkDirectory("directory", properties.directory());
		this.properties = properties;
		this.declared = declared;
		this.descriptors = descriptors;
	}

	/**
	 * Checks the properties of a server that say where it listens, and for whom.
	 * @param beanName the name of its bean
	 * @param server the properties
	 */
	void check(String beanName, LocalServerProperties server) {
		checkAuthorization(beanName, server.authorization());
		if (server.socketDescriptor() != null) {
			checkOnlyDescriptor(beanName, server.socketDescriptor());
			return;
		}
		checkGroup(beanName, server);
		checkAbstract(beanName, server);
		address(beanName, server.socketOptions()).check();
	}

	/** An empty placeholder must not open to everybody what was meant for some. */
	private void checkAuthorization(String beanName, AuthorizationProperties authorization) {
		if (authorization.namesNobody()) {
			this.declared.anyKey(beanName, "authorization").ifPresent((key) -> {
				throw InvalidProperty.ofServer(beanName, "authorization." + key, "",
						AuthorizationProperties.hasKey(key) ? "Nobody is named, so everybody who can reach the socket "
								+ "could connect. Name a user or a group, or remove all keys of 'authorization' if that is meant."
								: unknownKey(beanName, key));
			});
		}
	}

	/** Boot passes over what the names of environment variables do not stand for. */
	private static String unknownKey(String beanName, String key) {
		return ("There is no such key, only %s, so everybody who can reach the socket could connect. The name of an environment "
				+ "variable has no underscore where the key has a dash: LOCALSOCKET_%s_AUTHORIZATION_ALLOWEDUSERS.")
			.formatted(AuthorizationProperties.KEYS,
					ConfigurationKeys.ofServerBelowPrefix(beanName)
						.replace("-", "")
						.replace('.', '_')
						.toUpperCase(Locale.ROOT));
	}

	private void checkOnlyDescriptor(String beanName, String descriptor) {
		for (String key : KEYS_OF_A_NAME) {
			if (this.declared.isSet(beanName, key)) {
				throw InvalidProperty.ofServer(beanName, "socket-descriptor", descriptor,
						"Whoever opened the socket has decided on '%s' already. Remove that key, or 'socket-descriptor'."
							.formatted(key));
			}
		}
	}

	private static void checkGroup(String beanName, LocalServerProperties server) {
		Set<SocketOption> options = server.socketOptions();
		if (server.group() != null && !options.isEmpty() && !options.contains(SocketOption.GROUP_ACCESS)) {
			throw InvalidProperty.ofServer(beanName, "group", server.group(),
					"Its members may not connect. Add 'group-access' to 'socket-options', or remove this key.");
		}
	}

	private static void checkAbstract(String beanName, LocalServerProperties server) {
		if (server.socketOptions().contains(SocketOption.ABSTRACT_NAMESPACE) && server.socketOptions().size() > 1) {
			throw InvalidProperty.ofServer(beanName, "socket-options", server.socketOptions(),
					"A name in the abstract namespace has no permissions: every user can connect. "
							+ "Use 'abstract-namespace' alone, or leave it out.");
		}
	}

	/**
	 * Returns the name of a server's socket.
	 * @param beanName the name of the server's bean
	 * @param server the server
	 * @return the name, or absolute path
	 */
	String name(String beanName, LocalServer server) {
		return address(beanName, server.socketOptions()).resolved();
	}

	private ConfiguredAddress address(String beanName, Set<SocketOption> options) {
		LocalServerProperties server = this.properties.server(beanName);
		return new ConfiguredAddress(ConfigurationKeys.ofServerBelowPrefix(beanName), beanName, server.name(),
				server.directory(), this.properties.directory(), options.contains(SocketOption.ABSTRACT_NAMESPACE));
	}

	/**
	 * Returns the descriptor that a server is to listen on.
	 * @param beanName the name of the server's bean
	 * @return the number of the descriptor, or null if the server listens at a name
	 */
	@Nullable Integer socketDescriptor(String beanName) {
		String descriptor = this.properties.server(beanName).socketDescriptor();
		return (descriptor != null) ? this.descriptors.number(beanName, descriptor) : null;
	}

}

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

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.localsocket.LocalServer;
import dev.localsocket.SocketOption;
import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.autoconfigure.diagnostics.InvalidAddressException;
import org.jspecify.annotations.Nullable;

/**
 * Works out where servers are to listen, and refuses properties that contradict one
 * another. Immutable and thread-safe.
 */
class ServerAddresses {

	private static final List<String> KEYS_OF_A_NAME = List.of("name", "directory", "socket-options", "group",
			"reclaim-stale", "check-directory", "republish", "listen-backlog-size");

	private final LocalSocketProperties properties;

	private final DeclaredServers declared;

	private final SocketDescriptors descriptors;

	ServerAddresses(LocalSocketProperties properties, DeclaredServers declared, SocketDescriptors descriptors) {
		checkDirectory("directory", properties.directory());
		this.properties = properties;
		this.declared = declared;
		this.descriptors = descriptors;
	}

	private static void checkDirectory(String key, @Nullable String directory) {
		if (directory != null && !isAbsolute(directory)) {
			throw InvalidProperty.of(key, directory,
					"The directory must be an absolute path, such as '/run/app', because what a relative one means "
							+ "depends on where the application was started.");
		}
	}

	private static boolean isAbsolute(String path) {
		try {
			return Path.of(path).isAbsolute();
		}
		catch (InvalidPathException ex) {
			return false;
		}
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
		checkDirectory("servers." + beanName + ".directory", server.directory());
		checkName(beanName, server);
		checkGroup(beanName, server);
		if (server.socketOptions().contains(SocketOption.ABSTRACT_NAMESPACE)) {
			checkAbstract(beanName, server);
		}
		checkLength(beanName, server);
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
				+ "variable has no underscore where the key has a dash: LOCALSOCKET_SERVERS_%s_AUTHORIZATION_ALLOWEDUSERS.")
			.formatted(AuthorizationProperties.KEYS, beanName.replace("-", "").toUpperCase(Locale.ROOT));
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

	private static void checkName(String beanName, LocalServerProperties server) {
		String name = server.name();
		if (name == null) {
			return;
		}
		if (name.isBlank()) {
			throw InvalidProperty.ofServer(beanName, "name", name,
					"The name must not be empty. Remove it to use the bean's.");
		}
		if (server.directory() != null && name.startsWith("/")) {
			throw InvalidProperty.ofServer(beanName, "directory", server.directory(),
					"The name '%s' is an absolute path, so the directory has no effect. Remove this key, or give a name."
						.formatted(name));
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
		if (server.socketOptions().size() > 1) {
			throw InvalidProperty.ofServer(beanName, "socket-options", server.socketOptions(),
					"A name in the abstract namespace has no permissions: every user can connect. "
							+ "Use 'abstract-namespace' alone, or leave it out.");
		}
		if (server.directory() != null) {
			throw InvalidProperty.ofServer(beanName, "directory", server.directory(),
					"A name in the abstract namespace is in no directory. Remove this key, or 'abstract-namespace'.");
		}
	}

	private void checkLength(String beanName, LocalServerProperties server) {
		String name = name(beanName, server.socketOptions());
		try {
			LocalServer.checkName(name, server.socketOptions().toArray(SocketOption[]::new));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidAddressException(ConfigurationKeys.SERVERS + "." + beanName, name, server.socketOptions(),
					ex.getMessage() + ".");
		}
	}

	/**
	 * Returns the name of a server's socket.
	 * @param beanName the name of the server's bean
	 * @param server the server
	 * @return the name, or absolute path
	 */
	String name(String beanName, LocalServer server) {
		return name(beanName, server.socketOptions());
	}

	private String name(String beanName, Set<SocketOption> options) {
		LocalServerProperties server = this.properties.server(beanName);
		String name = (server.name() != null) ? server.name() : beanName;
		String directory = (server.directory() != null) ? server.directory() : this.properties.directory();
		return (directory != null && !options.contains(SocketOption.ABSTRACT_NAMESPACE)) ? in(directory, name) : name;
	}

	private static String in(String directory, String name) {
		try {
			return Path.of(directory).resolve(name).toString();
		}
		catch (InvalidPathException ex) {
			// The check of the name says why
			return directory + "/" + name;
		}
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

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

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import dev.localsocket.SocketOption;
import dev.localsocket.autoconfigure.LocalSocketProperties.Server;
import dev.localsocket.context.LocalServerRegistration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Creates servers, and what belongs to them, of the configuration properties. A value
 * that makes no sense is reported with its key.
 */
class LocalServerFactory {

	private final LocalSocketProperties properties;

	private final EventLoops eventLoops;

	private final ServerMessagingFactory messagingFactory;

	LocalServerFactory(LocalSocketProperties properties, EventLoops eventLoops,
			ServerMessagingFactory messagingFactory) {
		checkDirectory(LocalSocketProperties.PREFIX + ".directory", properties.getDirectory());
		this.properties = properties;
		this.eventLoops = eventLoops;
		this.messagingFactory = messagingFactory;
	}

	LocalServer create(String beanName) {
		Server server = server(beanName);
		// Reports now what is wrong with the framing, not when the first client comes
		this.messagingFactory.messaging(beanName);
		checkAddress(beanName, server);
		LocalServer created = new LocalServer(this.eventLoops);
		created.setSocketOptions(server.getSocketOptions().toArray(SocketOption[]::new));
		created.setReclaimStale(server.isReclaimStale());
		apply(beanName, "listen-backlog-size", server.getListenBacklogSize(), created::setListenBacklogSize);
		apply(beanName, "max-pending-connections", server.getMaxPendingConnections(),
				created::setMaxPendingConnections);
		apply(beanName, "max-connections", server.getMaxConnections(), created::setMaxConnections);
		apply(beanName, "max-connections-per-user", server.getMaxConnectionsPerUser(),
				created::setMaxConnectionsPerUser);
		apply(beanName, "idle-timeout", orZero(server.getIdleTimeout()), created::setIdleTimeout);
		apply(beanName, "write-timeout", orZero(server.getWriteTimeout()), created::setWriteTimeout);
		apply(beanName, "read-buffer-size", server.getReadBufferSize(),
				(size) -> created.setReadBufferSize(size.toBytes()));
		apply(beanName, "write-buffer-size", server.getWriteBufferSize(),
				(size) -> created.setWriteBufferSize(size.toBytes()));
		return created;
	}

	private static Duration orZero(@Nullable Duration duration) {
		return (duration != null) ? duration : Duration.ZERO;
	}

	private Server server(String beanName) {
		return this.properties.getServers().getOrDefault(beanName, new Server());
	}

	private static void checkAddress(String beanName, Server server) {
		String directory = server.getDirectory();
		if (server.getName() != null && server.getName().isBlank()) {
			throw invalid(beanName, "name", server.getName(),
					"The name must not be empty. Remove it to use the bean's.");
		}
		boolean inAbstractNamespace = server.getSocketOptions().contains(SocketOption.ABSTRACT_NAMESPACE);
		if (inAbstractNamespace && server.getSocketOptions().size() > 1) {
			throw invalid(beanName, "socket-options", server.getSocketOptions(),
					"A name in the abstract namespace has no permissions: every user can connect. "
							+ "Use 'abstract-namespace' alone, or leave it out.");
		}
		if (inAbstractNamespace && directory != null) {
			throw invalid(beanName, "directory", directory,
					"A name in the abstract namespace is in no directory. Remove this key, or 'abstract-namespace'.");
		}
		checkDirectory("%s.%s.directory".formatted(LocalSocketProperties.SERVERS, beanName), directory);
	}

	private static void checkDirectory(String key, @Nullable String directory) {
		if (directory != null && !Path.of(directory).isAbsolute()) {
			throw new InvalidConfigurationPropertyValueException(key, directory,
					"The directory must be an absolute path.");
		}
	}

	private static <T> void apply(String beanName, String key, T value, Consumer<T> setter) {
		try {
			setter.accept(value);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(beanName, key, value, ex.getMessage() + ".");
		}
	}

	static InvalidConfigurationPropertyValueException invalid(String beanName, String key, @Nullable Object value,
			String reason) {
		return new InvalidConfigurationPropertyValueException(
				"%s.%s.%s".formatted(LocalSocketProperties.SERVERS, beanName, key), value, reason);
	}

	/**
	 * Tells where a server listens.
	 * @param beanName the name of its bean
	 * @param created the server
	 * @return the registration
	 */
	LocalServerRegistration registration(String beanName, LocalServer created) {
		Server server = server(beanName);
		String name = (server.getName() != null) ? server.getName() : beanName;
		String directory = created.socketOptions().contains(SocketOption.ABSTRACT_NAMESPACE) ? null : directory(server);
		String path = (directory != null) ? Path.of(directory).resolve(name).toString() : name;
		return new LocalServerRegistration(beanName, created, path, server.isAutoStartup());
	}

	private @Nullable String directory(Server server) {
		return (server.getDirectory() != null) ? server.getDirectory() : this.properties.getDirectory();
	}

}

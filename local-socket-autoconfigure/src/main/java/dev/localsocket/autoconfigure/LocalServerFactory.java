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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.localsocket.ConnectionLimits;
import dev.localsocket.EventLoops;
import dev.localsocket.HandoverGroup;
import dev.localsocket.LocalServer;
import dev.localsocket.SocketOption;
import dev.localsocket.autoconfigure.diagnostics.BeanNameTakenException;
import dev.localsocket.context.LocalServerCustomizer;
import dev.localsocket.context.LocalServerRegistration;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Creates the servers of the configuration properties, and registers all servers. A value
 * that makes no sense is reported with its key. Thread-safe.
 */
class LocalServerFactory {

	private final LocalSocketProperties properties;

	private final ServerAddresses addresses;

	private final Supplier<EventLoops> eventLoops;

	private final ServerMessagingFactory messagingFactory;

	private final List<LocalServerCustomizer> customizers;

	/** All servers of an application context pass together. */
	private final HandoverGroup handoverGroup = new HandoverGroup();

	private final Set<String> configured = ConcurrentHashMap.newKeySet();

	LocalServerFactory(LocalSocketProperties properties, ServerAddresses addresses, Supplier<EventLoops> eventLoops,
			ServerMessagingFactory messagingFactory, List<LocalServerCustomizer> customizers) {
		this.properties = properties;
		this.addresses = addresses;
		this.eventLoops = eventLoops;
		this.messagingFactory = messagingFactory;
		this.customizers = customizers;
	}

	/**
	 * Creates a server.
	 * @param beanName the name of its bean
	 * @return the server, which does not listen yet
	 */
	LocalServer create(String beanName) {
		LocalServer server = new LocalServer(this.eventLoops.get());
		configure(beanName, server, this.properties.server(beanName));
		return server;
	}

	private void configure(String beanName, LocalServer server, LocalServerProperties properties) {
		this.configured.add(beanName);
		this.addresses.check(beanName, properties);
		// Reports now what is wrong with the framing, not when the first client comes
		this.messagingFactory.messaging(beanName);
		server.setSocketOptions(properties.socketOptions().toArray(SocketOption[]::new));
		server.setGroup(properties.group());
		server.setReclaimStale(properties.reclaimStale());
		server.setCheckDirectory(properties.checkDirectory());
		server.setRepublish(properties.republish());
		if (properties.handover()) {
			set(beanName, "handover", true, (handover) -> server.setHandoverGroup(this.handoverGroup));
		}
		set(beanName, "listen-backlog-size", backlogSize(properties), server::setListenBacklogSize);
		set(beanName, "max-pending-connections", properties.maxPendingConnections(), server::setMaxPendingConnections);
		set(beanName, "max-received-descriptors", properties.maxReceivedDescriptors(),
				server::setMaxReceivedDescriptors);
		server.setLimits(limits(beanName, properties));
		this.customizers.forEach((customizer) -> customizer.customize(beanName, server));
	}

	private static int backlogSize(LocalServerProperties properties) {
		Integer size = properties.listenBacklogSize();
		return (size != null) ? size : SystemBacklog.size();
	}

	private static ConnectionLimits limits(String beanName, LocalServerProperties properties) {
		ConnectionLimits limits = ConnectionLimits.NONE;
		limits = get(beanName, "max-connections", properties.maxConnections(), limits::withMaxConnections);
		limits = userLimits(beanName, properties, limits);
		limits = get(beanName, "idle-timeout", properties.idleTimeout(), limits::withIdleTimeout);
		limits = get(beanName, "write-timeout", properties.writeTimeout(), limits::withWriteTimeout);
		limits = get(beanName, "frame-timeout", properties.frameTimeout(), limits::withFrameTimeout);
		limits = get(beanName, "read-buffer-size", properties.readBufferSize().toBytes(), limits::withReadBufferSize);
		return get(beanName, "write-buffer-size", properties.writeBufferSize().toBytes(), limits::withWriteBufferSize);
	}

	/** By default nobody can use up the connections of the others. */
	private static ConnectionLimits userLimits(String beanName, LocalServerProperties properties,
			ConnectionLimits limits) {
		Integer reserved = properties.reservedConnections();
		ConnectionLimits reserving = get(beanName, "reserved-connections",
				(reserved != null) ? reserved : limits.maxConnections() / 64, limits::withReservedConnections);
		Integer max = properties.maxConnectionsPerUser();
		return (max != null) ? get(beanName, "max-connections-per-user", max, reserving::withMaxConnectionsPerUser)
				: reserving.withMaxConnectionsPerOtherUser((limits.maxConnections() + 1) / 2);
	}

	private static <T> void set(String beanName, String key, T value, Consumer<T> setter) {
		get(beanName, key, value, (accepted) -> {
			setter.accept(accepted);
			return accepted;
		});
	}

	private static <T, R> R get(String beanName, String key, T value, Function<T, R> function) {
		try {
			return function.apply(value);
		}
		catch (IllegalArgumentException | UnsupportedOperationException ex) {
			throw InvalidProperty.ofServer(beanName, key, value, ex.getMessage() + ".");
		}
	}

	/**
	 * Tells where servers listen. A server that the application has made itself is
	 * configured now if there are properties of its name.
	 * @param beanFactory has the beans
	 * @return the registrations
	 * @throws BeanNameTakenException if a bean of another type has the name of a server
	 */
	List<LocalServerRegistration> registrations(ListableBeanFactory beanFactory) {
		for (String name : this.properties.names()) {
			if (this.properties.declares(name) && beanFactory.containsBean(name)
					&& !beanFactory.isTypeMatch(name, LocalServer.class)) {
				throw BeanNameTakenException.ofServer(name,
						ClassUtils.getQualifiedName(beanFactory.getBean(name).getClass()));
			}
		}
		List<LocalServerRegistration> registrations = new ArrayList<>();
		beanFactory.getBeansOfType(LocalServer.class, false, true)
			.forEach((name, server) -> registrations.add(registration(name, server)));
		return registrations;
	}

	private LocalServerRegistration registration(String beanName, LocalServer server) {
		LocalServerProperties properties = this.properties.server(beanName);
		if (this.properties.declares(beanName) && this.configured.add(beanName)) {
			configure(beanName, server, properties);
		}
		return LocalServerRegistration.of(beanName, server, this.addresses.name(beanName, server))
			.withSocketDescriptor(this.addresses.socketDescriptor(beanName))
			.withAutoStartup(properties.autoStartup());
	}

}

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

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.localsocket.LocalServer;
import dev.localsocket.event.LocalServerEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;

/**
 * The servers of an application context by the names of their beans. Immutable and
 * thread-safe.
 *
 * @since 0.1.0
 */
public final class LocalServerRegistry {

	private final Map<String, LocalServerRegistration> registrations = new LinkedHashMap<>();

	/**
	 * Creates a registry.
	 * @param registrations the servers, in the order in which they start
	 */
	public LocalServerRegistry(Collection<LocalServerRegistration> registrations) {
		registrations.forEach((registration) -> this.registrations.put(registration.beanName(), registration));
	}

	/**
	 * Returns all servers.
	 * @return the servers, in the order in which they start
	 */
	public Collection<LocalServerRegistration> all() {
		return Collections.unmodifiableCollection(this.registrations.values());
	}

	/**
	 * Returns one server.
	 * @param beanName the name of its bean
	 * @return the server, or null if there is none of that name
	 */
	public @Nullable LocalServerRegistration find(String beanName) {
		return this.registrations.get(beanName);
	}

	/**
	 * Tells whether an event comes from one of these servers. Those of child contexts
	 * reach listeners too, and their servers can have the same names.
	 * @param event the event
	 * @return whether it does
	 */
	public boolean isSourceOf(LocalServerEvent event) {
		LocalServerRegistration registration = find(event.getBeanName());
		return registration != null && event.getServer() == targetOf(registration.server());
	}

	/** The server behind a proxy, or the server itself. */
	private static Object targetOf(LocalServer server) {
		Object target = AopProxyUtils.getSingletonTarget(server);
		return (target != null) ? target : server;
	}

}

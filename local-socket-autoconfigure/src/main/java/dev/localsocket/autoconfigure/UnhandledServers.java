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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.localsocket.LocalServer;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.context.internal.ConnectionOwners;
import dev.localsocket.event.ServerListeningEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationListener;

/**
 * Warns once of each server that listens while no method handles its connections: its
 * clients would wait, and nothing else would tell. Subclasses of {@link LocalServer} may
 * handle them by themselves, so they are passed over.
 */
final class UnhandledServers implements ApplicationListener<ServerListeningEvent> {

	private static final Log logger = LogFactory.getLog(UnhandledServers.class);

	private final LocalServerRegistry servers;

	private final ConnectionOwners owners;

	private final Set<String> seen = ConcurrentHashMap.newKeySet();

	/**
	 * Creates a listener.
	 * @param servers the servers; others, of child contexts, are passed over too
	 * @param owners own their connections
	 */
	UnhandledServers(LocalServerRegistry servers, ConnectionOwners owners) {
		this.servers = servers;
		this.owners = owners;
	}

	@Override
	public void onApplicationEvent(ServerListeningEvent event) {
		String server = event.getBeanName();
		if (this.owners.ownerOf(server) == null && event.getServer().getClass() == LocalServer.class
				&& this.servers.isSourceOf(event) && this.seen.add(server)) {
			logger.warn(("No method handles the connections of the local server '%s', so its clients wait. "
					+ "Annotate one with @LocalSocketListener(\"%s\") that takes a payload or a LocalSocket; if there is one, "
					+ "see whether its class is scanned, and whether the declared type of its bean has the method. "
					+ "(An application that calls nextPendingConnection() can ignore this.)")
				.formatted(server, server));
		}
	}

}

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

package dev.localsocket.event.internal;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.error.SocketError;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The connections that did not come to their end when a server stopped, because the peer
 * read nothing or the grace period was over. They are logged once, together. Thread-safe.
 */
final class CutOffConnections {

	private static final Log logger = LogFactory.getLog(CutOffConnections.class);

	private static final int MAX_NAMED = 3;

	private final Set<LocalSocket> sockets = Collections.newSetFromMap(new ConcurrentHashMap<>());

	/**
	 * Adds a connection when its peer turns out to read nothing.
	 * @param socket the connection
	 */
	void watch(LocalSocket socket) {
		socket.addListener(new LocalSocketCallbacks() {

			@Override
			public void errorOccurred(LocalSocket failed, SocketError error, String text) {
				if (error == SocketError.TIMEOUT) {
					add(failed);
				}
			}

		});
	}

	void add(LocalSocket socket) {
		this.sockets.add(socket);
	}

	/**
	 * Logs the connections, if there are any.
	 * @param beanName the name of the server's bean
	 */
	void log(String beanName) {
		if (!this.sockets.isEmpty()) {
			logger.warn("%d connections of the local server '%s' were cut off at its stop, among them: %s"
				.formatted(this.sockets.size(), beanName, this.sockets.stream().limit(MAX_NAMED).toList()));
		}
	}

}

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

package dev.localsocket.web.client.internal;

import dev.localsocket.LocalSocket;
import dev.localsocket.client.LocalSocketClientException;
import dev.localsocket.client.LocalSocketClientSettings;
import dev.localsocket.client.ServerConnector;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to the server of a client, for libraries that expect failures of
 * input and output. Thread-safe.
 *
 * @param settings where the server is
 */
public record ServerConnections(LocalSocketClientSettings settings) {

	/**
	 * Connects, and checks who listens. Blocks.
	 * @return the connection
	 * @throws LocalSocketException if the server cannot be reached or is not trusted
	 */
	LocalSocket connect() throws LocalSocketException {
		try {
			return new ServerConnector(this.settings).connect();
		}
		catch (LocalSocketClientException ex) {
			throw new LocalSocketException(ex.error(), String.valueOf(ex.getMessage()), ex);
		}
	}

	/**
	 * Refuses a scheme that servers on local sockets do not speak.
	 * @param scheme the scheme of a URI, or null
	 * @throws LocalSocketException if it is not plain HTTP
	 */
	void check(@Nullable String scheme) throws LocalSocketException {
		if (!"http".equalsIgnoreCase(scheme) && !"ws".equalsIgnoreCase(scheme)) {
			throw new LocalSocketException(SocketError.UNSUPPORTED_OPERATION,
					"The server '%s' listens on a local socket, which needs no encryption: use 'http' instead of '%s' in the URL"
						.formatted(this, scheme));
		}
	}

	/** Says that the server is silent. */
	String silence() {
		return ("The server '%s' has sent nothing for %d ms: if it may take longer, set "
				+ "'local-socket.clients.NAME.request-timeout'")
			.formatted(this, this.settings.requestTimeout().toMillis());
	}

	/** Says that all connections are in use. */
	String exhaustion() {
		return ("All %d connections to the server '%s' have been in use for %d ms: close the responses that are streams, "
				+ "or set 'local-socket.clients.NAME.max-connections'")
			.formatted(this.settings.maxConnections(), this, this.settings.requestTimeout().toMillis());
	}

	@Override
	public String toString() {
		return this.settings.serverName();
	}

}

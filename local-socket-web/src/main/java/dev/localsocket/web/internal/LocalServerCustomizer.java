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

package dev.localsocket.web.internal;

import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.autoconfigure.diagnostics.InvalidKeysException;

import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Lets a web server serve the connections of a local server, beside those of its TCP port
 * or in place of them. Comes after the customizers that configure all that a server has.
 *
 * @param <F> the type of the factory
 */
public abstract class LocalServerCustomizer<F extends AbstractConfigurableWebServerFactory>
		implements WebServerFactoryCustomizer<F>, Ordered {

	private final HttpConnections connections;

	private final boolean tcp;

	/**
	 * Creates a customizer.
	 * @param connections the connections
	 * @param tcp whether the TCP port stays
	 */
	protected LocalServerCustomizer(HttpConnections connections, boolean tcp) {
		this.connections = connections;
		this.tcp = tcp;
	}

	@Override
	public final int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public final void customize(F factory) {
		this.connections.claim();
		if (!this.tcp) {
			checkPlain(factory);
		}
		serve(factory);
	}

	/** Nobody is to take a socket without TLS for one with it. */
	private static void checkPlain(AbstractConfigurableWebServerFactory factory) {
		if (Ssl.isEnabled(factory.getSsl())) {
			throw new InvalidKeysException(
					"'server.ssl' asks for TLS, but with '%s.tcp=false' there is only a local socket, which has none"
						.formatted(ConfigurationKeys.WEB),
					"Remove the keys of 'server.ssl': the kernel says who the peer is, and nothing leaves the machine. "
							+ "Or remove '%s.tcp'.".formatted(ConfigurationKeys.WEB));
		}
	}

	/**
	 * Adds what serves the connections, or puts it in place of the TCP port.
	 * @param factory makes the web server
	 */
	protected abstract void serve(F factory);

	/**
	 * Returns the connections.
	 * @return the connections
	 */
	protected final HttpConnections connections() {
		return this.connections;
	}

	/**
	 * Tells whether the TCP port stays.
	 * @return whether it does
	 */
	protected final boolean keepsPort() {
		return this.tcp;
	}

}

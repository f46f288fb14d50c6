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

package dev.localsocket.web.internal.jetty;

import java.util.ArrayList;
import java.util.List;

import dev.localsocket.web.internal.HttpConnections;
import dev.localsocket.web.internal.LocalServerCustomizer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;

import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.boot.jetty.JettyWebServerFactory;

/**
 * Gives Jetty a connector for the connections of a local server, beside that of its TCP
 * port or in place of it. It is there before those that configure all connectors.
 */
public final class LocalJettyCustomizer extends LocalServerCustomizer<JettyWebServerFactory> {

	/**
	 * Creates a customizer.
	 * @param connections the connections
	 * @param tcp whether the TCP port stays
	 */
	public LocalJettyCustomizer(HttpConnections connections, boolean tcp) {
		super(connections, tcp);
	}

	@Override
	protected void serve(JettyWebServerFactory factory) {
		List<JettyServerCustomizer> customizers = new ArrayList<>(factory.getServerCustomizers());
		customizers.add(0, this::addConnector);
		factory.setServerCustomizers(customizers);
	}

	private void addConnector(Server server) {
		List<Connector> connectors = new ArrayList<>();
		if (keepsPort()) {
			connectors.addAll(List.of(server.getConnectors()));
		}
		connectors.add(new LocalSocketConnector(server, connections(), configuration()));
		server.setConnectors(connectors.toArray(Connector[]::new));
	}

	private static HttpConfiguration configuration() {
		HttpConfiguration configuration = new HttpConfiguration();
		configuration.setSendServerVersion(false);
		configuration.addCustomizer(new PeerCustomizer());
		return configuration;
	}

}

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

package dev.localsocket.web.internal.tomcat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.web.internal.HttpConnections;
import dev.localsocket.web.internal.LocalServerCustomizer;
import dev.localsocket.web.internal.PeerAddress;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.coyote.ProtocolHandler;
import org.apache.coyote.http2.Http2Protocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.tomcat.CompressionConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.util.LambdaSafe;
import org.springframework.util.StringUtils;

/**
 * Gives Tomcat a connector for the connections of a local server, beside that of its TCP
 * port or in place of it, configured in the same way.
 */
public final class LocalTomcatCustomizer extends LocalServerCustomizer<TomcatWebServerFactory> {

	/**
	 * Creates a customizer.
	 * @param connections the connections
	 * @param tcp whether the TCP port stays
	 */
	public LocalTomcatCustomizer(HttpConnections connections, boolean tcp) {
		super(connections, tcp);
	}

	@Override
	protected void serve(TomcatWebServerFactory factory) {
		addValve(factory);
		if (keepsPort()) {
			factory.addAdditionalConnectors(connector(factory));
		}
		else {
			factory.setProtocol(LocalSocketHttp11Protocol.class.getName());
			factory.addConnectorCustomizers(this::connect);
		}
	}

	private void addValve(TomcatWebServerFactory factory) {
		List<Valve> valves = new ArrayList<>(factory.getEngineValves());
		valves.forEach(this::trustProxies);
		valves.add(0, new PeerValve());
		factory.setEngineValves(valves);
	}

	/** It asks for the address of a proxy, which is one that stands for a user here. */
	private void trustProxies(Valve valve) {
		Set<Long> uids = connections().policy().trustedProxies();
		if (valve instanceof RemoteIpValve remoteIp && !uids.isEmpty()) {
			remoteIp.setInternalProxies(withUsers(remoteIp.getInternalProxies(), uids));
		}
	}

	/** Tomcat takes either a regular expression, or ranges, of which each has a slash. */
	private static String withUsers(@Nullable String proxies, Set<Long> uids) {
		boolean ranges = proxies != null && proxies.contains("/");
		Stream<String> users = uids.stream()
			.map((uid) -> PeerAddress.of(new PeerCredentials(-1, uid, -1)).text())
			.map((address) -> ranges ? address + "/128" : Pattern.quote(address));
		return Stream.concat(Stream.ofNullable(proxies).filter(StringUtils::hasText), users)
			.collect(Collectors.joining(ranges ? "," : "|"));
	}

	/** As the factory does with that of the TCP port, but for the port and TLS. */
	private Connector connector(TomcatWebServerFactory factory) {
		Connector connector = new Connector(new LocalSocketHttp11Protocol());
		connector.setThrowOnFailure(true);
		if (StringUtils.hasText(factory.getServerHeader())) {
			connector.setProperty("server", factory.getServerHeader());
		}
		customizeProtocol(factory, connector.getProtocolHandler());
		if (factory.getUriEncoding() != null) {
			connector.setURIEncoding(factory.getUriEncoding().name());
		}
		if (factory.getHttp2() != null && factory.getHttp2().isEnabled()) {
			connector.addUpgradeProtocol(new Http2Protocol());
		}
		new CompressionConnectorCustomizer(factory.getCompression()).customize(connector);
		factory.getConnectorCustomizers().forEach((customizer) -> customizer.customize(connector));
		connect(connector);
		return connector;
	}

	@SuppressWarnings("unchecked")
	private static void customizeProtocol(TomcatWebServerFactory factory, ProtocolHandler protocol) {
		LambdaSafe.callbacks(TomcatProtocolHandlerCustomizer.class, factory.getProtocolHandlerCustomizers(), protocol)
			.invoke((customizer) -> customizer.customize(protocol));
	}

	/**
	 * Until it is used, what is logged as its scheme says where it is, since it has no
	 * port.
	 */
	private void connect(Connector connector) {
		if (connector.getProtocolHandler() instanceof LocalSocketHttp11Protocol protocol) {
			connector.setPort(-1);
			String scheme = connector.getScheme();
			connector.setScheme("%s on the local server '%s'".formatted(scheme, connections().serverName()));
			protocol.setConnections(connections(), () -> connector.setScheme(scheme));
		}
	}

}

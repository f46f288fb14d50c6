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

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.localsocket.web.internal.HttpConnection;
import dev.localsocket.web.internal.HttpConnections;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * The connections that Jetty serves. It opens nothing and accepts nothing: the local
 * server does. At the stop the input of each connection ends, and what was read before is
 * answered.
 */
final class LocalSocketConnector extends AbstractConnector implements NetworkConnector {

	private final HttpConnections connections;

	private volatile boolean used;

	LocalSocketConnector(Server server, HttpConnections connections, HttpConfiguration configuration) {
		super(server, null, null, null, 0, new HttpConnectionFactory(configuration));
		this.connections = connections;
		setName(connections.serverName());
	}

	@Override
	protected void doStart() throws Exception {
		super.doStart();
		this.connections.start(this::accept);
	}

	@Override
	protected void doStop() throws Exception {
		this.connections.finish();
		getConnectedEndPoints().forEach(EndPoint::close);
		super.doStop();
	}

	private void accept(HttpConnection accepted) {
		this.used = true;
		LocalSocketEndPoint endPoint = new LocalSocketEndPoint(accepted, this);
		endPoint.setIdleTimeout(getIdleTimeout());
		endPoint.onOpen();
		onEndPointOpened(endPoint);
		Connection connection = getDefaultConnectionFactory().newConnection(this, endPoint);
		endPoint.setConnection(connection);
		endPoint.begin();
		connection.onOpen();
		if (!isRunning()) {
			endPoint.close();
		}
	}

	@Override
	protected void onEndPointClosed(EndPoint endPoint) {
		super.onEndPointClosed(endPoint);
	}

	/**
	 * Not what other connectors do, which drop all but the first of the requests that
	 * were read together.
	 */
	@Override
	public CompletableFuture<Void> shutdown() {
		this.connections.finish();
		return CompletableFuture.completedFuture(null);
	}

	/** Until it is used, they also say where it is, since it has no port. */
	@Override
	public List<String> getProtocols() {
		List<String> protocols = super.getProtocols();
		return this.used ? protocols
				: protocols.stream()
					.map((protocol) -> "%s on the local server '%s'".formatted(protocol, this.connections.serverName()))
					.toList();
	}

	@Override
	protected void accept(int acceptor) {
		throw new UnsupportedOperationException("The local server accepts connections");
	}

	@Override
	public Object getTransport() {
		return this.connections;
	}

	@Override
	public void open() {
		// The local server opens its socket
	}

	@Override
	public void close() {
		// The local server closes its socket
	}

	@Override
	public boolean isOpen() {
		return isRunning();
	}

	@Override
	public @Nullable String getHost() {
		return null;
	}

	@Override
	public int getPort() {
		return -1;
	}

	@Override
	public int getLocalPort() {
		return -1;
	}

}

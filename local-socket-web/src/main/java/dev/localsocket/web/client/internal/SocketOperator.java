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

import java.io.IOException;
import java.net.InetSocketAddress;

import dev.localsocket.LocalSocket;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Connects HttpComponents to one server, whatever the host in the URL.
 *
 * @param server the server
 */
record SocketOperator(ServerConnections server) implements HttpClientConnectionOperator {

	@Override
	public void connect(ManagedHttpClientConnection connection, HttpHost host, @Nullable InetSocketAddress localAddress,
			@Nullable TimeValue connectTimeout, SocketConfig socketConfig, HttpContext context) throws IOException {
		this.server.check(host.getSchemeName());
		LocalSocket socket = this.server.connect();
		try {
			connection.bind(new ConnectedSocket(socket, this.server));
		}
		catch (IOException | RuntimeException ex) {
			socket.abort();
			throw ex;
		}
	}

	@Override
	public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context) throws IOException {
		this.server.check("https");
	}

}

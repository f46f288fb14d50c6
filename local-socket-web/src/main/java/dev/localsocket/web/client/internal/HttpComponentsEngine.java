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

import java.time.Duration;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;

/**
 * HttpComponents, with connections to one server.
 */
public final class HttpComponentsEngine implements AutoCloseable {

	private final CloseableHttpClient client;

	/**
	 * Creates an engine, without connecting.
	 * @param server the server
	 */
	public HttpComponentsEngine(ServerConnections server) {
		Timeout timeout = timeout(server.settings().requestTimeout());
		this.client = HttpClients.custom()
			.setConnectionManager(connections(server, timeout))
			.setDefaultRequestConfig(RequestConfig.custom().setConnectionRequestTimeout(timeout).build())
			.setRedirectStrategy(new SameHostRedirects())
			.setRetryStrategy(new Retries())
			.disableCookieManagement()
			.build();
	}

	private static Timeout timeout(Duration duration) {
		return Timeout.ofMilliseconds(Math.max(1, duration.toMillis()));
	}

	private static HttpClientConnectionManager connections(ServerConnections server, Timeout timeout) {
		int max = server.settings().maxConnections();
		return new Connections(server).setMaxConnTotal(max)
			.setMaxConnPerRoute(max)
			.setDefaultConnectionConfig(ConnectionConfig.custom()
				.setSocketTimeout(timeout)
				// It costs nothing to see whether the server has closed one
				.setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
				.build())
			.build();
	}

	/**
	 * Returns what a {@code RestClient} is to use.
	 * @return the factory of requests, which leaves the connections open when it is
	 * destroyed
	 */
	public ClientHttpRequestFactory requestFactory() {
		return new HttpComponentsClientHttpRequestFactory(this.client) {

			@Override
			public void destroy() {
				// The connections are those of the engine
			}

		};
	}

	@Override
	public void close() {
		this.client.close(CloseMode.GRACEFUL);
	}

	/** Makes the connections. */
	private static final class Connections extends PoolingHttpClientConnectionManagerBuilder {

		private final ServerConnections server;

		Connections(ServerConnections server) {
			this.server = server;
		}

		@Override
		protected HttpClientConnectionOperator createConnectionOperator(SchemePortResolver portResolver,
				DnsResolver dnsResolver, TlsSocketStrategy tlsStrategy) {
			return new SocketOperator(this.server);
		}

	}

}

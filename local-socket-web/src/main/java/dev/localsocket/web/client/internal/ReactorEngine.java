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

import java.net.URI;
import java.time.Duration;
import java.util.Set;

import dev.localsocket.web.netty.internal.ChannelLoops;
import dev.localsocket.web.netty.internal.ClientChannel;
import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.resolver.NoopAddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Reactor Netty, with connections to one server.
 */
public final class ReactorEngine implements AutoCloseable {

	private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final ServerConnections server;

	private final ConnectionProvider connections;

	private final HttpClient client;

	/**
	 * Creates an engine, without connecting.
	 * @param server the server
	 */
	public ReactorEngine(ServerConnections server) {
		this.server = server;
		this.connections = ConnectionProvider.builder("local-socket")
			.maxConnections(server.settings().maxConnections())
			.pendingAcquireMaxCount(-1)
			.pendingAcquireTimeout(server.settings().requestTimeout())
			.build();
		this.client = HttpClient.create(this.connections)
			.runOn(new ChannelLoops(HttpResources.get(), this::channel))
			.resolver(NoopAddressResolverGroup.INSTANCE)
			.doOnChannelInit((observer, channel, address) -> channel.pipeline()
				.addAfter(NettyPipeline.HttpCodec, VersionHandler.NAME, VersionHandler.INSTANCE))
			.responseTimeout(server.settings().requestTimeout())
			.compress(true)
			.followRedirect(ReactorEngine::isSameHost);
	}

	private Channel channel() {
		return new ClientChannel(new DomainSocketAddress(this.server.toString()), this.server::connect,
				(task) -> Schedulers.boundedElastic().schedule(task));
	}

	/** Another host is not the server. */
	private static boolean isSameHost(HttpClientRequest request, HttpClientResponse response) {
		String location = response.responseHeaders().get(HttpHeaderNames.LOCATION);
		return REDIRECTS.contains(response.status().code()) && location != null
				&& isSameHost(request.resourceUrl(), location);
	}

	private static boolean isSameHost(@Nullable String request, String location) {
		try {
			URI from = URI.create(String.valueOf(request));
			URI to = from.resolve(location);
			return "http".equalsIgnoreCase(to.getScheme())
					&& String.valueOf(from.getHost()).equalsIgnoreCase(to.getHost()) && from.getPort() == to.getPort();
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * Returns Reactor Netty's own client, for WebSocket for example.
	 * @return the client
	 */
	public HttpClient client() {
		return this.client;
	}

	/**
	 * Returns what a {@code WebClient} is to use.
	 * @return the connector
	 */
	public ClientHttpConnector connector() {
		return new ServerHttpConnector(this.client, this.server);
	}

	@Override
	public void close() {
		this.connections.disposeLater().block(CLOSE_TIMEOUT);
	}

}

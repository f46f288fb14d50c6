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

package dev.localsocket.web.netty.internal;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.autoconfigure.diagnostics.InvalidKeysException;
import dev.localsocket.web.internal.HttpConnection;
import dev.localsocket.web.internal.HttpConnections;
import dev.localsocket.web.internal.LocalServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.Http2;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Lets Reactor Netty serve the connections of a local server, beside those of its TCP
 * port or in place of them: they are registered, shut down and counted as those are.
 */
public final class LocalNettyCustomizer extends LocalServerCustomizer<NettyReactiveWebServerFactory> {

	private final Supplier<ReactorResourceFactory> resources;

	/**
	 * Creates a customizer.
	 * @param connections the connections
	 * @param tcp whether the TCP port stays
	 * @param resources has the event loops
	 */
	public LocalNettyCustomizer(HttpConnections connections, boolean tcp, Supplier<ReactorResourceFactory> resources) {
		super(connections, tcp);
		this.resources = resources;
	}

	@Override
	protected void serve(NettyReactiveWebServerFactory factory) {
		checkProtocol(factory.getHttp2());
		if (!keepsPort()) {
			factory.setResourceFactory(new Resources(this.resources));
			factory.addServerCustomizers((server) -> server.bindAddress(this::address));
		}
		factory.addServerCustomizers(this::serveConnections);
	}

	/** Its streams are channels of their own, of which the peer is not known. */
	private static void checkProtocol(@Nullable Http2 http2) {
		if (http2 != null && http2.isEnabled()) {
			throw new InvalidKeysException(
					"'server.http2.enabled' is set, but Reactor Netty serves HTTP/1.1 only where there is a local socket",
					"Remove that key, or use Tomcat or Jetty, or remove the keys of '%s'."
						.formatted(ConfigurationKeys.WEB));
		}
	}

	/** It is logged after "Netty started on path". */
	private DomainSocketAddress address() {
		return new DomainSocketAddress("of the local server '%s'".formatted(connections().serverName()));
	}

	private HttpServer serveConnections(HttpServer server) {
		AtomicReference<@Nullable ChannelGroup> closedAtStop = new AtomicReference<>();
		return server.doOnBind((configuration) -> closedAtStop.set(configuration.channelGroup()))
			.doOnChannelInit((observer, channel, address) -> initialize(channel))
			.childObserve((connection, state) -> keepOpen(connection.channel(), state, closedAtStop.get()))
			.doOnBound((bound) -> start(bound.channel()));
	}

	/**
	 * At the stop Reactor Netty would close a channel between two requests, or when the
	 * request that is being handled was answered, whatever has been read since.
	 */
	private static void keepOpen(Channel channel, ConnectionObserver.State state, @Nullable ChannelGroup closedAtStop) {
		if (state == ConnectionObserver.State.CONNECTED && closedAtStop != null && channel instanceof AcceptedChannel) {
			closedAtStop.remove(channel);
		}
	}

	private static void initialize(Channel channel) {
		if (channel instanceof AcceptedChannel accepted) {
			ChannelPipeline pipeline = channel.pipeline();
			if (pipeline.get(SslHandler.class) != null) {
				pipeline.remove(SslHandler.class);
			}
			pipeline.addAfter(NettyPipeline.HttpCodec, Exchanges.NAME, accepted.exchanges());
			if (!accepted.connection().isTrustedProxy()) {
				pipeline.addAfter(NettyPipeline.HttpCodec, ForwardedHeaderFilter.NAME, ForwardedHeaderFilter.INSTANCE);
			}
		}
	}

	private void start(Channel server) {
		server.closeFuture().addListener((future) -> connections().finish());
		connections().start((connection) -> server.eventLoop().execute(() -> accept(server, connection)));
	}

	private static void accept(Channel server, HttpConnection connection) {
		if (!server.isOpen()) {
			connection.socket().abort();
			connection.release();
			return;
		}
		server.pipeline().fireChannelRead(new AcceptedChannel(server, connection));
		server.pipeline().fireChannelReadComplete();
	}

	/** With servers that listen nowhere by themselves. */
	private static final class Resources extends ReactorResourceFactory {

		private final Supplier<ReactorResourceFactory> resources;

		Resources(Supplier<ReactorResourceFactory> resources) {
			this.resources = resources;
		}

		@Override
		public LoopResources getLoopResources() {
			return new ChannelLoops(this.resources.get().getLoopResources(), AcceptingChannel::new);
		}

	}

}

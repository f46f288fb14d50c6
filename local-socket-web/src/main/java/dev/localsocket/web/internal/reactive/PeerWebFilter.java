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

package dev.localsocket.web.internal.reactive;

import java.security.Principal;
import java.util.Map;

import dev.localsocket.web.LocalSocketRequestAttributes;
import dev.localsocket.web.internal.HttpConnection;
import dev.localsocket.web.netty.internal.AcceptedChannel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;

import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Tells each exchange who its peer is, before anything else sees it.
 */
public final class PeerWebFilter implements WebFilter, Ordered {

	private final PeerContext context;

	/**
	 * Creates a filter.
	 * @param context tells others of principals
	 */
	public PeerWebFilter(PeerContext context) {
		this.context = context;
	}

	/** After the observations of requests. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE + 10;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HttpConnection connection = connection(exchange.getRequest());
		if (connection == null) {
			return chain.filter(exchange);
		}
		describe(connection, exchange.getAttributes());
		return principal(connection)
			.flatMap((principal) -> chain.filter(exchange.mutate().principal(Mono.just(principal)).build())
				.contextWrite((values) -> this.context.write(principal, values)));
	}

	private static @Nullable HttpConnection connection(ServerHttpRequest request) {
		Object nativeRequest = ServerHttpRequestDecorator.getNativeRequest(request);
		return (nativeRequest instanceof Connection connection
				&& connection.channel() instanceof AcceptedChannel accepted) ? accepted.connection() : null;
	}

	private static void describe(HttpConnection connection, Map<String, Object> attributes) {
		attributes.put(LocalSocketRequestAttributes.PEER, connection.peer());
		attributes.put(LocalSocketRequestAttributes.SERVER, connection.serverName());
		attributes.put(LocalSocketRequestAttributes.CONNECTION_ID, connection.socket().id());
	}

	/** To make one may block; it is made once for a connection. */
	private static Mono<Principal> principal(HttpConnection connection) {
		Principal made = connection.principalIfMade();
		return (made != null) ? Mono.just(made)
				: Mono.fromCallable(connection::principal).subscribeOn(Schedulers.boundedElastic());
	}

}

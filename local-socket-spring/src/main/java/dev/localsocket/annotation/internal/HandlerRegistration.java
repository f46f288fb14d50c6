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

package dev.localsocket.annotation.internal;

import java.util.HashMap;
import java.util.Map;

import dev.localsocket.annotation.LocalSocketListenerException;
import dev.localsocket.annotation.internal.ListenerMethod.Kind;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.context.internal.ConnectionOwners;
import dev.localsocket.rpc.ServerProtocol;
import dev.localsocket.rpc.internal.CommandCatalog;
import dev.localsocket.rpc.internal.JsonRpcProtocols;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.core.convert.ConversionService;
import org.springframework.format.support.DefaultFormattingConversionService;

/**
 * Makes handlers the owners of the connections of their servers: one handler of each
 * server without a protocol, and all handlers together of one that has a protocol. Not
 * thread-safe.
 */
final class HandlerRegistration {

	private final ApplicationContext context;

	/** By the bean names of their servers. */
	private final Map<String, RoutedServer<?>> routedServers = new HashMap<>();

	/**
	 * Creates a registration.
	 * @param context has the servers
	 */
	HandlerRegistration(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Registers a handler for each of its servers.
	 * @param handler the handler
	 */
	void register(RouteHandler handler) {
		this.context.getBeanProvider(LocalServerRegistry.class)
			.ifAvailable((registry) -> registry.all()
				.stream()
				.map(LocalServerRegistration::beanName)
				.filter(handler.method()::handles)
				.forEach((server) -> register(server, handler)));
	}

	private void register(String server, RouteHandler handler) {
		ServerProtocol protocol = handler.invoker().settings().protocols().apply(server);
		if (protocol == ServerProtocol.NONE) {
			owners().register(server, adapter(handler));
			return;
		}
		RoutedServer<?> routed = this.routedServers.get(server);
		if (routed == null) {
			routed = create(server, protocol);
			routed.add(handler);
			owners().register(server, routed);
			this.routedServers.put(server, routed);
		}
		else {
			routed.add(handler);
		}
	}

	private static HandlerAdapter adapter(RouteHandler handler) {
		return (handler.method().kind() == Kind.CONNECTION_HANDLER)
				? new ConnectionHandlerAdapter(handler.method(), handler.invoker(), handler.condition())
				: new MessageHandlerAdapter(handler.method(), handler.invoker(), handler.condition());
	}

	private RoutedServer<?> create(String server, ServerProtocol protocol) {
		if (protocol == ServerProtocol.JSON_RPC) {
			return jsonRpcServer(server);
		}
		return new CommandServer(server, conversion(), new CommandFailures(new KnownErrors(this.context)),
				catalog(server));
	}

	private @Nullable CommandCatalog catalog(String server) {
		return this.context.getBeanProvider(CommandCatalog.class)
			.stream()
			.filter((catalog) -> catalog.server().equals(server))
			.findFirst()
			.orElse(null);
	}

	private RoutedServer<?> jsonRpcServer(String server) {
		JsonRpcProtocols protocols = this.context.getBeanProvider(JsonRpcProtocols.class).getIfAvailable();
		if (protocols == null) {
			throw new LocalSocketListenerException(
					"The local server '%s' has the protocol 'json-rpc', but Jackson is not on the class path"
						.formatted(server),
					"Add org.springframework.boot:spring-boot-starter-jackson.");
		}
		return new JsonRpcServer(server, protocols.of(server), new JsonRpcFailures(new KnownErrors(this.context)));
	}

	private ConversionService conversion() {
		ConversionService ofFactory = ((ConfigurableBeanFactory) this.context.getAutowireCapableBeanFactory())
			.getConversionService();
		return (ofFactory != null) ? ofFactory : this.context.getBeanProvider(ConversionService.class)
			.getIfUnique(DefaultFormattingConversionService::new);
	}

	private ConnectionOwners owners() {
		return this.context.getBean(ConnectionOwners.class);
	}

}

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.internal.ConnectionClaim;
import dev.localsocket.rpc.ServerProtocol;
import dev.localsocket.rpc.internal.DefaultJsonRpcPeers;
import dev.localsocket.rpc.internal.JsonRpcProtocol;
import dev.localsocket.rpc.internal.JsonRpcSession;
import dev.localsocket.worker.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Calls handlers for the JSON-RPC requests of each connection.
 */
final class JsonRpcServer extends RoutedServer<JsonRpcServer.Methods> {

	private final JsonRpcProtocol protocol;

	private final JsonRpcFailures failures;

	private final Map<RouteHandler, JsonRpcArguments> arguments = new ConcurrentHashMap<>();

	/**
	 * Creates an owner.
	 * @param server the bean name of the server
	 * @param protocol how it speaks
	 * @param failures says what callers are told
	 */
	JsonRpcServer(String server, JsonRpcProtocol protocol, JsonRpcFailures failures) {
		super(server, ServerProtocol.JSON_RPC);
		this.protocol = protocol;
		this.failures = failures;
	}

	@Override
	void prepare(RouteHandler handler) {
		this.arguments.put(handler, new JsonRpcArguments(handler.method(), this.protocol.mapper(),
				handler.invoker().settings().validator()));
	}

	@Override
	void start(NewConnectionEvent event, ConnectionClaim claim, Methods methods, LocalSocketListenerSettings settings) {
		Workers workers = settings.workers().handlers(event.getBeanName());
		JsonRpcConversation conversation = new JsonRpcConversation(methods, event, claim, settings.interceptor(),
				workers, this.failures);
		JsonRpcSession session = new JsonRpcSession(claim.socket(), this.protocol, conversation, workers::execute);
		DefaultJsonRpcPeers.keep(session);
		claim.onAbort(session::cancelAll);
		session.start();
	}

	@Override
	Methods create(List<RouteHandler> handlers) {
		Map<String, Target> routed = new HashMap<>();
		for (RouteHandler handler : handlers) {
			JsonRpcArguments made = this.arguments.get(handler);
			if (made != null) {
				routed.put(handler.method().route(), new Target(handler, made));
			}
		}
		return new Methods(routed, routed.remove(""));
	}

	/**
	 * What a request can call.
	 *
	 * @param handler the handler
	 * @param arguments makes the arguments of the handler
	 */
	record Target(RouteHandler handler, JsonRpcArguments arguments) {

	}

	/**
	 * What a connection can call.
	 *
	 * @param routed by their routes
	 * @param rest handles what has no route, if it is not null
	 */
	record Methods(Map<String, Target> routed, @Nullable Target rest) {

		@Nullable Target find(String name) {
			Target target = this.routed.get(name);
			return (target != null) ? target : this.rest;
		}

	}

}

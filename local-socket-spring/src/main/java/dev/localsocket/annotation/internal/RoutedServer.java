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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.internal.ConnectionClaim;
import dev.localsocket.event.internal.ConnectionOwner;
import dev.localsocket.rpc.ServerProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Owns the connections of a server with several handlers, and calls the one whose route a
 * message has. A connection that no handler wants stays pending. Thread-safe.
 *
 * @param <R> how the handlers of a connection are found by their routes
 */
abstract class RoutedServer<R> implements ConnectionOwner {

	private final String server;

	private final ServerProtocol protocol;

	private final List<RouteHandler> handlers = new CopyOnWriteArrayList<>();

	/** Of the last connection; most connections have the same. */
	private volatile @Nullable Routes<R> last;

	RoutedServer(String server, ServerProtocol protocol) {
		this.server = server;
		this.protocol = protocol;
	}

	/**
	 * Adds a handler, for the connections that follow.
	 * @param handler the handler
	 * @throws dev.localsocket.annotation.LocalSocketListenerException if it does not go
	 * with the protocol, or with those that are there
	 */
	final synchronized void add(RouteHandler handler) {
		List<RouteHandler> all = new CopyOnWriteArrayList<>(this.handlers);
		all.add(handler);
		new RouteRules(this.server, this.protocol).check(all.stream().map(RouteHandler::method).toList());
		prepare(handler);
		this.handlers.add(handler);
	}

	/**
	 * Makes ready to call a handler.
	 * @param handler the handler, which is not called yet
	 */
	abstract void prepare(RouteHandler handler);

	@Override
	public final void own(NewConnectionEvent event, ConnectionClaim claim) {
		List<RouteHandler> wanting = this.handlers.stream()
			.filter((handler) -> handler.condition().matches(event))
			.toList();
		if (wanting.isEmpty()) {
			claim.release();
			return;
		}
		LocalSocketListenerSettings settings = wanting.get(0).invoker().settings();
		settings.interceptor().prepare(new HandlerInvocation(wanting.get(0).method(), this.server, event.getSocket()));
		if (claim.take()) {
			start(event, claim, routes(wanting), settings);
		}
	}

	private R routes(List<RouteHandler> wanting) {
		Routes<R> current = this.last;
		if (current == null || !current.handlers().equals(wanting)) {
			current = new Routes<>(wanting, create(wanting));
			this.last = current;
		}
		return current.routes();
	}

	/**
	 * Makes what finds handlers by their routes.
	 * @param wanting the handlers, all prepared
	 * @return what finds them
	 */
	abstract R create(List<RouteHandler> wanting);

	/**
	 * Begins to handle the messages of a connection, which was taken.
	 * @param event the event of the connection
	 * @param claim the right to it
	 * @param routes finds those that want the connection
	 * @param settings what they work with
	 */
	abstract void start(NewConnectionEvent event, ConnectionClaim claim, R routes,
			LocalSocketListenerSettings settings);

	/** The methods as messages call them. */
	@Override
	public String toString() {
		return this.handlers.stream().map((handler) -> handler.method().toString()).toList().toString();
	}

	/**
	 * What finds some handlers.
	 *
	 * @param <R> how they are found
	 * @param handlers the handlers
	 * @param routes finds them
	 */
	private record Routes<R>(List<RouteHandler> handlers, R routes) {

	}

}

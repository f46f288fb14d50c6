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

package dev.localsocket.health;

import java.io.InterruptedIOException;
import java.util.function.Supplier;

import dev.localsocket.LocalServer;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.error.SocketError;
import dev.localsocket.worker.ServerWorkers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of one server: up while clients reach it, out of service when it was stopped
 * or not started on purpose, and down when it could not listen, its file is gone or is no
 * longer its own, or an event loop does not go on.
 *
 * @since 0.1.0
 */
public class LocalServerHealthIndicator extends AbstractHealthIndicator {

	private final LocalServerRegistration registration;

	private final ServerWorkers workers;

	private final Supplier<@Nullable String> handler;

	/**
	 * Creates an indicator that tells no handler.
	 * @param registration the server
	 * @param workers run its listeners
	 */
	public LocalServerHealthIndicator(LocalServerRegistration registration, ServerWorkers workers) {
		this(registration, workers, () -> null);
	}

	/**
	 * Creates an indicator.
	 * @param registration the server
	 * @param workers run its listeners
	 * @param handler tells who handles its connections, or null where that is not known
	 */
	public LocalServerHealthIndicator(LocalServerRegistration registration, ServerWorkers workers,
			Supplier<@Nullable String> handler) {
		super("The health of the local server '" + registration.beanName() + "' could not be determined");
		this.registration = registration;
		this.workers = workers;
		this.handler = handler;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) throws InterruptedIOException {
		LocalServer server = this.registration.server();
		if (!server.isListening()) {
			notListening(builder, server);
			return;
		}
		builder.up();
		if (!server.isReachable()) {
			builder.down().withDetail("reason", "The socket file has been deleted or replaced by somebody else");
		}
		else if (!server.isResponsive()) {
			builder.down().withDetail("reason", "An event loop is held up or fails, so that nobody is answered");
		}
		addDetails(builder, server);
	}

	private void notListening(Health.Builder builder, LocalServer server) {
		builder.outOfService();
		if (server.isHandedOver()) {
			builder.withDetail("reason", "Another process has taken the server over");
		}
		if (couldNotListen(server)) {
			builder.down();
		}
		addDetails(builder, server);
	}

	/** A server that was stopped may have lost its file before; that is over. */
	private static boolean couldNotListen(LocalServer server) {
		SocketError error = server.serverError();
		return error != SocketError.NO_ERROR && error != SocketError.ENDPOINT_LOST;
	}

	private void addDetails(Health.Builder builder, LocalServer server) {
		builder.withDetail("address", this.registration.address());
		String handledBy = this.handler.get();
		if (handledBy != null) {
			builder.withDetail("handler", handledBy);
		}
		builder.withDetail("pending", server.pendingConnections())
			.withDetail("active", server.activeConnections())
			.withDetail("waiting", this.workers.waiting(this.registration.beanName()))
			.withDetail("errors", server.errorCount());
		String starvation = this.workers.starvation(this.registration.beanName());
		if (starvation != null) {
			builder.withDetail("starvation", starvation);
		}
		if (server.serverError() != SocketError.NO_ERROR) {
			builder.withDetail("lastError", server.errorString());
		}
	}

}

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
package dev.localsocket.actuate;

import dev.localsocket.actuate.LocalSocketsEndpoint.ConnectionDescriptor;
import dev.localsocket.actuate.LocalSocketsEndpoint.ServerDescriptor;
import dev.localsocket.actuate.LocalSocketsEndpoint.ServerDetailsDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Gives the operations of {@link LocalSocketsEndpoint} that change something the status
 * codes that HTTP has for their outcomes, and lets a caller ask for some of the
 * connections.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = LocalSocketsEndpoint.class)
public class LocalSocketsEndpointWebExtension {

	private static final int CONFLICT = 409;

	private final LocalSocketsEndpoint delegate;

	/**
	 * Creates an extension.
	 * @param delegate the endpoint
	 */
	public LocalSocketsEndpointWebExtension(LocalSocketsEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Describes one server and some of its connections.
	 * @param server the name of the server's bean
	 * @param offset how many connections to leave out, the oldest ones; by default none
	 * @param limit how many connections to describe at most; by default all
	 * @return the server, or null if there is none of that name
	 * @throws InvalidEndpointRequestException if a number is negative
	 * @see LocalSocketsEndpoint#server(String)
	 */
	@ReadOperation
	public @Nullable ServerDetailsDescriptor server(@Selector String server, @Nullable Long offset,
			@Nullable Long limit) {
		return this.delegate.server(server, notNegative("offset", offset, 0),
				notNegative("limit", limit, Long.MAX_VALUE));
	}

	private static long notNegative(String name, @Nullable Long value, long defaultValue) {
		if (value != null && value < 0) {
			throw new InvalidEndpointRequestException("The parameter '%s' is negative".formatted(name),
					name + " must not be negative");
		}
		return (value != null) ? value : defaultValue;
	}

	/**
	 * Starts or stops a server.
	 * @param server the name of the server's bean
	 * @param listening whether it is to listen
	 * @return 200 with the server, 404 if there is none of that name, 409 with the server
	 * and its error if it cannot listen, or 503 if the application is starting or
	 * stopping
	 * @see LocalSocketsEndpoint#changeServer
	 */
	@WriteOperation
	public WebEndpointResponse<ServerDescriptor> changeServer(@Selector String server, boolean listening) {
		try {
			ServerDescriptor changed = this.delegate.changeServer(server, listening);
			return (changed != null) ? new WebEndpointResponse<>(changed, status(changed, listening)) : notFound();
		}
		catch (IllegalStateException ex) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
		}
	}

	private static int status(ServerDescriptor changed, boolean listening) {
		return (changed.listening() == listening) ? WebEndpointResponse.STATUS_OK : CONFLICT;
	}

	/**
	 * Closes a connection.
	 * @param server the name of the server's bean
	 * @param connection the id of the connection
	 * @param abort whether to drop what is queued
	 * @return 200 with the connection, or 404 if there is none of that id
	 * @see LocalSocketsEndpoint#closeConnection
	 */
	@DeleteOperation
	public WebEndpointResponse<ConnectionDescriptor> closeConnection(@Selector String server,
			@Selector String connection, @Nullable Boolean abort) {
		ConnectionDescriptor closed = this.delegate.closeConnection(server, connection, abort);
		return (closed != null) ? new WebEndpointResponse<>(closed) : notFound();
	}

	private static <T> WebEndpointResponse<T> notFound() {
		return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}

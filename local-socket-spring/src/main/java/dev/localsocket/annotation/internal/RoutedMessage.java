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

import java.util.concurrent.Callable;

import dev.localsocket.messaging.internal.ConnectionHeaders;
import dev.localsocket.rpc.JsonRpcPeer;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * A message that calls a handler by its route. The arguments of the handler are made of
 * it before it is called. Not thread-safe.
 */
final class RoutedMessage implements Message<Object> {

	private final Object payload;

	private final ConnectionHeaders headers;

	private final @Nullable JsonRpcPeer peer;

	private final Callable<@Nullable Object[]> binding;

	private @Nullable Object[] arguments = {};

	/**
	 * Creates a message.
	 * @param payload what was received
	 * @param headers the headers
	 * @param peer who has sent it, if he can be called
	 * @param binding makes the arguments, one for each parameter of the method, null for
	 * those that are about the connection
	 */
	RoutedMessage(Object payload, ConnectionHeaders headers, @Nullable JsonRpcPeer peer,
			Callable<@Nullable Object[]> binding) {
		this.payload = payload;
		this.headers = headers;
		this.peer = peer;
		this.binding = binding;
	}

	/**
	 * Makes the arguments, on the thread that calls the handler.
	 * @throws Exception if they do not fit the method
	 */
	void bind() throws Exception {
		this.arguments = this.binding.call();
	}

	/**
	 * Returns an argument.
	 * @param index the index of the parameter
	 * @return the argument
	 */
	@Nullable Object argument(int index) {
		return this.arguments[index];
	}

	/** Who has sent it, if he can be called. */
	@Nullable JsonRpcPeer peer() {
		return this.peer;
	}

	@Override
	public Object getPayload() {
		return this.payload;
	}

	@Override
	public ConnectionHeaders getHeaders() {
		return this.headers;
	}

}

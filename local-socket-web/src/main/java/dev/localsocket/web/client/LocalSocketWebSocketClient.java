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

package dev.localsocket.web.client;

import java.net.URI;

import dev.localsocket.web.client.internal.ReactorEngine;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import org.springframework.web.reactive.socket.client.WebSocketClient;

/**
 * A WebSocket client of Reactor Netty that connects to one local server. The scheme of
 * URLs is {@code ws}, and the host is what the server sees. Thread-safe; nothing blocks.
 *
 * @since 0.1.0
 */
public final class LocalSocketWebSocketClient implements WebSocketClient {

	private final WebSocketClient client;

	/**
	 * Creates a client, without connecting.
	 * @param client has the connections, and closes them
	 * @throws IllegalStateException if Reactor Netty is not on the class path, or the
	 * client is closed
	 */
	public LocalSocketWebSocketClient(LocalSocketHttpClient client) {
		this.client = new ReactorNettyWebSocketClient(((ReactorEngine) client.reactor()).client());
	}

	@Override
	public Mono<Void> execute(URI url, WebSocketHandler handler) {
		return this.client.execute(url, handler);
	}

	@Override
	public Mono<Void> execute(URI url, HttpHeaders headers, WebSocketHandler handler) {
		return this.client.execute(url, headers, handler);
	}

}

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
import java.util.function.Function;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import io.netty.handler.timeout.ReadTimeoutException;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * Sends requests to one server, and says what to do when that fails.
 */
final class ServerHttpConnector implements ClientHttpConnector {

	private final ReactorClientHttpConnector connector;

	private final ServerConnections server;

	ServerHttpConnector(HttpClient client, ServerConnections server) {
		this.connector = new ReactorClientHttpConnector(client);
		this.server = server;
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		try {
			this.server.check(uri.getScheme());
		}
		catch (LocalSocketException ex) {
			return Mono.error(ex);
		}
		return this.connector.connect(method, uri, requestCallback)
			.onErrorMap(ReadTimeoutException.class, (ex) -> timeout(this.server.silence(), ex))
			.onErrorMap(ServerHttpConnector::isExhaustion, (ex) -> timeout(this.server.exhaustion(), ex));
	}

	/** The type is hidden in Reactor Netty. */
	private static boolean isExhaustion(Throwable failure) {
		return failure.getClass().getSimpleName().equals("PoolAcquireTimeoutException");
	}

	private static LocalSocketException timeout(String text, Throwable cause) {
		return new LocalSocketException(SocketError.TIMEOUT, text, cause);
	}

}

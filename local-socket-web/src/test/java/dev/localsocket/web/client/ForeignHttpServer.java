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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.Unpooled;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.QueryStringDecoder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * An HTTP server on a Unix socket that has nothing of this project in it.
 */
public final class ForeignHttpServer implements AutoCloseable {

	private static final int CHUNK = 64 * 1024;

	private final Set<Connection> open = ConcurrentHashMap.newKeySet();

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger held = new AtomicInteger();

	private final AtomicLong produced = new AtomicLong();

	private volatile long producedWhenStill;

	private final Sinks.Empty<Void> released = Sinks.empty();

	private final DisposableServer server;

	public ForeignHttpServer(Path path) {
		this.server = HttpServer.create()
			.bindAddress(() -> new DomainSocketAddress(path.toFile()))
			.childObserve((connection, state) -> {
				if (state == ConnectionObserver.State.CONNECTED) {
					connected(connection);
				}
			})
			.route(this::routes)
			.bindNow();
	}

	private void connected(Connection connection) {
		this.connections.incrementAndGet();
		this.open.add(connection);
		connection.channel().closeFuture().addListener((future) -> this.open.remove(connection));
	}

	private void routes(HttpServerRoutes routes) {
		routes.get("/host", (request, response) -> response.sendString(Mono.just(host(request))))
			.get("/silent", (request, response) -> Mono.never())
			.get("/hold", (request, response) -> {
				this.held.incrementAndGet();
				return response.sendString(this.released.asMono().then(Mono.just("held")));
			})
			.get("/redirect",
					(request, response) -> response.status(302)
						.header("Location", parameter(request, "to"))
						.sendString(Mono.just("moved")))
			.get("/bytes", (request,
					response) -> response.send(Flux.range(0, Integer.parseInt(parameter(request, "count")) / CHUNK)
						.doOnNext((index) -> this.produced.incrementAndGet())
						.map((index) -> Unpooled.wrappedBuffer(new byte[CHUNK])), (buffer) -> true))
			.post("/count",
					(request,
							response) -> response.sendString(request.receive()
								.map((buffer) -> (long) buffer.readableBytes())
								.reduce(0L, Long::sum)
								.map(String::valueOf)))
			.get("/ticks", (request, response) -> response.sse()
				.send(Flux.interval(Duration.ofMillis(1))
					.onBackpressureDrop()
					.map((tick) -> Unpooled.copiedBuffer("data: %d\n\n".formatted(tick), StandardCharsets.UTF_8)),
						(event) -> true))
			.ws("/echo", (inbound, outbound) -> outbound.sendString(inbound.receive().asString()));
	}

	private static String host(HttpServerRequest request) {
		return String.valueOf(request.requestHeaders().get("Host"));
	}

	private static String parameter(HttpServerRequest request, String name) {
		return new QueryStringDecoder(request.uri()).parameters().getOrDefault(name, List.of()).get(0);
	}

	/** Completes when the server has not produced anything for a while. */
	Mono<Void> standsStill() {
		return Flux.interval(Duration.ofMillis(100))
			.map((tick) -> this.produced.get())
			.buffer(2, 1)
			.takeUntil((counts) -> counts.get(0).equals(counts.get(1)))
			.then(Mono.fromRunnable(() -> this.producedWhenStill = this.produced.get() * CHUNK));
	}

	/** Returns how many bytes it had produced then. */
	long producedWhenStill() {
		return this.producedWhenStill;
	}

	/** Returns how many connections there have been. */
	int connections() {
		return this.connections.get();
	}

	int openConnections() {
		return this.open.size();
	}

	void closeConnections() {
		List<Connection> all = List.copyOf(this.open);
		all.forEach(Connection::dispose);
		all.forEach((connection) -> connection.channel().closeFuture().awaitUninterruptibly());
	}

	int held() {
		return this.held.get();
	}

	void release() {
		this.released.tryEmitEmpty();
	}

	@Override
	public void close() {
		release();
		closeConnections();
		this.server.disposeNow();
	}

}

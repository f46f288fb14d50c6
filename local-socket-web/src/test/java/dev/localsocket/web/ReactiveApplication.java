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

package dev.localsocket.web;

import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import dev.localsocket.account.PeerCredentials;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;

/**
 * A reactive application whose controllers tell what they see.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableWebFluxSecurity
@EnableReactiveMethodSecurity
class ReactiveApplication {

	/** Those of the process end with the first of several applications. */
	@Bean
	ReactorResourceFactory reactorResourceFactory() {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		return resources;
	}

	/** All servers are on the class path. */
	@Bean
	NettyReactiveWebServerFactory webServerFactory(ReactorResourceFactory resources) {
		NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory();
		factory.setResourceFactory(resources);
		return factory;
	}

	@Bean
	SecurityWebFilterChain security(ServerHttpSecurity http) {
		return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
			.csrf((csrf) -> csrf.disable())
			.build();
	}

	/** Not for one of the other servers. */
	@Bean
	WebFluxConfigurer webSocket() {
		return new WebFluxConfigurer() {

			@Override
			public WebSocketService getWebSocketService() {
				return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy());
			}

		};
	}

	@Bean
	HandlerMapping echo() {
		WebSocketHandler echo = (session) -> session.send(session.receive().doOnNext(WebSocketMessage::retain));
		return new SimpleUrlHandlerMapping(Map.of("/echo", echo), -1);
	}

	/** Answers. */
	@RestController
	static class Controller {

		private final Semaphore arrived = new Semaphore(0);

		private final AtomicInteger cancelled = new AtomicInteger();

		private volatile Sinks.Empty<Void> gate = Sinks.empty();

		/** Holds those who ask to be held. */
		Sinks.Empty<Void> closeGate() {
			this.gate = Sinks.empty();
			this.arrived.drainPermits();
			return this.gate;
		}

		Semaphore arrived() {
			return this.arrived;
		}

		int cancelled() {
			return this.cancelled.get();
		}

		@GetMapping("/hello")
		Mono<String> hello() {
			return Mono.just("hello");
		}

		@GetMapping("/held")
		Mono<String> held() {
			return this.gate.asMono()
				.then(Mono.just("held"))
				.doOnSubscribe((subscription) -> this.arrived.release())
				.doOnCancel(this.cancelled::incrementAndGet);
		}

		@GetMapping("/root")
		@PreAuthorize("hasAuthority('UID_0')")
		Mono<String> root() {
			return Mono.just("root");
		}

		@GetMapping("/wheel")
		@PreAuthorize("hasAuthority('GROUP_there-is-none')")
		Mono<String> wheel() {
			return Mono.just("wheel");
		}

		@GetMapping("/peer")
		Mono<String> peer(PeerCredentials peer) {
			return Mono.just(String.valueOf(peer.pid()));
		}

		@GetMapping("/request")
		Mono<Map<String, String>> request(ServerWebExchange exchange, @Nullable PeerCredentials peer) {
			Map<String, String> seen = new TreeMap<>();
			seen.put("remoteAddress", String.valueOf(exchange.getRequest().getRemoteAddress()));
			seen.put("peer", String.valueOf(peer));
			seen.put("server", String.valueOf(exchange.<String>getAttribute(LocalSocketRequestAttributes.SERVER)));
			seen.put("connectionId",
					String.valueOf(exchange.<String>getAttribute(LocalSocketRequestAttributes.CONNECTION_ID)));
			seen.put("forwarded", String.valueOf(exchange.getRequest().getHeaders().getFirst("X-Forwarded-For")));
			return exchange.getPrincipal()
				.map(Principal::getName)
				.defaultIfEmpty("none")
				.doOnNext((name) -> seen.put("principal", name))
				.thenReturn(seen);
		}

		@PostMapping("/count")
		Mono<Long> count(@RequestBody Flux<DataBuffer> body) {
			return body.map((buffer) -> {
				long count = buffer.readableByteCount();
				DataBufferUtils.release(buffer);
				return count;
			}).reduce(0L, Long::sum);
		}

		@GetMapping(path = "/bytes", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
		Flux<DataBuffer> bytes(@RequestParam int count) {
			return Flux.range(0, count / 65536)
				.map((index) -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[65536]));
		}

		@GetMapping("/ticks")
		Flux<ServerSentEvent<String>> ticks() {
			return Flux.interval(Duration.ofMillis(1))
				.onBackpressureDrop()
				.map((tick) -> ServerSentEvent.builder(String.valueOf(tick)).build());
		}

	}

}

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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.client.LocalSocketClientSettings;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.socket.WebSocketMessage;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests of HTTP clients, with a server of another library.
 */
class LocalSocketHttpClientTests {

	private static final long BODY = 100L * 1024 * 1024;

	@TempDir
	private Path directory;

	private final List<LocalSocketHttpClient> clients = new ArrayList<>();

	private @Nullable ForeignHttpServer server;

	@AfterEach
	void noConnectionIsLeft() {
		this.clients.forEach(LocalSocketHttpClient::close);
		ForeignHttpServer used = this.server;
		if (used != null) {
			eventually().until(() -> used.openConnections() == 0);
			used.close();
		}
	}

	private LocalSocketClientSettings settings() {
		return LocalSocketClientSettings.of(path());
	}

	private String path() {
		return this.directory.resolve("http").toString();
	}

	private LocalSocketHttpClient client(LocalSocketClientSettings settings) {
		LocalSocketHttpClient client = new LocalSocketHttpClient(settings);
		this.clients.add(client);
		return client;
	}

	private ForeignHttpServer server() {
		ForeignHttpServer started = new ForeignHttpServer(this.directory.resolve("http"));
		this.server = started;
		return started;
	}

	@ParameterizedTest
	@EnumSource
	void aResponseComes(Engine engine) {
		server();
		assertThat(engine.get(client(settings()), "http://docker/host")).isEqualTo("docker");
	}

	@ParameterizedTest
	@EnumSource
	void connectionsAreKept(Engine engine) {
		ForeignHttpServer server = server();
		LocalSocketHttpClient client = client(settings());
		for (int i = 0; i < 20; i++) {
			assertThat(engine.get(client, "http://docker/host")).isEqualTo("docker");
		}
		// Reactor Netty may put one back after the caller has gone on
		assertThat(server.connections()).isLessThanOrEqualTo((engine == Engine.REACTOR) ? 10 : 1);
	}

	@ParameterizedTest
	@EnumSource
	void aConnectionThatTheServerHasClosedIsReplaced(Engine engine) {
		ForeignHttpServer server = server();
		LocalSocketHttpClient client = client(settings());
		assertThat(engine.get(client, "http://docker/host")).isEqualTo("docker");
		server.closeConnections();
		assertThat(engine.get(client, "http://docker/host")).isEqualTo("docker");
		assertThat(server.connections()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsSentToTheServerOfAStranger(Engine engine) {
		try (LocalServer server = new LocalServer()) {
			assertThat(server.listen(path())).isTrue();
			LocalSocketHttpClient client = client(settings().withTrustedServer((peer) -> false));
			LocalSocketException failure = failure(() -> engine.get(client, "http://docker/host"));
			assertThat(failure.error()).isEqualTo(SocketError.ACCESS_DENIED);
			assertThat(failure).hasMessageContaining("which is not trusted")
				.hasMessageContaining("local-socket.clients.NAME.server-users");
			eventually().until(server::hasPendingConnections);
			try (LocalSocket connection = Objects.requireNonNull(server.nextPendingConnection())) {
				eventually().until(connection::atEnd);
				assertThat(connection.bytesReceived()).isZero();
			}
			assertThat(server.hasPendingConnections()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aServerThatIsNotThereIsToldOf(Engine engine) {
		LocalSocketHttpClient client = client(settings());
		LocalSocketException failure = failure(() -> engine.get(client, "http://docker/host"));
		assertThat(failure.error()).isEqualTo(SocketError.SERVER_NOT_FOUND);
		assertThat(failure).hasMessageContaining(path());
	}

	@ParameterizedTest
	@EnumSource
	void aServerThatWasKilledIsToldOf(Engine engine) throws IOException {
		ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path())).close();
		LocalSocketException failure = failure(() -> engine.get(client(settings()), "http://docker/host"));
		assertThat(failure.error()).isEqualTo(SocketError.CONNECTION_REFUSED);
	}

	@ParameterizedTest
	@EnumSource
	void aSilentServerIsToldOf(Engine engine) {
		server();
		LocalSocketHttpClient client = client(settings().withRequestTimeout(Duration.ofMillis(200)));
		Throwable failure = catchThrowable(() -> engine.get(client, "http://docker/silent"));
		assertThat(failure).hasStackTraceContaining("has sent nothing for 200 ms")
			.hasStackTraceContaining("local-socket.clients.NAME.request-timeout");
	}

	@ParameterizedTest
	@EnumSource
	void encryptionIsRefused(Engine engine) {
		ForeignHttpServer server = server();
		LocalSocketException failure = failure(() -> engine.get(client(settings()), "https://docker/host"));
		assertThat(failure.error()).isEqualTo(SocketError.UNSUPPORTED_OPERATION);
		assertThat(failure).hasMessageContaining("use 'http' instead of 'https'");
		assertThat(server.connections()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void redirectsToTheServerAreFollowed(Engine engine) {
		server();
		assertThat(engine.get(client(settings()), "http://docker/redirect?to=/host")).isEqualTo("docker");
		assertThat(engine.get(client(settings()), "http://docker/redirect?to=http://docker/host")).isEqualTo("docker");
	}

	@ParameterizedTest
	@EnumSource
	void redirectsToOtherHostsAreNotFollowed(Engine engine) {
		server();
		assertThat(engine.get(client(settings()), "http://docker/redirect?to=http://elsewhere/host"))
			.isEqualTo("moved");
	}

	@ParameterizedTest
	@EnumSource
	void requestsWaitForAConnection(Engine engine) throws Exception {
		ForeignHttpServer server = server();
		LocalSocketHttpClient client = client(settings().withMaxConnections(1));
		CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> engine.get(client, "http://docker/hold"));
		eventually().until(() -> server.held() == 1);
		CompletableFuture<String> second = CompletableFuture
			.supplyAsync(() -> engine.get(client, "http://docker/host"));
		server.release();
		assertThat(first.get()).isEqualTo("held");
		assertThat(second.get()).isEqualTo("docker");
		assertThat(server.connections()).isOne();
	}

	@Test
	void whoHasAllConnectionsIsToldSo() {
		ForeignHttpServer server = server();
		LocalSocketHttpClient client = client(
				settings().withMaxConnections(1).withRequestTimeout(Duration.ofMillis(300)));
		WebClient web = WebClient.builder().clientConnector(client.clientConnector()).build();
		Disposable endless = web.get().uri("http://docker/ticks").retrieve().bodyToFlux(Long.class).subscribe();
		eventually().until(() -> server.connections() == 1);
		LocalSocketException failure = failure(() -> Engine.REACTOR.get(client, "http://docker/host"));
		endless.dispose();
		assertThat(failure.error()).isEqualTo(SocketError.TIMEOUT);
		assertThat(failure).hasMessageContaining("local-socket.clients.NAME.max-connections");
	}

	@Test
	void largeBodiesPassThroughARestClient() {
		ForeignHttpServer server = server();
		RestClient rest = RestClient.builder().requestFactory(client(settings()).requestFactory()).build();
		assertThat(rest.post()
			.uri("http://docker/count")
			.body((OutputStream output) -> fill(output))
			.retrieve()
			.body(String.class)).isEqualTo(Long.toString(BODY));
		Long counted = rest.get()
			.uri("http://docker/bytes?count=" + BODY)
			.exchange((request, response) -> count(response.getBody()));
		assertThat(counted).isEqualTo(BODY);
		assertThat(server.connections()).isOne();
	}

	private static void fill(OutputStream output) throws IOException {
		byte[] chunk = new byte[1024 * 1024];
		for (int i = 0; i < BODY / chunk.length; i++) {
			output.write(chunk);
		}
	}

	private static long count(InputStream input) throws IOException {
		byte[] chunk = new byte[64 * 1024];
		return LongStream.generate(() -> read(input, chunk)).takeWhile((count) -> count >= 0).sum();
	}

	private static long read(InputStream input, byte[] chunk) {
		try {
			return input.read(chunk);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void largeBodiesPassThroughAWebClient() {
		server();
		WebClient web = WebClient.builder().clientConnector(client(settings()).clientConnector()).build();
		byte[] chunk = new byte[1024 * 1024];
		Flux<DataBuffer> body = Flux.range(0, (int) (BODY / chunk.length))
			.map((index) -> DefaultDataBufferFactory.sharedInstance.wrap(chunk));
		assertThat(web.post()
			.uri("http://docker/count")
			.body(body, DataBuffer.class)
			.retrieve()
			.bodyToMono(String.class)
			.block()).isEqualTo(Long.toString(BODY));
		assertThat(web.get()
			.uri("http://docker/bytes?count=" + BODY)
			.retrieve()
			.bodyToFlux(DataBuffer.class)
			.map(LocalSocketHttpClientTests::consume)
			.reduce(0L, Long::sum)
			.block()).isEqualTo(BODY);
	}

	private static long consume(DataBuffer buffer) {
		long count = buffer.readableByteCount();
		DataBufferUtils.release(buffer);
		return count;
	}

	@Test
	void aServerIsHeldBackWhileNobodyReads() {
		ForeignHttpServer server = server();
		WebClient web = WebClient.builder().clientConnector(client(settings()).clientConnector()).build();
		AtomicInteger taken = new AtomicInteger();
		long consumed = Objects.requireNonNull(web.get()
			.uri("http://docker/bytes?count=" + BODY)
			.retrieve()
			.bodyToFlux(DataBuffer.class)
			.map(LocalSocketHttpClientTests::consume)
			.limitRate(1)
			.delayUntil((count) -> (taken.getAndIncrement() == 0) ? server.standsStill() : Mono.empty())
			.reduce(0L, Long::sum)
			.block());
		assertThat(consumed).isEqualTo(BODY);
		assertThat(server.producedWhenStill()).isLessThan(BODY / 10);
	}

	@Test
	void eventsOfTheServerComeOneByOne() {
		server();
		WebClient web = WebClient.builder().clientConnector(client(settings()).clientConnector()).build();
		assertThat(web.get().uri("http://docker/ticks").retrieve().bodyToFlux(Long.class).take(3).collectList().block())
			.isEqualTo(List.of(0L, 1L, 2L));
	}

	@Test
	void aWebSocketIsOpened() {
		server();
		LocalSocketWebSocketClient webSocket = new LocalSocketWebSocketClient(client(settings()));
		AtomicReference<String> reply = new AtomicReference<>();
		webSocket
			.execute(URI.create("ws://docker/echo"),
					(session) -> session.send(Mono.just(session.textMessage("hello")))
						.thenMany(
								session.receive().take(1).map(WebSocketMessage::getPayloadAsText).doOnNext(reply::set))
						.then(session.close()))
			.block();
		assertThat(reply.get()).isEqualTo("hello");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsWait() throws Exception {
		ForeignHttpServer server = server();
		LocalSocketHttpClient client = client(settings().withMaxConnections(64));
		AtomicInteger done = new AtomicInteger();
		try (SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor()) {
			executor.setVirtualThreads(true);
			for (int i = 0; i < 32; i++) {
				executor.execute(() -> {
					Engine.HTTP_COMPONENTS.get(client, "http://docker/hold");
					done.incrementAndGet();
				});
			}
			// More than there are processors
			eventually().until(() -> server.held() == 32);
			server.release();
			eventually().until(() -> done.get() == 32);
		}
	}

	@Test
	void aClosedClientIsNotUsed() {
		server();
		LocalSocketHttpClient client = new LocalSocketHttpClient(settings());
		assertThat(Engine.HTTP_COMPONENTS.get(client, "http://docker/host")).isEqualTo("docker");
		client.close();
		assertThatIllegalStateException().isThrownBy(client::requestFactory).withMessageContaining("is closed");
	}

	private static LocalSocketException failure(Runnable request) {
		Throwable failure = catchThrowable(request::run);
		assertThat(failure).hasCauseInstanceOf(LocalSocketException.class);
		return (LocalSocketException) Objects.requireNonNull(failure.getCause());
	}

	/** What speaks HTTP. */
	enum Engine {

		/** RestClient with HttpComponents. */
		HTTP_COMPONENTS,

		/** WebClient with Reactor Netty. */
		REACTOR;

		String get(LocalSocketHttpClient client, String uri) {
			if (this == REACTOR) {
				return String.valueOf(WebClient.builder()
					.clientConnector(client.clientConnector())
					.build()
					.get()
					.uri(uri)
					.retrieve()
					.bodyToMono(String.class)
					.block());
			}
			return String.valueOf(RestClient.builder()
				.requestFactory(client.requestFactory())
				.build()
				.get()
				.uri(uri)
				.retrieve()
				.body(String.class));
		}

	}

}

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

package dev.localsocket.client;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.error.SocketError;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.messaging.handler.annotation.Payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JsonRpcServiceProxyFactory}. The test itself plays the server's part.
 */
@Timeout(60)
class JsonRpcServiceProxyFactoryTests {

	private static final Duration LONG = Duration.ofHours(1);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private JsonRpcClient client() {
		return this.sandbox.closeLater(
				JsonRpcClient
					.builder(LocalSocketClientSettings.of(this.sandbox.address("s")).withRequestTimeout(LONG),
							new LineFraming(10_000))
					.name("calc")
					.build());
	}

	private <S> S service(Class<S> type) {
		return new JsonRpcServiceProxyFactory(client(),
				(text) -> text.replace("${name}", "resolved").replace("${time}", "50ms"))
			.createClient(type);
	}

	static Stream<Arguments> calls() {
		return Stream.of(call((calc) -> calc.add(1, 2), "calc/add", "{'a':1,'b':2}", "3", 3),
				call((calc) -> calc.addAll(1, 2, 3), "calc/sum", "[1,2,3]", "6", 6L),
				call((calc) -> calc.move(new Point(1, 2), "far"), "calc/move", "{'from':{'x':1,'y':2},'how':'far'}",
						"{'x':3,'y':4}", new Point(3, 4)),
				call((calc) -> calc.move(new Point(1, 2), null), "calc/move", "{'from':{'x':1,'y':2}}", "null", null),
				call((calc) -> calc.mirror(new Point(1, 2)), "calc/mirror", "{'x':1,'y':2}",
						"[{'x':2,'y':1},{'x':1,'y':2}]", List.of(new Point(2, 1), new Point(1, 2))),
				call((calc) -> calc.search(Map.of("q", 1)), "calc/search", "{'q':1}", "{'x':1}", Map.of("x", 1)),
				call((calc) -> calc.each(List.of("a")), "calc/each", "{'names':['a']}", "null", null),
				call((calc) -> calc.text("a"), "calc/text", "['a']", "'b'", "b"),
				call((calc) -> calc.find(Optional.of(3)), "calc/find", "{'id':3}", "null", Optional.empty()),
				call((calc) -> calc.find(Optional.empty()), "calc/find", "{}", "'x'", Optional.of("x")),
				call((calc) -> calc.twice(4), "calc/add", "{'a':4,'b':4}", "8", 8),
				call((calc) -> calc.later("a").toCompletableFuture().join(), "calc/resolved", "{'name':'a'}", "['b']",
						List.of("b")),
				call((calc) -> calc.perhaps().join(), "calc/perhaps", null, "'x'", Optional.of("x")),
				call((calc) -> calc.reactive().block(), "calc/reactive", null, "{'x':1,'y':2}", new Point(1, 2)),
				call((calc) -> calc.points().collectList().block(), "calc/points", null, "[{'x':1,'y':2}]",
						List.of(new Point(1, 2))));
	}

	private static Arguments call(Function<Calculator, @Nullable Object> call, String method, @Nullable String params,
			String reply, @Nullable Object result) {
		return Arguments.of(call, method, params, reply, result);
	}

	@ParameterizedTest
	@MethodSource("calls")
	void aMethodIsACall(Function<Calculator, @Nullable Object> call, String method, @Nullable String params,
			String reply, @Nullable Object result) throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		Calculator calculator = service(Calculator.class);
		BackgroundCall<@Nullable Object> running = this.sandbox.async(() -> call.apply(calculator));
		JsonServer connection = JsonServer.take(this.sandbox, server);
		JsonNode request = connection.read();
		assertThat(request.get("method").asString()).isEqualTo(method);
		assertThat(String.valueOf(request.get("params")).replace('"', '\'')).isEqualTo(String.valueOf(params));
		connection.result(request, reply.replace('\'', '"'));
		assertThat(running.result()).isEqualTo(result);
	}

	@Test
	void typesOfAGenericInterfaceAreKnown() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		Points points = service(Points.class);
		BackgroundCall<List<Point>> call = this.sandbox.async(() -> points.list(1));
		JsonServer connection = JsonServer.take(this.sandbox, server);
		connection.result(connection.read(), "[{\"x\":1,\"y\":2}]");
		assertThat(call.result()).containsExactly(new Point(1, 2));
	}

	@Test
	void aNotificationHasNoReply() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		Calculator calculator = service(Calculator.class);
		this.sandbox.async(() -> {
			calculator.tell("news");
			return "";
		}).result();
		JsonNode notification = JsonServer.take(this.sandbox, server).read();
		assertThat(notification)
			.hasToString("{\"jsonrpc\":\"2.0\",\"method\":\"calc/tell\",\"params\":{\"text\":\"news\"}}");
	}

	@Test
	void nullIsNoPrimitive() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		Calculator calculator = service(Calculator.class);
		BackgroundCall<Integer> call = this.sandbox.async(() -> calculator.add(1, 2));
		JsonServer connection = JsonServer.take(this.sandbox, server);
		connection.result(connection.read(), "null");
		assertThatExceptionOfType(LocalSocketConversionException.class).isThrownBy(call::result)
			.withMessageContaining("calc/add");
	}

	@Test
	void aMethodHasItsOwnTime() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		Calculator calculator = service(Calculator.class);
		assertThatExceptionOfType(LocalSocketClientException.class).isThrownBy(calculator::hurry)
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(SocketError.TIMEOUT));
		JsonServer.take(this.sandbox, server);
	}

	@Test
	void whoDisposesCancels() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		Mono<Point> reactive = service(Calculator.class).reactive();
		assertThat(server.hasPendingConnections()).isFalse();
		Disposable subscription = reactive.subscribe();
		JsonServer connection = JsonServer.take(this.sandbox, server);
		JsonNode request = connection.read();
		subscription.dispose();
		assertThat(connection.read().get("params").get("id")).isEqualTo(request.get("id"));
	}

	@Test
	void whoCancelsAFutureOfAnOptionalCancels() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		CompletableFuture<Optional<String>> call = service(Calculator.class).perhaps();
		JsonServer connection = JsonServer.take(this.sandbox, server);
		JsonNode request = connection.read();
		call.cancel(true);
		assertThat(connection.read().get("params").get("id")).isEqualTo(request.get("id"));
	}

	@Test
	void methodsOfObjectAreNoCalls() {
		Calculator calculator = service(Calculator.class);
		assertThat(calculator).isEqualTo(calculator)
			.isNotEqualTo(service(Calculator.class))
			.hasSameHashCodeAs(calculator);
		assertThat(calculator).hasToString(Calculator.class.getName() + " of the client 'calc'");
	}

	static Stream<Arguments> mistakes() {
		return Stream.of(Arguments.of(NotAnnotated.class, "neither it nor its interface"),
				Arguments.of(String.class, "is no interface"), Arguments.of(Callable.class, "neither it nor"),
				Arguments.of(Nothing.class, "no methods"), Arguments.of(Body.class, "has a body"),
				Arguments.of(AnsweredNotification.class, "is a notification"),
				Arguments.of(Streams.class, "returns a Stream"), Arguments.of(Iterators.class, "returns a Iterator"),
				Arguments.of(Tasks.class, "which nothing here can make"), Arguments.of(Open.class, "not known"),
				Arguments.of(Anything.class, "not known"), Arguments.of(Hurry.class, "no duration: 'soon'"),
				Arguments.of(Late.class, "not positive"), Arguments.of(TwoPayloads.class, "has a @Payload"));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void whatCanBeNoCallIsRefused(Class<?> type, String reason) {
		assertThatExceptionOfType(LocalSocketExchangeException.class).isThrownBy(() -> service(type))
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.getAction()).isNotBlank());
	}

	record Point(int x, int y) {

	}

	@LocalSocketExchange("calc/")
	interface Calculator {

		int add(int a, int b);

		@LocalSocketExchange(value = "sum", positional = true)
		long addAll(int... numbers);

		@Nullable Point move(Point from, @Nullable String how);

		List<Point> mirror(Point point);

		Map<String, Integer> search(Map<String, Integer> query);

		@Nullable Void each(List<String> names);

		@LocalSocketExchange(positional = true)
		String text(String text);

		Optional<String> find(Optional<Integer> id);

		@LocalSocketExchange("${name}")
		CompletionStage<List<String>> later(String name);

		CompletableFuture<Optional<String>> perhaps();

		Mono<Point> reactive();

		Flux<Point> points();

		@LocalSocketExchange(notification = true)
		void tell(String text);

		@LocalSocketExchange(timeout = "${time}")
		void hurry();

		default int twice(int number) {
			return add(number, number);
		}

	}

	interface Listing<T> {

		List<T> list(int page);

	}

	@LocalSocketExchange
	interface Points extends Listing<Point> {

	}

	interface NotAnnotated {

		@LocalSocketExchange
		void fine();

		void wrong();

	}

	@LocalSocketExchange
	interface Nothing {

	}

	@LocalSocketExchange
	interface Body {

		@LocalSocketExchange
		default void wrong() {
		}

	}

	@LocalSocketExchange
	interface AnsweredNotification {

		@LocalSocketExchange(notification = true)
		String wrong();

	}

	@LocalSocketExchange
	interface Streams {

		Stream<String> wrong();

	}

	@LocalSocketExchange
	interface Iterators {

		Iterator<String> wrong();

	}

	@LocalSocketExchange
	interface Tasks {

		FutureTask<String> wrong();

	}

	@LocalSocketExchange
	interface Open<T> {

		T wrong();

	}

	@LocalSocketExchange
	interface Anything {

		<T> CompletableFuture<List<T>> wrong();

	}

	@LocalSocketExchange(timeout = "soon")
	interface Hurry {

		void wrong();

	}

	@LocalSocketExchange(timeout = "0s")
	interface Late {

		void wrong();

	}

	@LocalSocketExchange
	interface TwoPayloads {

		void wrong(@Payload Point one, Point two);

	}

}

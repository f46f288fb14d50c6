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

package dev.localsocket.annotation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.autoconfigure.security.LocalSocketSecurityAutoConfiguration;
import dev.localsocket.messaging.LastReply;
import dev.localsocket.messaging.LocalServerOperations;
import dev.localsocket.messaging.LocalSocketHeaders;
import dev.localsocket.rpc.JsonRpcError;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.JsonRpcExceptionResolver;
import dev.localsocket.rpc.JsonRpcPeer;
import dev.localsocket.rpc.JsonRpcPeers;
import dev.localsocket.testing.LineClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.TaskDecorator;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for servers with the protocol {@code json-rpc}, with real sockets.
 */
@Timeout(30)
class JsonRpcTests {

	private static final JsonMapper mapper = new JsonMapper();

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?>... listeners) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(listeners)
			.withPropertyValues("local-socket.servers.rpc.directory=" + this.directory,
					"local-socket.servers.rpc.protocol=json-rpc");
	}

	private LineClient connect() throws IOException {
		return new LineClient(this.directory.resolve("rpc"));
	}

	private static LineClient send(LineClient client, String json) throws IOException {
		return client.send(json.replace('\'', '"') + "\n");
	}

	private static JsonNode read(LineClient client) throws IOException {
		String line = client.readLine();
		assertThat(line).isNotNull();
		return mapper.readTree(line);
	}

	private static JsonNode call(LineClient client, String method, @Nullable String params) throws IOException {
		send(client, "{'jsonrpc':'2.0','id':1,'method':'%s'%s}".formatted(method,
				(params != null) ? ",'params':" + params : ""));
		JsonNode reply = read(client);
		assertThat(reply.get("id").asInt()).isOne();
		return reply;
	}

	private static JsonNode json(String json) {
		return mapper.readTree(json.replace('\'', '"'));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
			subtract | [42, 23]                            | 19
			subtract | {'subtrahend': 23, 'minuend': 42}   | 19
			subtract | {'minuend': 42, 'subtrahend': 23, 'x': 1} | 19
			subtract | [42]                                | 41
			subtract | {'minuend': 42, 'subtrahend': null} | 41
			sum      | [1, 2, 3]                           | 6
			sum      | []                                  | 0
			sum      | -                                   | 0
			sum      | {'numbers': [1, 2]}                 | 3
			list     | [[1, 2]]                            | 2
			list     | {'names': ['a']}                    | 1
			point    | {'x': 1, 'y': 2}                    | `{'x': 2, 'y': 1}`
			point    | [{'x': 1, 'y': 2}]                  | `{'x': 2, 'y': 1}`
			named    | {'point': {'x': 1, 'y': 2}}         | 3
			both     | {'name': 'a', 'point': {'x': 1, 'y': 2}} | `'a3'`
			map      | {'a': 1, 'b': [2]}                  | `{'a': 1, 'b': [2]}`
			node     | [1, {'a': null}]                    | `[1, {'a': null}]`
			node     | {'a': 1}                            | `{'a': 1}`
			payload  | [1, 2]                              | `[1, 2]`
			maybe    | -                                   | `'null Optional.empty'`
			maybe    | ['a', 'b']                          | `'a Optional[b]'`
			maybe    | [null, null]                        | `'null Optional.empty'`
			nothing  | -                                   | null
			optional | -                                   | null
			stage    | -                                   | 'late'
			mono     | -                                   | 'mono'
			empty    | -                                   | null
			flux     | -                                   | [1, 2]
			stream   | -                                   | [3, 4]
			loop     | -                                   | true
			who      | -                                   | `'rpc who true true'`
			""")
	void methodIsCalled(String method, @Nullable String params, String result) {
		runner(Methods.class).run((context) -> {
			try (LineClient client = connect()) {
				JsonNode reply = call(client, method, params);
				assertThat(reply.get("error")).isNull();
				assertThat(reply.get("result")).isEqualTo(json(result));
			}
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
			subtract | []                      | -32602 | Invalid params: 'minuend' is missing
			subtract | {}                      | -32602 | Invalid params: 'minuend' is missing
			subtract | -                       | -32602 | Invalid params: 'minuend' is missing
			subtract | {'minuend': null}       | -32602 | Invalid params: 'minuend' must not be null
			subtract | [1, 2, 3]               | -32602 | Invalid params: there are 3, but at most 2 are allowed
			subtract | ['x']                   | -32602 | Invalid params: 'minuend' is not what it should be
			sum      | [1, 'x']                | -32602 | Invalid params: 'numbers' is not what it should be
			point    | {'x': 'a'}              | -32602 | Invalid params: 'x' is not what it should be
			named    | {'point': {'x': 'a\\u001b'}} | -32602 | Invalid params: 'point.x' is not what it should be
			nothing  | [1]                     | -32602 | Invalid params: there are 1, but at most 0 are allowed
			unknown  | -                       | -32601 | Method not found
			fail     | -                       | -32603 | Internal error
			later    | -                       | -32603 | Internal error
			error    | -                       | -32603 | Internal error
			endless  | -                       | -32603 | Internal error
			infinite | -                       | -32603 | Internal error
			own      | -                       | 17     | own text
			known    | -                       | 7      | well known
			subtype  | -                       | 7      | well known
			message  | -                       | 8      | of the exception
			resolved | -                       | 9      | by a resolver
			""")
	void failureIsAnErrorAndTheConnectionStays(String method, @Nullable String params, int code, String message) {
		runner(Methods.class).run((context) -> {
			try (LineClient client = connect()) {
				JsonNode error = call(client, method, params).get("error");
				assertThat(error.get("code").asInt()).isEqualTo(code);
				assertThat(error.get("message").stringValue()).isEqualTo(message);
				assertThat(error.toString()).doesNotContain("secret").doesNotContain("java");
				assertThat(call(client, "sum", "[1]").get("result").asInt()).isOne();
			}
		});
	}

	@Test
	void dataOfAnErrorIsSent() {
		runner(Methods.class).run((context) -> {
			try (LineClient client = connect()) {
				assertThat(call(client, "own", null).get("error").get("data")).isEqualTo(json("{'x':1,'y':2}"));
			}
		});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void whatThePeerIsNotToldIsLogged(CapturedOutput output) {
		runner(Methods.class).run((context) -> {
			try (LineClient client = connect()) {
				call(client, "fail", null);
				call(client, "own", null);
			}
			assertThat(output).contains("The listener 'JsonRpcTests.Methods.fail()' of the server 'rpc' failed for the")
				.contains("secret of the database")
				.doesNotContain("own text");
		});
	}

	@Test
	void violationsAreInTheData() {
		runner(Methods.class).run((context) -> {
			try (LineClient client = connect()) {
				JsonNode error = call(client, "valid", "{'name': 'a', 'point': {'x': -1, 'y': 2}}").get("error");
				assertThat(error.get("code").asInt()).isEqualTo(-32602);
				assertThat(error.get("data")).isEqualTo(json("[{'field': 'point.x', 'message': 'must be positive'}]"));
				error = call(client, "validPoint", "{'x': -1, 'y': 2}").get("error");
				assertThat(error.get("data")).isEqualTo(json("[{'field': 'x', 'message': 'must be positive'}]"));
				assertThat(call(client, "validPoint", "{'x': 1, 'y': 2}").get("result").asInt()).isOne();
			}
		});
	}

	@Test
	void requestsRunConcurrently() {
		runner(Blocking.class).run((context) -> {
			Blocking blocking = context.getBean(Blocking.class);
			try (LineClient client = connect()) {
				send(client, "{'jsonrpc':'2.0','id':1,'method':'block'}");
				send(client, "{'jsonrpc':'2.0','id':'b','method':'quick'}");
				assertThat(read(client)).isEqualTo(json("{'jsonrpc':'2.0','id':'b','result':'quick'}"));
				blocking.released.countDown();
				assertThat(read(client)).isEqualTo(json("{'jsonrpc':'2.0','id':1,'result':'released'}"));
			}
		});
	}

	@Test
	void requestsRunInOrderIfOnlyOneMayRun() {
		runner(Blocking.class).withPropertyValues("local-socket.servers.rpc.json-rpc.max-concurrent-requests=1")
			.run((context) -> {
				Blocking blocking = context.getBean(Blocking.class);
				try (LineClient client = connect()) {
					send(client, "{'jsonrpc':'2.0','id':1,'method':'block'}");
					send(client, "{'jsonrpc':'2.0','id':2,'method':'quick'}");
					blocking.entered.await();
					blocking.released.countDown();
					assertThat(read(client).get("id").asInt()).isOne();
					assertThat(read(client).get("id").asInt()).isEqualTo(2);
				}
			});
	}

	@ParameterizedTest
	@CsvSource({ "block", "mono", "stage" })
	void cancelledRequestEndsWhatItHasBegun(String method) {
		runner(Blocking.class).run((context) -> {
			Blocking blocking = context.getBean(Blocking.class);
			try (LineClient client = connect()) {
				send(client, "{'jsonrpc':'2.0','id':5,'method':'%s'}".formatted(method));
				blocking.entered.await();
				send(client, "{'jsonrpc':'2.0','method':'$/cancelRequest','params':{'id':5}}");
				assertThat(read(client).get("error").get("code").asInt()).isEqualTo(-32800);
				assertThat(blocking.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
			}
		});
	}

	@Test
	void endOfTheConnectionCancels() {
		runner(Blocking.class).run((context) -> {
			Blocking blocking = context.getBean(Blocking.class);
			try (LineClient client = connect()) {
				send(client, "{'jsonrpc':'2.0','id':5,'method':'block'}");
				blocking.entered.await();
			}
			assertThat(blocking.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
		});
	}

	@Test
	void handlerWithoutARouteTakesTheRest() {
		runner(Blocking.class, Rest.class).run((context) -> {
			try (LineClient client = connect()) {
				assertThat(call(client, "any/thing", "{'a':1}").get("result")).isEqualTo(json("'any/thing {a=1}'"));
				assertThat(call(client, "quick", null).get("result")).isEqualTo(json("'quick'"));
			}
		});
	}

	@Test
	void peerIsCalledByAMethod() {
		runner(Calling.class).run((context) -> {
			try (LineClient client = connect()) {
				send(client, "{'jsonrpc':'2.0','id':1,'method':'ask'}");
				JsonNode call = read(client);
				assertThat(call.get("method").stringValue()).isEqualTo("name");
				send(client, "{'jsonrpc':'2.0','id':%s,'result':'Alice'}".formatted(call.get("id")));
				assertThat(read(client)).isEqualTo(json("{'jsonrpc':'2.0','id':1,'result':'Hello Alice'}"));
			}
		});
	}

	@Test
	void peersAreFoundAndNotified() {
		runner(Calling.class).run((context) -> {
			try (LineClient one = connect(); LineClient other = connect()) {
				LocalServer server = context.getBean(LocalServer.class);
				JsonRpcPeers peers = context.getBean(JsonRpcPeers.class);
				await().until(() -> peers.all("rpc").size() == 2);
				context.getBean(LocalServerOperations.class).broadcastNotification("rpc", "news", List.of("a"));
				JsonNode news = json("{'jsonrpc':'2.0','method':'news','params':['a']}");
				assertThat(read(one)).isEqualTo(news);
				assertThat(read(other)).isEqualTo(news);
				JsonRpcPeer peer = peers.find("rpc", server.connections().iterator().next().id());
				assertThat(peer).isNotNull();
				assertThat(peer.sendNotification("only", null)).isTrue();
				assertThat(peers.find("rpc", "no such id")).isNull();
			}
		});
	}

	@Test
	void denialIsAnErrorAndTheConnectionStays() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class,
					LocalSocketSecurityAutoConfiguration.class))
			.withUserConfiguration(Guarded.class)
			.withPropertyValues("local-socket.servers.rpc.directory=" + this.directory,
					"local-socket.servers.rpc.protocol=json-rpc")
			.run((context) -> {
				try (LineClient client = connect()) {
					JsonNode error = call(client, "closed", null).get("error");
					assertThat(error).isEqualTo(json("{'code':-32001,'message':'access denied'}"));
					assertThat(call(client, "open", null).get("result")).isEqualTo(json("'open'"));
				}
			});
	}

	@Test
	void interceptorsAreToldOfTheRequest() {
		runner(Methods.class, Rest.class).withBean(Invocations.class).run((context) -> {
			try (LineClient client = connect()) {
				call(client, "sum", "{'numbers':[1],'_meta':{'traceparent':'00-1','other':1}}");
				call(client, "unknown", "{}");
				call(client, "fail", null);
				call(client, "later", null);
				call(client, "subtract", "[]");
			}
			BlockingQueue<String> events = context.getBean(Invocations.class).events;
			await().until(() -> events.size() == 14);
			assertThat(events)
				.startsWith("prepare", "sum {traceparent=00-1}", "end", "unknown {}", "end", "fail {}",
						"failed secret of the database", "end", "later {}")
				.contains("failed secret", "failed Invalid params: 'minuend' is missing");
		});
	}

	@Test
	void tasksAreDecorated() {
		ThreadLocal<String> value = new ThreadLocal<>();
		runner(Methods.class).withBean(TaskDecorator.class, () -> (task) -> () -> {
			value.set("decorated");
			try {
				task.run();
			}
			finally {
				value.remove();
			}
		}).withBean(ThreadValue.class, () -> new ThreadValue(value)).run((context) -> {
			try (LineClient client = connect()) {
				assertThat(call(client, "value", null).get("result")).isEqualTo(json("'decorated'"));
			}
		});
	}

	@Test
	void conditionHidesMethods() {
		runner(Conditional.class).run((context) -> {
			try (LineClient client = connect()) {
				assertThat(call(client, "no", null).get("error").get("code").asInt()).isEqualTo(-32601);
				assertThat(call(client, "yes", null).get("result")).isEqualTo(json("'yes'"));
			}
		});
	}

	@Test
	void contentLengthFramesMessages() {
		runner(Methods.class).withPropertyValues("local-socket.servers.rpc.framing.type=content-length")
			.run((context) -> {
				try (LineClient client = connect()) {
					String json = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sum\",\"params\":[1]}";
					client.send("Content-Length: %d\r\n\r\n%s".formatted(json.length(), json)).shutdownOutput();
					assertThat(client.readLine()).isEqualTo("Content-Length: 35");
					assertThat(client.readLine()).isEmpty();
					assertThat(client.readLine()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}");
				}
			});
	}

	@Test
	void stopEndsWhatRuns() {
		runner(Blocking.class).withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=1ms").run((context) -> {
			Blocking blocking = context.getBean(Blocking.class);
			try (LineClient client = connect()) {
				send(client, "{'jsonrpc':'2.0','id':5,'method':'block'}");
				blocking.entered.await();
				context.getBean(LocalServer.class).connections().forEach(LocalSocket::abort);
				context.close();
				assertThat(blocking.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
			}
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					Reserved       | has the route 'rpc.x', but names that begin with 'rpc.' are reserved
					Cancels        | names that begin with '$/' are reserved
					TakesMessage   | takes a Message, but the local server 'rpc' speaks JSON-RPC
					Last           | returns a LastReply
					HandlesErrors  | names the error handler 'polite', but the local server 'rpc' replies with errors of JSON-RPC
					WrongDefault   | has the default 'x', which is no int
					""")
	void methodThatCannotWorkIsRefused(String name, String message) throws ClassNotFoundException {
		runner(Class.forName(JsonRpcTests.class.getName() + "$" + name))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(LocalSocketListenerException.class)
				.hasMessageContaining(message));
	}

	@Test
	void jacksonIsNeeded() {
		runner(Conditional.class).withClassLoader(new FilteredClassLoader("tools.jackson.databind"))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(LocalSocketListenerException.class, (ex) -> {
					assertThat(ex).hasMessageContaining("Jackson is not on the class path");
					assertThat(ex.getAction()).contains("spring-boot-starter-jackson");
				}));
	}

	@ParameterizedTest
	@CsvSource({ "max-concurrent-requests,0", "max-batch-length,0", "max-depth,0", "call-timeout,0s" })
	void limitMustBePositive(String key, String value) {
		runner(Conditional.class).withPropertyValues("local-socket.servers.rpc.json-rpc." + key + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("local-socket.servers.rpc.json-rpc." + key));
	}

	record Point(int x, int y) {

	}

	static class Methods {

		@LocalSocketListener(servers = "rpc", route = "subtract")
		int subtract(int minuend, @Argument(defaultValue = "1") int subtrahend) {
			return minuend - subtrahend;
		}

		@LocalSocketListener(servers = "rpc", route = "sum")
		int sum(int... numbers) {
			return Arrays.stream(numbers).sum();
		}

		@LocalSocketListener(servers = "rpc", route = "list")
		int list(List<String> names) {
			return names.size();
		}

		@LocalSocketListener(servers = "rpc", route = "point")
		Point point(Point point) {
			return new Point(point.y(), point.x());
		}

		@LocalSocketListener(servers = "rpc", route = "named")
		int named(@Argument("point") Point point) {
			return point.x() + point.y();
		}

		@LocalSocketListener(servers = "rpc", route = "both")
		String both(Point point, String name) {
			return name + (point.x() + point.y());
		}

		@LocalSocketListener(servers = "rpc", route = "map")
		Map<String, Object> map(Map<String, Object> all) {
			return all;
		}

		@LocalSocketListener(servers = "rpc", route = "node")
		JsonNode node(JsonNode all) {
			return all;
		}

		@LocalSocketListener(servers = "rpc", route = "payload")
		List<Integer> payload(@Payload List<Integer> numbers) {
			return numbers;
		}

		@LocalSocketListener(servers = "rpc", route = "maybe")
		String maybe(@Nullable String one, Optional<String> other) {
			return one + " " + other;
		}

		@LocalSocketListener(servers = "rpc", route = "nothing")
		void nothing() {
		}

		@LocalSocketListener(servers = "rpc", route = "optional")
		Optional<String> optional() {
			return Optional.empty();
		}

		@LocalSocketListener(servers = "rpc", route = "stage")
		CompletableFuture<String> stage() {
			return CompletableFuture.supplyAsync(() -> "late");
		}

		@LocalSocketListener(servers = "rpc", route = "mono")
		Mono<String> mono() {
			return Mono.just("mono");
		}

		@LocalSocketListener(servers = "rpc", route = "empty")
		Mono<String> empty() {
			return Mono.empty();
		}

		@LocalSocketListener(servers = "rpc", route = "flux")
		Flux<Integer> flux() {
			return Flux.just(1, 2);
		}

		@LocalSocketListener(servers = "rpc", route = "stream")
		Stream<Integer> stream() {
			return Stream.of(3, 4);
		}

		@LocalSocketListener(servers = "rpc", route = "endless")
		Flux<Integer> endless() {
			return Flux.range(0, Integer.MAX_VALUE);
		}

		@LocalSocketListener(servers = "rpc", route = "infinite")
		Stream<String> infinite() {
			return Stream.generate(() -> "x");
		}

		@LocalSocketListener(servers = "rpc", route = "loop", execution = Execution.EVENT_LOOP)
		boolean loop() {
			return Thread.currentThread().getName().startsWith("local-socket-loop-");
		}

		@LocalSocketListener(servers = "rpc", route = "who")
		String who(PeerCredentials peer, LocalSocket socket, LocalServer server, JsonRpcPeer caller,
				@Header(LocalSocketHeaders.ROUTE) String route, @Header(LocalSocketHeaders.SERVER) String name) {
			return name + " " + route + " " + (peer.pid() == ProcessHandle.current().pid()) + " "
					+ (caller.socket() == socket);
		}

		@LocalSocketListener(servers = "rpc", route = "fail")
		void fail() {
			throw new IllegalStateException("secret of the database");
		}

		@LocalSocketListener(servers = "rpc", route = "later")
		CompletableFuture<String> later() {
			return CompletableFuture.failedFuture(new IllegalStateException("secret"));
		}

		@LocalSocketListener(servers = "rpc", route = "error")
		void error() {
			throw new AssertionError("secret");
		}

		@LocalSocketListener(servers = "rpc", route = "own")
		void own() {
			throw new JsonRpcException(17, "own text", new Point(1, 2));
		}

		@LocalSocketListener(servers = "rpc", route = "known")
		void known() {
			throw new KnownException();
		}

		@LocalSocketListener(servers = "rpc", route = "subtype")
		void subtype() {
			throw new KnownException() {

				private static final long serialVersionUID = 1L;

			};
		}

		@LocalSocketListener(servers = "rpc", route = "message")
		void message() {
			throw new MessageException("of the exception");
		}

		@LocalSocketListener(servers = "rpc", route = "resolved")
		void resolved() throws IOException {
			throw new IOException("secret");
		}

		@LocalSocketListener(servers = "rpc", route = "valid")
		int valid(@Validated Point point, String name) {
			return point.x();
		}

		@LocalSocketListener(servers = "rpc", route = "validPoint")
		int validPoint(@Validated Point point) {
			return point.x();
		}

		@Bean
		static JsonRpcExceptionResolver resolver() {
			return (failure) -> (failure instanceof IOException) ? new JsonRpcException(9, "by a resolver") : null;
		}

		@Bean
		static Validator validator() {
			return new PointValidator();
		}

	}

	@JsonRpcError(code = 7, message = "well known")
	static class KnownException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	@JsonRpcError(code = 8)
	static class MessageException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		MessageException(String message) {
			super(message);
		}

	}

	static class PointValidator implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Point.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Point) target).x() < 0) {
				errors.rejectValue("x", "positive", "must be positive");
			}
		}

	}

	static class Blocking {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch released = new CountDownLatch(1);

		final CountDownLatch cancelled = new CountDownLatch(1);

		@LocalSocketListener(servers = "rpc", route = "block")
		String block() throws InterruptedException {
			this.entered.countDown();
			try {
				this.released.await();
				return "released";
			}
			catch (InterruptedException ex) {
				this.cancelled.countDown();
				throw ex;
			}
		}

		@LocalSocketListener(servers = "rpc", route = "mono")
		Mono<String> mono() {
			return Mono.<String>never()
				.doOnSubscribe((subscription) -> this.entered.countDown())
				.doOnCancel(this.cancelled::countDown);
		}

		@LocalSocketListener(servers = "rpc", route = "stage")
		CompletableFuture<String> stage() {
			CompletableFuture<String> stage = new CompletableFuture<>();
			stage.whenComplete((value, ex) -> this.cancelled.countDown());
			this.entered.countDown();
			return stage;
		}

		@LocalSocketListener(servers = "rpc", route = "quick")
		String quick() {
			return "quick";
		}

	}

	static class Rest {

		@LocalSocketListener("rpc")
		String rest(Map<String, Object> params, @Header(LocalSocketHeaders.ROUTE) String method) {
			return method + " " + params;
		}

	}

	static class Calling {

		@LocalSocketListener(servers = "rpc", route = "ask")
		CompletableFuture<String> ask(JsonRpcPeer peer) {
			return peer.<String>call("name", null, String.class).thenApply((name) -> "Hello " + name);
		}

	}

	@EnableMethodSecurity
	static class Guarded {

		@Bean
		Doors doors() {
			return new Doors();
		}

	}

	static class Doors {

		@LocalSocketListener(servers = "rpc", route = "open")
		public String open() {
			return "open";
		}

		@LocalSocketListener(servers = "rpc", route = "closed")
		@PreAuthorize("hasAuthority('nobody has this')")
		public String closed() {
			return "closed";
		}

	}

	static class Invocations implements ListenerInterceptor {

		final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		@Override
		public void prepare(ListenerInvocation invocation) {
			this.events.add("prepare");
		}

		@Override
		public Interception begin(ListenerInvocation invocation) {
			this.events.add(invocation.route() + " " + invocation.meta());
			return new Interception() {

				@Override
				public void failed(Throwable failure) {
					Invocations.this.events.add("failed " + failure.getMessage());
				}

				@Override
				public void end() {
					Invocations.this.events.add("end");
				}

			};
		}

	}

	static class ThreadValue {

		private final ThreadLocal<String> value;

		ThreadValue(ThreadLocal<String> value) {
			this.value = value;
		}

		@LocalSocketListener(servers = "rpc", route = "value")
		String value() {
			return this.value.get();
		}

	}

	static class Conditional {

		@LocalSocketListener(servers = "rpc", route = "yes", condition = "true")
		String yes() {
			return "yes";
		}

		@LocalSocketListener(servers = "rpc", route = "no", condition = "false")
		String no() {
			return "no";
		}

	}

	static class Reserved {

		@LocalSocketListener(servers = "rpc", route = "rpc.x")
		void handle() {
		}

	}

	static class Cancels {

		@LocalSocketListener(servers = "rpc", route = "$/cancelRequest")
		void handle() {
		}

	}

	static class TakesMessage {

		@LocalSocketListener("rpc")
		void handle(Message<String> message) {
		}

	}

	static class Last {

		@LocalSocketListener(servers = "rpc", route = "x")
		LastReply handle() {
			return new LastReply("x");
		}

	}

	static class HandlesErrors {

		@LocalSocketListener(servers = "rpc", route = "x", errorHandler = "polite")
		void handle() {
		}

		@Bean(defaultCandidate = false)
		static LocalSocketErrorHandler polite() {
			return (failure) -> null;
		}

	}

	static class WrongDefault {

		@LocalSocketListener(servers = "rpc", route = "x")
		void handle(@Argument(defaultValue = "x") int number) {
		}

	}

}

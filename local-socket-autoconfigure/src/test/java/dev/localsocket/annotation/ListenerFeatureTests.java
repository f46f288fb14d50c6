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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.internal.LocalSocketListenerSettings;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.event.ConnectionClosedEvent;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.framing.FrameDecoder;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.messaging.BroadcastResult;
import dev.localsocket.messaging.LocalServerOperations;
import dev.localsocket.messaging.LocalSocketHeaders;
import dev.localsocket.messaging.MessageConverterCustomizer;
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
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.scheduling.annotation.Async;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the attributes, payloads and replies of {@link LocalSocketListener} with real
 * sockets.
 */
@Timeout(30)
class ListenerFeatureTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?>... listeners) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(listeners)
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory);
	}

	private LineClient connect() throws IOException {
		return new LineClient(this.directory.resolve("control"));
	}

	private static String framing(String property) {
		return "local-socket.servers.control.framing." + property;
	}

	@Test
	void delimiterEndsMessages() {
		runner(Echo.class).withPropertyValues(framing("type=delimiter"), framing("delimiter=--")).run((context) -> {
			try (LineClient client = connect().send("a-b--\n--")) {
				assertThat(client.readLine()).isEqualTo("echo a-b--echo ");
			}
		});
	}

	@Test
	void lengthPrecedesMessages() {
		runner(Echo.class)
			.withPropertyValues(framing("type=length-prefixed"), framing("prefix-length=2"),
					framing("prefix-byte-order=little-endian"), framing("prefix-counted=true"))
			.run((context) -> {
				try (LineClient client = connect().send(new byte[] { 4, 0, 'h', 'i', 3, 0, '\n' })) {
					assertThat(client.readLine()).isEqualTo("\t\0echo hi\b\0echo ");
				}
			});
	}

	@Test
	void headerWithTheLengthPrecedesMessages() {
		runner(Echo.class).withPropertyValues(framing("type=content-length")).run((context) -> {
			try (LineClient client = connect().send("Content-Length: 2\r\n\r\nhiContent-Length: 1\r\n\r\n\n")) {
				assertThat(client.readLine()).isEqualTo("Content-Length: 7");
				assertThat(client.readLine()).isEmpty();
				assertThat(client.readLine()).isEqualTo("echo hiContent-Length: 6");
			}
		});
	}

	@Test
	void rawBytesAreHandledAsTheyCome() {
		runner(Raw.class).withPropertyValues(framing("type=raw")).run((context) -> {
			try (LineClient client = connect().send("no end")) {
				await().until(() -> context.getBean(Raw.class).received.toString().equals("no end"));
				client.send("!\n");
				assertThat(client.readLine()).isEqualTo("seen: no end!");
			}
		});
	}

	@Test
	void jsonLinesBecomeRecordsAndBack() {
		runner(Json.class).withPropertyValues(framing("type=json-lines")).run((context) -> {
			try (LineClient client = connect().send("{\"x\":1,\"y\":2}\n\n{\"x\":3,\"y\":4}\n")) {
				assertThat(client.readLine()).isEqualTo("{\"x\":2,\"y\":1}");
				assertThat(client.readLine()).isEqualTo("{\"x\":4,\"y\":3}");
			}
		});
	}

	@Test
	void elementsOfAJsonArrayKeepTheirType() {
		runner(JsonList.class).run((context) -> {
			try (LineClient client = connect().send("[{\"x\":1,\"y\":2},{\"x\":3,\"y\":4}]\n")) {
				assertThat(client.readLine()).isEqualTo("4");
			}
		});
	}

	@Test
	void treeOfJsonIsOneReply() {
		runner(JsonTree.class).run((context) -> {
			try (LineClient client = connect().send("x\n")) {
				assertThat(client.readLine()).isEqualTo("{\"a\":1,\"b\":2}");
			}
		});
	}

	@Test
	void twoNamedErrorHandlersLeaveTheDefaultInPlace() {
		runner(NamedErrorHandler.class)
			.withBean("polite", LocalSocketErrorHandler.class, () -> (failure) -> "sorry, " + failure.listener())
			.withBean("strict", LocalSocketErrorHandler.class, DisconnectingErrorHandler::new)
			.run((context) -> {
				assertThat(context.getBean(LocalSocketListenerSettings.class).errorHandler())
					.isInstanceOf(DisconnectingErrorHandler.class);
				try (LineClient client = connect().send("x\n")) {
					assertThat(client.readLine()).isEqualTo("sorry, fragile");
				}
			});
	}

	@Test
	void listenerThatComesFirstAndFailsHarmsNobody() {
		runner(FirstAndFailing.class, Echo.class).run((context) -> {
			try (LineClient client = connect().send("a\n")) {
				assertThat(client.readLine()).isEqualTo("echo a");
			}
			assertThat(context.getBean(LocalServer.class).pendingConnections()).isZero();
		});
	}

	@Test
	void listenersServeAServerThatTheApplicationStartsItself() {
		runner(Echo.class).withPropertyValues("local-socket.servers.control.auto-startup=false").run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			assertThat(server.listen(this.directory.resolve("control").toString())).isTrue();
			try (LineClient client = connect().send("a\n")) {
				assertThat(client.readLine()).isEqualTo("echo a");
			}
			context.close();
			assertThat(server.isListening()).isFalse();
		});
	}

	@Test
	void errorOfAHandlerOnTheLoopClosesTheConnection() {
		runner(ErrorOnLoop.class).run((context) -> {
			try (LineClient client = connect()) {
				assertThat(client.readLine()).isNull();
			}
			await().until(() -> context.getBean(LocalServer.class).activeConnections() == 0);
		});
	}

	@Test
	void payloadThatIsNoJsonGoesToTheErrorHandlerAndTheConnectionLives() {
		runner(Json.class).withBean(LocalSocketErrorHandler.class, () -> (failure) -> Map.of("error", "bad request"))
			.run((context) -> {
				try (LineClient client = connect().send("nonsense\n{\"x\":1,\"y\":2}\n")) {
					assertThat(client.readLine()).isEqualTo("{\"error\":\"bad request\"}");
					assertThat(client.readLine()).isEqualTo("{\"x\":2,\"y\":1}");
				}
			});
	}

	@Test
	void framingOfTheUserIsUsed() {
		runner(Echo.class).withBean("shouting", Framing.class, ShoutingFraming::new)
			.withPropertyValues(framing("bean=shouting"))
			.run((context) -> {
				try (LineClient client = connect().send("a\n")) {
					assertThat(client.readLine()).isEqualTo("ECHO A");
				}
			});
	}

	@ParameterizedTest
	@CsvSource({ "bean=nothing,framing.bean", "type=delimiter,framing.delimiter" })
	void framingThatCannotBeIsRefused(String property, String key) {
		runner(Echo.class).withPropertyValues(framing(property))
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(key));
	}

	@Test
	void prefixOfThreeBytesIsRefused() {
		runner(Echo.class).withPropertyValues(framing("type=length-prefixed"), framing("prefix-length=3"))
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("local-socket.servers.control.framing.prefix-length"));
	}

	@Test
	void converterOfTheUserComesFirst() {
		runner(Echo.class)
			.withBean(MessageConverterCustomizer.class,
					() -> (converters) -> converters.add(0, new ReversingConverter()))
			.run((context) -> {
				try (LineClient client = connect().send("abc\n")) {
					assertThat(client.readLine()).isEqualTo("echo cba");
				}
			});
	}

	@Test
	void byteBuffersAreConverted() {
		runner(Buffers.class).run((context) -> {
			try (LineClient client = connect().send("abc\n")) {
				assertThat(client.readLine()).isEqualTo("abc");
			}
		});
	}

	@Test
	void payloadIsValidated() {
		runner(Validating.class).withBean(Validator.class, NoZeroValidator::new)
			.withBean(LocalSocketErrorHandler.class, () -> (failure) -> "refused")
			.run((context) -> {
				try (LineClient client = connect().send("{\"x\":0,\"y\":1}\n{\"x\":5,\"y\":1}\n")) {
					assertThat(client.readLine()).isEqualTo("refused");
					assertThat(client.readLine()).isEqualTo("5");
				}
			});
	}

	@Test
	void headersTellThePeer() {
		runner(Headers.class).run((context) -> {
			try (LineClient client = connect().send("x\n")) {
				assertThat(client.readLine())
					.isEqualTo("control " + System.getProperty("user.name") + " " + ProcessHandle.current().pid());
			}
		});
	}

	@Test
	void elementsOfAStreamAreSentAndItIsClosed() {
		runner(Streaming.class).run((context) -> {
			try (LineClient client = connect().send("x\n")) {
				assertThat(client.readLine()).isEqualTo("1");
				assertThat(client.readLine()).isEqualTo("2");
			}
			assertThat(context.getBean(Streaming.class).closed.await(10, TimeUnit.SECONDS)).isTrue();
		});
	}

	@Test
	void reactiveRepliesAreSentAsTheyAreEmitted() {
		runner(Reactive.class).run((context) -> {
			try (LineClient client = connect().send("3\n1\n")) {
				assertThat(Stream.of(client.readLine(), client.readLine(), client.readLine())).containsExactly("0", "1",
						"2");
				assertThat(client.readLine()).isEqualTo("0");
			}
		});
	}

	@Test
	void reactiveReplyGoesAtThePaceOfThePeer() {
		runner(Endless.class).run((context) -> {
			Endless endless = context.getBean(Endless.class);
			try (LineClient client = connect().send("x\n")) {
				for (int i = 0; i < 1000; i++) {
					assertThat(client.readLine()).hasSize(1000);
				}
				await().until(() -> context.getBean(LocalServer.class)
					.connections()
					.stream()
					.anyMatch((socket) -> socket.bytesToWrite() > 0));
				assertThat(context.getBean(LocalServer.class).errorCount()).isZero();
			}
			assertThat(endless.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
		});
	}

	@Test
	void reactiveErrorGoesToTheErrorHandler() {
		runner(FailingMono.class)
			.withBean(LocalSocketErrorHandler.class, () -> (failure) -> failure.exception().getMessage())
			.run((context) -> {
				try (LineClient client = connect().send("x\ny\n")) {
					assertThat(client.readLine()).isEqualTo("no x");
					assertThat(client.readLine()).isEqualTo("no y");
				}
			});
	}

	@Test
	void messagesAreAnsweredWithoutReactorAndJackson() {
		runner(Echo.class).withClassLoader(new FilteredClassLoader("reactor", "org.reactivestreams", "tools.jackson"))
			.run((context) -> {
				try (LineClient client = connect().send("a\n")) {
					assertThat(client.readLine()).isEqualTo("echo a");
				}
			});
	}

	@Test
	void conditionDecidesWhoOwnsAConnection() {
		runner(Conditional.class).run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			LineClient client = connect();
			try (client) {
				await().until(() -> context.getBean(Conditional.class).observed.getCount() == 0);
				assertThat(server.pendingConnections()).isEqualTo(1);
				context.getBean(Conditional.class).open = true;
				try (LineClient second = connect().send("a\n")) {
					assertThat(second.readLine()).isEqualTo("a");
				}
				assertThat(server.pendingConnections()).isEqualTo(1);
			}
		});
	}

	@Test
	void malformedConditionIsRefused() {
		runner(BadCondition.class).run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("condition of the method ListenerFeatureTests.BadCondition.handle()"));
	}

	@Test
	void asyncIsRefused() {
		runner(Asynchronous.class).run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("ListenerFeatureTests.Asynchronous.handle() is annotated with @Async"));
	}

	@Test
	void unknownErrorHandlerIsRefused() {
		runner(NamedErrorHandler.class).run((context) -> assertThat(context).getFailure()
			.hasMessageContaining("names the error handler 'polite', which does not exist"));
	}

	@Test
	void listenerHasItsOwnErrorHandler() {
		runner(NamedErrorHandler.class)
			.withBean("polite", LocalSocketErrorHandler.class, () -> (failure) -> "sorry, " + failure.listener())
			.withBean("localSocketErrorHandler", LocalSocketErrorHandler.class, DisconnectingErrorHandler::new,
					(definition) -> definition.setPrimary(true))
			.run((context) -> {
				try (LineClient client = connect().send("x\n")) {
					assertThat(client.readLine()).isEqualTo("sorry, fragile");
				}
			});
	}

	@Test
	void eventLoopExecutionRunsOnTheLoop() {
		runner(OnLoop.class).run((context) -> {
			try (LineClient client = connect().send("a\nb\n")) {
				assertThat(client.readLine()).startsWith("a local-socket-loop");
				assertThat(client.readLine()).startsWith("b local-socket-loop");
			}
			LocalServer server = context.getBean(LocalServer.class);
			await().until(() -> server.activeConnections() == 0);
		});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void listenerThatHoldsTheLoopIsLogged(CapturedOutput output) {
		runner(HoldsLoop.class).run((context) -> {
			try (LineClient client = connect().send("x\n")) {
				assertThat(client.readLine()).isEqualTo("x");
			}
			assertThat(output).contains("'hog' has held an event loop");
		});
	}

	@Test
	void blockingCallOnTheLoopFailsAtOnce() {
		runner(BlocksLoop.class)
			.withBean(LocalSocketErrorHandler.class, () -> (failure) -> failure.exception().getMessage())
			.run((context) -> {
				try (LineClient client = connect().send("x\n")) {
					assertThat(client.readLine()).contains("would block the event loop");
				}
			});
	}

	@Test
	void operationsSendToOneConnectionOrToAll() {
		runner(Echo.class).run((context) -> {
			LocalServerOperations operations = context.getBean(LocalServerOperations.class);
			LocalServer server = context.getBean(LocalServer.class);
			try (LineClient first = connect().send("1\n"); LineClient second = connect().send("2\n")) {
				assertThat(List.of(read(first), read(second))).containsExactly("echo 1", "echo 2");
				BroadcastResult result = operations.broadcast("control", "news");
				assertThat(result.sent()).hasSize(2);
				assertThat(result.missed()).isEmpty();
				assertThat(List.of(read(first), read(second))).containsExactly("news", "news");
				String id = server.connections().iterator().next().id();
				assertThat(operations.send("control", id, "only you")).isTrue();
			}
			assertThat(operations.send("control", "nobody", "x")).isFalse();
			assertThatIllegalArgumentException().isThrownBy(() -> operations.broadcast("other", "x"))
				.withMessageContaining("[control]");
		});
	}

	@Test
	void connectionThatDoesNotReadMissesBroadcasts() {
		runner(Echo.class).withPropertyValues("local-socket.servers.control.write-buffer-size=64KB").run((context) -> {
			LocalServerOperations operations = context.getBean(LocalServerOperations.class);
			LocalServer server = context.getBean(LocalServer.class);
			LineClient deaf = connect();
			try (deaf) {
				await().until(() -> server.activeConnections() == 1);
				String text = "x".repeat(32 * 1024);
				await().until(() -> !operations.broadcast("control", text).missed().isEmpty());
				assertThat(server.activeConnections()).isEqualTo(1);
			}
		});
	}

	@Test
	void handlerThatOutlivesTheGracePeriodIsInterrupted() {
		runner(Stubborn.class).withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=200ms")
			.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.run((context) -> {
				Stubborn stubborn = context.getBean(Stubborn.class);
				try (LineClient client = connect().send("x\n")) {
					stubborn.entered.await();
					context.close();
					assertThat(stubborn.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
					assertThat(client.readLine()).isNull();
				}
			});
	}

	@Test
	void observerThatFailsHarmsNobody() {
		runner(FailingObserver.class, Echo.class).run((context) -> {
			try (LineClient client = connect().send("a\n")) {
				assertThat(client.readLine()).isEqualTo("echo a");
			}
			assertThat(context.getBean(FailingObserver.class).closed.poll(10, TimeUnit.SECONDS)).isNotNull();
		});
	}

	private static String read(LineClient client) throws IOException {
		return String.valueOf(client.readLine());
	}

	record Point(int x, int y) {

	}

	static class Echo {

		@LocalSocketListener
		String echo(String line) {
			return "echo " + line;
		}

	}

	static class Raw {

		final StringBuffer received = new StringBuffer();

		@LocalSocketListener
		@Nullable String handle(String piece) {
			this.received.append(piece);
			return piece.endsWith("\n") ? "seen: " + this.received : null;
		}

	}

	static class Json {

		@LocalSocketListener
		Point swap(Point point) {
			return new Point(point.y(), point.x());
		}

	}

	static class JsonList {

		@LocalSocketListener
		String sum(List<Point> points) {
			return Integer.toString(points.stream().mapToInt(Point::x).sum());
		}

	}

	static class JsonTree {

		@LocalSocketListener
		JsonNode handle(String line) {
			return JsonNodeFactory.instance.objectNode().put("a", 1).put("b", 2);
		}

	}

	static class FirstAndFailing {

		@Order(Ordered.HIGHEST_PRECEDENCE)
		@EventListener
		void fail(NewConnectionEvent event) {
			throw new IllegalStateException("A listener that comes first and fails");
		}

	}

	static class ErrorOnLoop {

		@LocalSocketListener(execution = Execution.EVENT_LOOP)
		void handle(LocalSocket socket) {
			throw new StackOverflowError("on purpose");
		}

	}

	static class Buffers {

		@LocalSocketListener
		ByteBuffer handle(ByteBuffer payload) {
			return payload;
		}

	}

	static class Validating {

		@LocalSocketListener
		String handle(@Validated @Payload Point point) {
			return Integer.toString(point.x());
		}

	}

	static class NoZeroValidator implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Point.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Point) target).x() == 0) {
				errors.reject("zero", "x must not be zero");
			}
		}

	}

	static class Headers {

		@LocalSocketListener
		String handle(String payload, @Header(LocalSocketHeaders.SERVER) String server,
				@Header(LocalSocketHeaders.PEER_USER) String user, @Header(LocalSocketHeaders.PEER_PID) long pid) {
			return server + " " + user + " " + pid;
		}

	}

	static class Streaming {

		final CountDownLatch closed = new CountDownLatch(1);

		@LocalSocketListener
		Stream<String> handle(String line) {
			return Stream.of("1", "2").onClose(this.closed::countDown);
		}

	}

	static class Reactive {

		@LocalSocketListener
		Flux<String> handle(String count) {
			return Flux.range(0, Integer.parseInt(count)).map((number) -> Integer.toString(number));
		}

	}

	static class Endless {

		final CountDownLatch cancelled = new CountDownLatch(1);

		@LocalSocketListener
		Flux<String> handle(String line) {
			return Flux.generate((sink) -> sink.next("x".repeat(1000)))
				.map(Object::toString)
				.doOnCancel(this.cancelled::countDown);
		}

	}

	static class FailingMono {

		@LocalSocketListener
		Mono<String> handle(String line) {
			return Mono.error(new IllegalStateException("no " + line));
		}

	}

	static class Conditional {

		final CountDownLatch observed = new CountDownLatch(1);

		volatile boolean open;

		@LocalSocketListener
		void observe(NewConnectionEvent event) {
			this.observed.countDown();
		}

		@LocalSocketListener(condition = "@'listenerFeatureTests.Conditional'.isOpen() && #event.beanName == 'control'")
		String handle(String line) {
			return line;
		}

		public boolean isOpen() {
			return this.open;
		}

	}

	static class BadCondition {

		@LocalSocketListener(condition = "#event.(")
		void handle(String line) {
		}

	}

	static class Asynchronous {

		@Async
		@LocalSocketListener
		void handle(String line) {
		}

	}

	static class NamedErrorHandler {

		@LocalSocketListener(id = "fragile", errorHandler = "polite")
		String handle(String line) {
			throw new IllegalStateException("as always");
		}

	}

	static class OnLoop {

		@LocalSocketListener(execution = Execution.EVENT_LOOP)
		String handle(String line) {
			return line + " " + Thread.currentThread().getName();
		}

	}

	static class HoldsLoop {

		@LocalSocketListener(id = "hog", execution = Execution.EVENT_LOOP)
		String handle(String line) {
			long end = System.nanoTime() + Duration.ofMillis(60).toNanos();
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			return line;
		}

	}

	static class BlocksLoop {

		@LocalSocketListener(execution = Execution.EVENT_LOOP)
		String handle(String line, LocalSocket socket) throws IOException {
			socket.waitForReadyRead(Duration.ofSeconds(10));
			return line;
		}

	}

	static class Stubborn {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch interrupted = new CountDownLatch(1);

		@LocalSocketListener
		void handle(String line) {
			this.entered.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.interrupted.countDown();
			}
		}

	}

	static class FailingObserver {

		final BlockingQueue<ConnectionClosedEvent> closed = new LinkedBlockingQueue<>();

		@LocalSocketListener
		void opened(NewConnectionEvent event) {
			throw new IllegalStateException("An observer that fails");
		}

		@LocalSocketListener
		void closed(ConnectionClosedEvent event) {
			this.closed.add(event);
		}

	}

	/** Lines, but in capital letters. */
	static class ShoutingFraming implements Framing {

		private final LineFraming lines = new LineFraming(100);

		@Override
		public FrameDecoder newDecoder() {
			return this.lines.newDecoder();
		}

		@Override
		public ByteBuffer encode(ByteBuffer payload) {
			String text = StandardCharsets.UTF_8.decode(payload).toString().toUpperCase() + "\n";
			return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
		}

	}

	/** Makes reversed strings of bytes, and nothing of strings. */
	static class ReversingConverter implements MessageConverter {

		@Override
		public Object fromMessage(Message<?> message, Class<?> targetClass) {
			String text = new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
			return new StringBuilder(text).reverse().toString();
		}

		@Override
		public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
			return null;
		}

	}

}

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

package dev.localsocket.rpc.internal;

import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.LengthPrefixedFraming;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.JsonRpcPeer;
import dev.localsocket.testing.SocketPair;
import dev.localsocket.testing.SocketSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JsonRpcSession}.
 */
class JsonRpcSessionTests {

	private static final JsonMapper mapper = new JsonMapper();

	private static final Framing LINES = new LineFraming(1_000_000);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final Methods methods = new Methods();

	private JsonRpcSession session(LocalSocket socket, JsonRpcHandler handler, JsonRpcLimits limits) {
		JsonRpcSession session = new JsonRpcSession(socket, new JsonRpcProtocol(LINES, mapper, limits), handler,
				this.methods.workers());
		session.start();
		return session;
	}

	private RawPeer serve(JsonRpcLimits limits) throws Exception {
		this.sandbox.closeLater(this.methods);
		LocalServer server = this.sandbox.listeningServer();
		RawPeer peer = this.sandbox.closeLater(new RawPeer(this.sandbox.connectForeign(server), LINES));
		session(this.sandbox.take(server), this.methods, limits);
		return peer;
	}

	private JsonRpcPeer call() throws Exception {
		this.sandbox.closeLater(this.methods);
		SocketPair pair = SocketPair.open(this.sandbox);
		session(pair.accepted(), this.methods, JsonRpcLimits.DEFAULTS);
		return session(pair.client(), this.methods, JsonRpcLimits.DEFAULTS);
	}

	@Test
	void callReturnsTheResultInTheWantedType() throws Exception {
		this.methods.on("add", (request) -> Methods.params(request).valueStream().mapToInt(JsonNode::intValue).sum());
		JsonRpcPeer peer = call();
		assertThat(peer.<Integer>call("add", List.of(1, 2), Integer.class).get()).isEqualTo(3);
		assertThat(peer.<String>call("add", new int[] { 1, 2 }, String.class).get()).isEqualTo("3");
	}

	@Test
	void callOfAMethodThatFailsFailsWithCodeAndData() throws Exception {
		this.methods.on("fail", (request) -> {
			throw new JsonRpcException(7, "Seven", Map.of("why", List.of(1)));
		});
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> call().call("fail", null, String.class).get())
			.havingCause()
			.isInstanceOfSatisfying(JsonRpcException.class, (ex) -> {
				assertThat(ex.getCode()).isEqualTo(7);
				assertThat(ex).hasMessage("Seven");
				assertThat(String.valueOf(ex.getData())).isEqualTo("{\"why\":[1]}");
			});
	}

	@Test
	void methodCanCallItsCallerWhileItRuns() throws Exception {
		this.methods.on("outer", (request) -> request.peer().call("inner", Map.of("a", 1), JsonNode.class).get());
		this.methods.on("inner", (request) -> request.params());
		assertThat(call().<Map<String, Integer>>call("outer", null, Map.class).get()).isEqualTo(Map.of("a", 1));
	}

	@Test
	void cancelledFutureInterruptsTheMethod() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		this.methods.on("wait", (request) -> {
			started.countDown();
			try {
				return new CountDownLatch(1).await(1, TimeUnit.MINUTES);
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				throw ex;
			}
		});
		CompletableFuture<?> future = call().call("wait", null, Boolean.class);
		started.await();
		future.cancel(true);
		assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void requestsAreAnsweredInTheOrderInWhichTheyEnd() throws Exception {
		CompletableFuture<String> first = new CompletableFuture<>();
		this.methods.on("first", (request) -> first).on("second", (request) -> "two");
		RawPeer peer = serve(JsonRpcLimits.DEFAULTS);
		peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"first\"}");
		peer.send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"second\"}");
		assertThat(peer.receive()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"two\"}");
		first.complete("one");
		assertThat(peer.receive()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"one\"}");
	}

	@Test
	void notificationArrives() throws Exception {
		CountDownLatch notified = new CountDownLatch(1);
		this.methods.on("note", (request) -> {
			notified.countDown();
			return "never sent";
		});
		assertThat(call().sendNotification("note", null)).isTrue();
		assertThat(notified.await(10, TimeUnit.SECONDS)).isTrue();
	}

	private JsonRpcSession callTo(RawPeer[] peer, JsonRpcLimits limits) throws Exception {
		this.sandbox.closeLater(this.methods);
		LocalServer server = this.sandbox.listeningServer();
		peer[0] = this.sandbox.closeLater(new RawPeer(this.sandbox.connectForeign(server), LINES));
		return session(this.sandbox.take(server), this.methods, limits);
	}

	@Test
	void callWithoutReplyTimesOutAndIsCancelled() throws Exception {
		RawPeer[] peer = new RawPeer[1];
		JsonRpcSession session = callTo(peer, JsonRpcLimits.DEFAULTS);
		CompletableFuture<?> future = session.call("late", List.of(), String.class, Duration.ofMillis(50), Map.of());
		assertThat(peer[0].receive()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"late\",\"params\":[]}");
		assertThat(peer[0].receive())
			.isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":1}}");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get)
			.withCauseInstanceOf(TimeoutException.class);
		// The reply that comes too late is nobody's
		peer[0].send("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"late\"}");
		CompletableFuture<@Nullable String> next = session.call("next", null, String.class);
		assertThat(peer[0].receive()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"next\"}");
		peer[0].send("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"there\"}");
		assertThat(next.get()).isEqualTo("there");
	}

	@Test
	void metaGoesWithTheParameters() throws Exception {
		RawPeer[] peer = new RawPeer[1];
		JsonRpcSession session = callTo(peer, JsonRpcLimits.DEFAULTS);
		Map<String, String> meta = Map.of("traceparent", "t");
		session.sendNotification("a", Map.of("x", 1), meta);
		session.sendNotification("b", List.of(1), meta);
		session.sendNotification("c", null, meta);
		assertThat(peer[0].receive()).endsWith("\"params\":{\"x\":1,\"_meta\":{\"traceparent\":\"t\"}}}");
		assertThat(peer[0].receive()).endsWith("\"params\":[1],\"_meta\":{\"traceparent\":\"t\"}}");
		assertThat(peer[0].receive()).endsWith("\"method\":\"c\",\"_meta\":{\"traceparent\":\"t\"}}");
	}

	@Test
	void callsThatWaitAreLimited() throws Exception {
		RawPeer[] peer = new RawPeer[1];
		JsonRpcSession session = callTo(peer, new JsonRpcLimits(1, 1, 64, Duration.ofSeconds(30), 2));
		CompletableFuture<?> first = session.call("a", null, String.class);
		session.call("b", null, String.class);
		assertThat(session.call("c", null, String.class)).isCompletedExceptionally();
		first.cancel(true);
		assertThat(session.call("d", null, String.class)).isNotDone();
	}

	@Test
	void parametersThatAreNoObjectAndNoArrayAreRefused() throws Exception {
		RawPeer[] peer = new RawPeer[1];
		JsonRpcSession session = callTo(peer, JsonRpcLimits.DEFAULTS);
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> session.call("a", "text", String.class).get())
			.withCauseInstanceOf(IllegalArgumentException.class);
		assertThatIllegalArgumentException().isThrownBy(() -> session.sendNotification("a", 1));
	}

	@Test
	void resultOfAnotherTypeFailsTheCallOnly() throws Exception {
		this.methods.on("text", (request) -> "text");
		JsonRpcPeer peer = call();
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> peer.call("text", null, Integer.class).get())
			.withCauseInstanceOf(JacksonException.class);
		assertThat(peer.<String>call("text", null, String.class).get()).isEqualTo("text");
	}

	@Test
	void callOfAPeerThatHasEndedItsOutputFailsWhileItsRequestRuns() throws Exception {
		this.methods.on("ask", (request) -> request.peer().call("never", null, String.class));
		RawPeer peer = serve(JsonRpcLimits.DEFAULTS);
		peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ask\"}");
		assertThat(peer.receive()).contains("never");
		assertThat(peer.shutdownOutput().receive()).contains("-32603");
		assertThat(peer.receive()).isNull();
	}

	@Test
	void replyThatNoFrameCanHoldBecomesAnError() throws Exception {
		this.methods.on("long", (request) -> "x".repeat(300));
		this.sandbox.closeLater(this.methods);
		Framing framing = new LengthPrefixedFraming(1, ByteOrder.BIG_ENDIAN, false, 255);
		LocalServer server = this.sandbox.listeningServer();
		RawPeer peer = this.sandbox.closeLater(new RawPeer(this.sandbox.connectForeign(server), framing));
		new JsonRpcSession(this.sandbox.take(server), new JsonRpcProtocol(framing, mapper, JsonRpcLimits.DEFAULTS),
				this.methods, this.methods.workers())
			.start();
		peer.send("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"long\"}");
		assertThat(peer.receive())
			.isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32603,\"message\":\"Internal error\"}}");
	}

	@Test
	void indentingMapperWritesOneLineAllTheSame() throws Exception {
		this.methods.on("map", (request) -> Map.of("a", List.of(1)));
		this.sandbox.closeLater(this.methods);
		LocalServer server = this.sandbox.listeningServer();
		RawPeer peer = this.sandbox.closeLater(new RawPeer(this.sandbox.connectForeign(server), LINES));
		JsonMapper indenting = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
		new JsonRpcSession(this.sandbox.take(server), new JsonRpcProtocol(LINES, indenting, JsonRpcLimits.DEFAULTS),
				this.methods, this.methods.workers())
			.start();
		peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"map\"}");
		assertThat(peer.receive()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":[1]}}");
	}

	@Test
	void interruptedRequestsAreAnsweredWhenTimeIsOver() throws Exception {
		RawPeer[] peer = new RawPeer[1];
		CountDownLatch started = new CountDownLatch(1);
		this.methods.on("wait", (request) -> {
			started.countDown();
			return new CountDownLatch(1).await(1, TimeUnit.MINUTES);
		});
		JsonRpcSession session = callTo(peer, JsonRpcLimits.DEFAULTS);
		peer[0].send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"wait\"}");
		started.await();
		session.cancelAll();
		assertThat(peer[0].receive()).contains("-32800");
	}

	@Test
	void callFailsWhenTheConnectionEnds() throws Exception {
		this.methods.on("never", (request) -> new CompletableFuture<>());
		JsonRpcPeer peer = call();
		CompletableFuture<?> future = peer.call("never", null, String.class);
		peer.socket().abort();
		eventually().until(future::isCompletedExceptionally);
		assertThat(peer.call("never", null, String.class)).isCompletedExceptionally();
	}

}

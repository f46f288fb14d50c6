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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.JsonRpcPeer;
import dev.localsocket.testing.SocketPair;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

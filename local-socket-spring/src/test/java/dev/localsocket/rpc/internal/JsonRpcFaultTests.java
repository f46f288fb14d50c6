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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.rpc.JsonRpcRemoteException;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.worker.WorkerTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What comes of a {@link JsonRpcSession} when its methods, its threads or its peer fail.
 */
class JsonRpcFaultTests {

	private static final JsonMapper mapper = new JsonMapper();

	private static final Framing LINES = new LineFraming(1_000_000);

	private static final Duration LONG = Duration.ofSeconds(30);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final Methods methods = new Methods();

	private LocalSocket accepted = new LocalSocket();

	JsonRpcFaultTests() {
		this.methods.on("echo", (request) -> request.params());
	}

	private RawPeer peer(LocalServer server) throws Exception {
		this.sandbox.closeLater(this.methods);
		RawPeer peer = this.sandbox.closeLater(new RawPeer(this.sandbox.connectForeign(server), LINES));
		this.accepted = this.sandbox.take(server);
		return peer;
	}

	private JsonRpcSession session(int maxConcurrentRequests) {
		JsonRpcLimits limits = new JsonRpcLimits(maxConcurrentRequests, 16, 64, LONG, 1024);
		JsonRpcSession session = new JsonRpcSession(this.accepted, new JsonRpcProtocol(LINES, mapper, limits),
				this.methods, this.methods.workers());
		session.start();
		return session;
	}

	private RawPeer serve(int maxConcurrentRequests) throws Exception {
		RawPeer peer = peer(this.sandbox.listeningServer());
		session(maxConcurrentRequests);
		return peer;
	}

	private static String request(Object id, String method) {
		return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\"}".formatted(id, method);
	}

	private static String cancel(Object id) {
		return "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":%s}}".formatted(id);
	}

	private static String result(Object id, String json) {
		return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(id, json);
	}

	private static String error(Object id, int code, String message) {
		return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":\"%s\"}}".formatted(id, code,
				message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"\\uD800\"", "\"\\uDC00x\"", "\"a\\uD83D\\uDE00\"" })
	void idOfSurrogatesIsAnsweredAsItCame(String id) throws Exception {
		RawPeer peer = serve(1);
		assertThat(peer.send(request(id, "no")).receive()).isEqualTo(error(id, -32601, "Method not found"));
		assertThat(peer.send(request(id, "echo")).receive()).isEqualTo(result(id, "null"));
		peer.shutdownOutput();
		assertThat(this.methods.ended.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void stageThatCannotBeCancelledKeepsItsSlotUntilItEnds() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		CompletableFuture<String> future = new CompletableFuture<>();
		this.methods.on("minimal", (request) -> {
			started.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				// Cancelled before it returns
			}
			return future.minimalCompletionStage();
		});
		RawPeer peer = serve(1);
		peer.send(request(1, "minimal"));
		started.await();
		peer.send(cancel(1)).send(request(2, "echo"));
		assertThat(peer.receive()).isEqualTo(error(1, -32800, "Request cancelled"));
		future.complete("done");
		assertThat(peer.receive()).isEqualTo(result(2, "null"));
	}

	@Test
	void stageThatCannotBeFollowedIsAnError() throws Exception {
		this.methods.on("odd", (request) -> new CompletableFuture<String>() {

			@Override
			public CompletableFuture<String> whenComplete(BiConsumer<? super String, ? super Throwable> action) {
				throw new UnsupportedOperationException("secret");
			}

		});
		RawPeer peer = serve(1);
		assertThat(peer.send(request(1, "odd")).receive()).isEqualTo(error(1, -32603, "Internal error"));
		assertThat(peer.send(request(2, "echo")).receive()).isEqualTo(result(2, "null"));
	}

	@Test
	void executorThatThrowsIsAnError() throws Exception {
		this.methods.on("full", (task) -> {
			throw new IllegalStateException("secret");
		}, (request) -> null);
		RawPeer peer = serve(1);
		assertThat(peer.send(request(1, "full")).receive()).isEqualTo(error(1, -32603, "Internal error"));
		assertThat(peer.send(request(2, "echo")).receive()).isEqualTo(result(2, "null"));
		peer.shutdownOutput();
		assertThat(this.methods.ended.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void requestThatWasCancelledBeforeItHasAThreadDoesNotRun() throws Exception {
		Queue<WorkerTask> tasks = new ConcurrentLinkedQueue<>();
		List<String> run = new CopyOnWriteArrayList<>();
		this.methods.on("later", tasks::add, (request) -> run.add(request.method()));
		RawPeer peer = serve(1);
		peer.send(request(1, "later"));
		eventually().until(() -> !tasks.isEmpty());
		assertThat(peer.send(cancel(1)).receive()).isEqualTo(error(1, -32800, "Request cancelled"));
		tasks.remove().run();
		assertThat(peer.send(request(2, "echo")).receive()).isEqualTo(result(2, "null"));
		assertThat(run).isEmpty();
	}

	@Test
	void requestsThatWaitDoNotBeginWhenThePeerIsGone() throws Exception {
		List<String> run = new CopyOnWriteArrayList<>();
		this.methods.onLoop("long", (request) -> "x".repeat(500_000));
		this.methods.onLoop("later", (request) -> run.add(request.method()));
		RawPeer peer = serve(4);
		peer.send(request(1, "long"));
		eventually().until(() -> this.accepted.bytesToWrite() > 64 * 1024);
		for (int id = 2; id < 10; id++) {
			peer.send(request(id, "later"));
		}
		eventually().until(() -> this.accepted.bytesAvailable() == 0);
		this.accepted.abort();
		assertThat(this.methods.ended.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(run).isEmpty();
	}

	@Test
	void requestAndItsCancellationInOneBatchMeet() throws Exception {
		List<String> run = new CopyOnWriteArrayList<>();
		this.methods.on("never", (request) -> run.add(request.method()));
		RawPeer peer = serve(1);
		peer.send("[" + request(1, "never") + "," + cancel(1) + "]");
		assertThat(peer.receive()).isEqualTo("[" + error(1, -32800, "Request cancelled") + "]");
		assertThat(peer.send(request(2, "echo")).receive()).isEqualTo(result(2, "null"));
		assertThat(run).isEmpty();
	}

	@Test
	void callsThatThePeerDoesNotReadAreBounded() throws Exception {
		peer(this.sandbox.listeningServer());
		this.accepted.setWriteBufferSize(200_000);
		JsonRpcSession session = session(1);
		Map<String, String> params = Map.of("text", "x".repeat(50_000));
		List<CompletableFuture<@Nullable String>> calls = new ArrayList<>();
		do {
			calls.add(session.call("never", params, String.class));
			assertThat(this.accepted.bytesToWrite()).isLessThanOrEqualTo(200_000);
			calls.get(calls.size() - 1).cancel(true);
		}
		while (calls.size() < 100);
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> session.call("never", params, String.class).get())
			.havingCause()
			.isInstanceOfSatisfying(LocalSocketException.class,
					(ex) -> assertThat(ex.error()).isEqualTo(SocketError.WRITE_BUFFER_FULL));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"jsonrpc":"1.0","id":1,"result":7}
			{"jsonrpc":"2.0","id":1,"result":7,"result":8}
			{"jsonrpc":"2.0","id":1,"result":{"a":1,"a":2}}
			{"jsonrpc":"2.0","result":{"a":1,"a":2},"id":1}
			{"jsonrpc":"2.0","error":{"code":1,"code":2},"id":1}
			{"jsonrpc":"2.0","id":1,"result":[1,2
			{"jsonrpc":"2.0","id":1,"result":7}x
			{"jsonrpc":"2.0","id":1,"result":DEEP}
			{"jsonrpc":"2.0","result":DEEP,"id":1}
			""")
	void replyThatCannotBeUnderstoodFailsTheCallAndIsNotRepliedTo(String reply) throws Exception {
		RawPeer peer = peer(this.sandbox.listeningServer());
		CompletableFuture<?> call = session(1).call("ask", null, Integer.class);
		assertThat(peer.receive()).isEqualTo(request(1, "ask"));
		peer.send(reply.replace("DEEP", "[".repeat(100) + "]".repeat(100)));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(10, TimeUnit.SECONDS))
			.withCauseInstanceOf(JacksonException.class);
		assertThat(peer.send(request(2, "echo")).receive()).isEqualTo(result(2, "null"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":7}",
			"{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":7}}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]}",
			"" })
	void whatDependsOnACallMayBlock(String reply) throws Exception {
		RawPeer peer = peer(this.sandbox.listeningServer());
		CompletableFuture<?> call = session(1).call("ask", null, Integer.class);
		CompletableFuture<String> thread = call.handle((result, ex) -> Thread.currentThread().getName());
		peer.receive();
		if (reply.isEmpty()) {
			peer.close();
		}
		else {
			peer.send(reply);
		}
		assertThat(thread.get(10, TimeUnit.SECONDS)).startsWith("pool-");
	}

	@Test
	void whatDependsOnACallThatIsOverTimeMayBlock() throws Exception {
		RawPeer peer = peer(this.sandbox.listeningServer());
		JsonRpcLimits limits = new JsonRpcLimits(1, 1, 64, Duration.ofMillis(100), 1);
		JsonRpcSession session = new JsonRpcSession(this.accepted, new JsonRpcProtocol(LINES, mapper, limits),
				this.methods, this.methods.workers());
		session.start();
		CompletableFuture<?> call = session.call("ask", null, Integer.class);
		CompletableFuture<String> thread = call.handle((result, ex) -> Thread.currentThread().getName());
		assertThat(thread.get(10, TimeUnit.SECONDS)).startsWith("pool-");
		assertThat(peer.receive()).isEqualTo(request(1, "ask"));
		assertThat(peer.receive()).isEqualTo(cancel(1));
	}

	@Test
	void errorOfThePeerIsFitToBeLogged() throws Exception {
		RawPeer peer = peer(this.sandbox.listeningServer());
		CompletableFuture<?> call = session(1).call("ask", null, Integer.class);
		peer.receive();
		peer.send(error(1, 7, "no\\nWARN forged" + "x".repeat(10_000)));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(10, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(JsonRpcRemoteException.class)
			.satisfies((ex) -> assertThat(ex.getMessage()).startsWith("no\\nWARN forged").hasSizeLessThan(1100));
	}

	@Test
	void resultThatNoWorkerTakesFails() {
		CompletableFuture<@Nullable String> source = new CompletableFuture<>();
		CompletableFuture<@Nullable String> target = HandedOver.of(source, (value) -> value, (task) -> {
			throw new IllegalStateException("full");
		});
		source.complete("x");
		assertThat(target).isCompletedExceptionally();
	}

	@Test
	void replyWithoutAResultIsOneOfNone() throws Exception {
		RawPeer peer = peer(this.sandbox.listeningServer());
		CompletableFuture<?> call = session(1).call("ask", null, Integer.class);
		peer.receive();
		peer.send("{\"jsonrpc\":\"2.0\",\"id\":1}");
		assertThat(call.get(10, TimeUnit.SECONDS)).isNull();
		assertThat(peer.send("{\"jsonrpc\":\"2.0\",\"id\":2}").receive())
			.isEqualTo(error("null", -32600, "Invalid Request"));
	}

	@Test
	void requestOfWhichTheMethodCannotBeReadEndsNoCall() throws Exception {
		RawPeer peer = peer(this.sandbox.listeningServer());
		CompletableFuture<?> call = session(1).call("ask", null, Integer.class);
		peer.receive();
		peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"params\":{\"a\":1,\"a\":2},\"method\":\"echo\"}");
		assertThat(peer.receive()).isEqualTo(error("null", -32700, "Parse error"));
		peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"params\":{}}");
		assertThat(peer.receive()).isEqualTo(error("1", -32600, "Invalid Request"));
		assertThat(call).isNotDone();
	}

	@Test
	void connectionOfWhichACallIsOpenIsNotIdle() throws Exception {
		LocalServer server = this.sandbox.server();
		server.setLimits(server.limits().withIdleTimeout(Duration.ofMillis(100)));
		peer(this.sandbox.listen(server));
		CompletableFuture<?> call = session(1).call("never", null, String.class, Duration.ofMillis(500), Map.of());
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(call::get)
			.withCauseInstanceOf(TimeoutException.class);
	}

}

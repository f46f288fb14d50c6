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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a peer of {@link JsonRpcSession} can do, and what it can not.
 */
class JsonRpcBoundsTests {

	private static final JsonMapper mapper = new JsonMapper();

	private static final Framing LINES = new LineFraming(1_000_000);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final Methods methods = new Methods();

	/** Those that wait for a permit, in the order in which they began. */
	private final List<String> begun = new CopyOnWriteArrayList<>();

	private final Semaphore permits = new Semaphore(0);

	private LocalSocket accepted = new LocalSocket();

	JsonRpcBoundsTests() {
		this.methods.on("echo", (request) -> request.params());
		this.methods.onLoop("loop", (request) -> request.params());
		this.methods.on("long", (request) -> "x".repeat(10_000));
		this.methods.on("wait", (request) -> {
			this.begun.add(String.valueOf(request.id()));
			this.permits.acquire();
			return "waited";
		});
	}

	private static JsonRpcLimits limits(int maxConcurrentRequests) {
		return new JsonRpcLimits(maxConcurrentRequests, 16, 64, Duration.ofSeconds(30), 1024);
	}

	private RawPeer serve(int maxConcurrentRequests) throws Exception {
		this.sandbox.closeLater(this.methods);
		LocalServer server = this.sandbox.listeningServer();
		RawPeer peer = this.sandbox.closeLater(new RawPeer(this.sandbox.connectForeign(server), LINES));
		this.accepted = this.sandbox.take(server);
		new JsonRpcSession(this.accepted, new JsonRpcProtocol(LINES, mapper, limits(maxConcurrentRequests)),
				this.methods, this.methods.workers())
			.start();
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
	@ValueSource(strings = { "1", "1.0", "1e2", "1E+2", "-0", "0.10", "1.5", "\"1\"", "\"\"", "\"a\\\"b\"", "null",
			"123456789012345678", "1234567890123456789", "123456789012345678901234567890", "-9223372036854775808" })
	void idIsAnsweredAsItCame(String id) throws Exception {
		RawPeer peer = serve(16);
		assertThat(peer.send(request(id, "echo")).receive()).isEqualTo(result(id, "null"));
		assertThat(peer.send(request(id, "no")).receive()).isEqualTo(error(id, -32601, "Method not found"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "[]", "{}", "[1]", "{\"a\":[1]}", "1e99999999999" })
	void idOfAnotherTypeIsInvalid(String id) throws Exception {
		assertThat(serve(16).send(request(id, "echo")).receive()).isEqualTo(error("null", -32600, "Invalid Request"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''                                                         | -32700
			{}x                                                        | -32700
			{"jsonrpc":"2.0","id":1,"method":"echo"}{}                 | -32700
			{"jsonrpc":"2.0","id":1,"method":"echo","params":[01]}     | -32700
			{"jsonrpc":"2.0","id":1,"method":"echo","params":[NaN]}    | -32700
			{"jsonrpc":"2.0","id":1,"method":"echo","params":{"a":1,"a":2}} | -32700
			1                                                          | -32600
			"x"                                                        | -32600
			null                                                       | -32600
			{}                                                         | -32600
			{"id":1,"method":"echo"}                                   | -32600
			{"jsonrpc":"1.0","id":1,"method":"echo"}                   | -32600
			{"jsonrpc":2.0,"id":1,"method":"echo"}                     | -32600
			{"jsonrpc":["2.0"],"id":1,"method":"echo"}                 | -32600
			{"jsonrpc":"2.0","id":1}                                   | -32600
			{"jsonrpc":"2.0","id":1,"method":["echo"]}                 | -32600
			{"jsonrpc":"2.0","id":1,"method":null}                     | -32600
			{"jsonrpc":"2.0","id":1,"method":"echo","params":1}        | -32600
			{"jsonrpc":"2.0","id":1,"method":"echo","params":"x"}      | -32600
			{"jsonrpc":"2.0","id":1,"id":2,"method":"echo"}            | -32600
			{"jsonrpc":"2.0","id":1,"method":"echo","method":"loop"}   | -32600
			{"jsonrpc":"2.0","jsonrpc":"2.0","id":1,"method":"echo"}   | -32600
			{"jsonrpc":"2.0","id":1,"method":"echo","params":[],"params":[]} | -32600
			""")
	void whatIsNoRequestGetsAnErrorAndTheConnectionStays(String json, int code) throws Exception {
		RawPeer peer = serve(16);
		assertThat(peer.send(json).receiveJson().path("error").path("code").intValue()).isEqualTo(code);
		assertThat(peer.send(request(7, "echo")).receive()).isEqualTo(result(7, "null"));
	}

	@Test
	void unknownMembersAndNullParametersAreIgnored() throws Exception {
		RawPeer peer = serve(16);
		peer.send("{\"x\":{\"id\":[3]},\"jsonrpc\":\"2.0\",\"params\":null,\"y\":[{}],\"id\":1,\"method\":\"echo\"}");
		assertThat(peer.receive()).isEqualTo(result(1, "null"));
	}

	@Test
	void parametersReachTheMethodWithoutMeta() throws Exception {
		this.methods.on("meta", (request) -> List.of(Methods.params(request), request.meta()));
		RawPeer peer = serve(16);
		peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"meta\","
				+ "\"params\":{\"a\":1.10,\"_meta\":{\"traceparent\":\"t\",\"n\":1}}}");
		assertThat(peer.receive()).isEqualTo(result(1, "[{\"a\":1.10},{\"traceparent\":\"t\"}]"));
		peer.send(
				"{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"meta\",\"params\":[1],\"_meta\":{\"traceparent\":\"t\"}}");
		assertThat(peer.receive()).isEqualTo(result(2, "[[1],{\"traceparent\":\"t\"}]"));
	}

	@ParameterizedTest
	@CsvSource({ "63,true", "64,false", "100000,false" })
	void depthIsBounded(int depth, boolean allowed) throws Exception {
		String params = "[".repeat(depth) + "]".repeat(depth);
		String reply = serve(16).send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":" + params + "}")
			.receive();
		assertThat(reply).isEqualTo(allowed ? result(1, params) : error("null", -32700, "Parse error"));
	}

	@Test
	void batchOverTheLimitIsRefusedAsAWhole() throws Exception {
		RawPeer peer = serve(16);
		peer.send("[" + (request(1, "echo") + ",").repeat(16) + request(2, "echo") + "]");
		assertThat(peer.receive()).isEqualTo(error("null", -32600, "Invalid Request: a batch may have 16 elements"));
		peer.send("[" + String.join(",", IntStream.range(0, 16).mapToObj((id) -> request(id, "echo")).toList()) + "]");
		assertThat(peer.receiveJson()).hasSize(16);
	}

	@Test
	void batchRunsAlone() throws Exception {
		RawPeer peer = serve(2);
		peer.send(request(1, "wait"));
		peer.send("[" + request(2, "wait") + "," + request(3, "wait") + "," + request(4, "wait") + "]");
		peer.send(request(5, "wait"));
		eventually().until(() -> this.begun.equals(List.of("1")) && this.accepted.bytesAvailable() == 0);
		this.permits.release();
		assertThat(peer.receive()).isEqualTo(result(1, "\"waited\""));
		eventually().until(() -> this.begun.size() == 3);
		assertThat(this.begun).containsExactlyInAnyOrder("1", "2", "3");
		this.permits.release(2);
		eventually().until(() -> this.begun.contains("4"));
		assertThat(this.begun).hasSize(4);
		this.permits.release(2);
		assertThat(peer.receiveJson()).hasSize(3);
		assertThat(peer.receive()).isEqualTo(result(5, "\"waited\""));
	}

	@Test
	void runningIdIsRefusedAndMayBeUsedAgainAfterwards() throws Exception {
		RawPeer peer = serve(16);
		peer.send(request(1, "wait")).send(request(1, "echo"));
		assertThat(peer.receive()).isEqualTo(error(1, -32600, "Invalid Request: a request with this id is running"));
		peer.send(request("\"1\"", "echo")).send(request("1.0", "echo"));
		assertThat(List.of(String.valueOf(peer.receive()), String.valueOf(peer.receive())))
			.containsExactlyInAnyOrder(result("\"1\"", "null"), result("1.0", "null"));
		this.permits.release();
		assertThat(peer.receive()).isEqualTo(result(1, "\"waited\""));
		assertThat(peer.send(request(1, "echo")).receive()).isEqualTo(result(1, "null"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "\"a\"", "1e2", "12345678901234567890" })
	void runningRequestIsCancelledOnce(String id) throws Exception {
		RawPeer peer = serve(16);
		peer.send(request(id, "wait"));
		eventually().until(() -> !this.begun.isEmpty());
		peer.send(cancel(id)).send(cancel(id));
		assertThat(peer.receive()).isEqualTo(error(id, -32800, "Request cancelled"));
		peer.send(request(id, "echo"));
		assertThat(peer.receive()).isEqualTo(result(id, "null"));
		assertThat(peer.shutdownOutput().receive()).isNull();
		assertThat(this.methods.failures).isEmpty();
	}

	@Test
	void cancelledFutureIsCancelled() throws Exception {
		CompletableFuture<String> future = new CompletableFuture<>();
		this.methods.on("future", (request) -> future);
		RawPeer peer = serve(16);
		peer.send(request(1, "future")).send(request(2, "echo"));
		peer.receive();
		assertThat(peer.send(cancel(1)).receive()).isEqualTo(error(1, -32800, "Request cancelled"));
		eventually().until(future::isCancelled);
	}

	@Test
	void waitingRequestIsCancelledWithoutBeingRun() throws Exception {
		RawPeer peer = serve(1);
		peer.send(request(1, "wait")).send(request(2, "wait")).send(request(3, "echo")).send(cancel(2));
		assertThat(peer.receive()).isEqualTo(error(2, -32800, "Request cancelled"));
		this.permits.release();
		assertThat(peer.receive()).isEqualTo(result(1, "\"waited\""));
		assertThat(peer.receive()).isEqualTo(result(3, "null"));
		assertThat(this.begun).containsExactly("1");
	}

	@Test
	void cancellationOfWhatIsDoneOrUnknownChangesNothing() throws Exception {
		RawPeer peer = serve(1);
		peer.send(request(1, "echo"));
		assertThat(peer.receive()).isEqualTo(result(1, "null"));
		peer.send(cancel(1)).send(cancel("\"x\"")).send(cancel("null")).send(cancel("{}"));
		peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\"}");
		assertThat(peer.send(request(2, "echo")).receive()).isEqualTo(result(2, "null"));
	}

	@Test
	void oneAtATimeIsStrictlyInOrder() throws Exception {
		AtomicInteger running = new AtomicInteger();
		this.methods.on("alone", (request) -> running.incrementAndGet() + running.decrementAndGet());
		RawPeer peer = serve(1);
		List<String> expected = new ArrayList<>();
		for (int id = 0; id < 300; id++) {
			String method = List.of("alone", "loop", "no").get(id % 3);
			peer.send(request(id, method));
			expected.add(method.equals("no") ? error(id, -32601, "Method not found")
					: result(id, method.equals("alone") ? "1" : "null"));
		}
		assertThat(peer.shutdownOutput().receiveAll()).isEqualTo(expected);
	}

	@Test
	void peerThatFloodsIsReadUpToTheBound() throws Exception {
		RawPeer peer = serve(2);
		this.accepted.setReadBufferSize(4096);
		int count = 20_000;
		var flood = this.sandbox.async(() -> {
			for (int id = 0; id < count; id++) {
				peer.send(request(id, "wait"));
			}
			return peer.shutdownOutput();
		});
		eventually().until(() -> this.begun.size() == 2 && this.accepted.bytesAvailable() >= 4096);
		long handled = this.accepted.bytesReceived() - this.accepted.bytesAvailable();
		assertThat(handled).isLessThan((2 + 64 + 64) * 60L);
		// Cancellations among what was read ahead are seen all the same
		assertThat(this.begun).hasSize(2);
		this.permits.release(count);
		assertThat(peer.receiveAll()).hasSize(count);
		flood.result();
	}

	@Test
	void longRequestsAreReadUpToTheBoundInBytes() throws Exception {
		RawPeer peer = serve(1);
		this.accepted.setReadBufferSize(4096);
		String params = "x".repeat(30_000);
		var flood = this.sandbox.async(() -> {
			for (int id = 0; id < 100; id++) {
				peer.send("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"wait\",\"params\":[\"%s\"]}".formatted(id,
						params));
			}
			return peer;
		});
		eventually().until(() -> this.begun.size() == 1 && this.accepted.bytesAvailable() >= 4096);
		assertThat(this.accepted.bytesReceived() - this.accepted.bytesAvailable()).isLessThan(6 * 30_100L);
		this.permits.release(100);
		flood.result();
		peer.shutdownOutput();
		assertThat(peer.receiveAll()).hasSize(100);
	}

	@ParameterizedTest
	@ValueSource(strings = { "long", "no", "cancelled" })
	void peerThatNeverReadsIsNotRead(String kind) throws Exception {
		RawPeer peer = serve(4);
		this.accepted.setReadBufferSize(4096);
		String text = kind.equals("cancelled") ? request(1, "echo") + "\n" + cancel(1) + "\n" : request(1, kind) + "\n";
		peer.sendBytes(ByteBuffer.wrap((request(1, "long") + "\n").repeat(50).getBytes(StandardCharsets.UTF_8)));
		var flood = this.sandbox.async(() -> {
			for (int i = 0; i < 100_000; i++) {
				peer.sendBytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
			}
			return peer;
		});
		eventually().until(() -> this.accepted.bytesToWrite() > 0 && this.accepted.bytesAvailable() >= 4096);
		long[] received = { -1 };
		eventually().pollInterval(Duration.ofMillis(200))
			.until(() -> received[0] == (received[0] = this.accepted.bytesReceived()));
		assertThat(this.accepted.bytesToWrite()).isLessThan(64 * 1024 + 64 * 10_100);
		assertThat(flood.future().isDone()).isFalse();
		peer.close();
		eventually().until(() -> this.methods.ended.getCount() == 0);
	}

	@Test
	void peerThatVanishesEndsWhatRunsAndDropsWhatWaits() throws Exception {
		CompletableFuture<String> future = new CompletableFuture<>();
		this.methods.on("future", (request) -> future);
		RawPeer peer = serve(2);
		peer.send(request(1, "wait")).send(request(2, "future")).send(request(3, "wait"));
		eventually().until(() -> this.begun.equals(List.of("1")));
		assertThat(this.methods.ended.getCount()).isOne();
		// Half a message is an error of the framing
		peer.sendBytes(ByteBuffer.wrap(new byte[] { '{' }));
		peer.close();
		assertThat(this.methods.ended.await(10, TimeUnit.SECONDS)).isTrue();
		eventually().until(future::isCancelled);
		assertThat(this.begun).containsExactly("1");
	}

	@Test
	void peerThatEndsItsOutputGetsWhatItHasAskedFor() throws Exception {
		RawPeer peer = serve(2);
		for (int id = 0; id < 10; id++) {
			peer.send(request(id, "wait"));
		}
		peer.shutdownOutput();
		eventually().until(() -> this.begun.size() == 2 && this.accepted.bytesAvailable() == 0);
		this.permits.release(10);
		assertThat(peer.receiveAll()).hasSize(10);
		assertThat(this.methods.ended.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void longMessagesAreReadByAWorkerInOrder() throws Exception {
		RawPeer peer = serve(1);
		String text = "x".repeat(100_000);
		peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"loop\",\"params\":[\"" + text + "\"]}")
			.send(request(2, "loop"));
		assertThat(peer.receive()).isEqualTo(result(1, "[\"" + text + "\"]"));
		assertThat(peer.receive()).isEqualTo(result(2, "null"));
	}

	@Test
	void failureTellsNothingInternal() throws Exception {
		this.methods.on("fail", (request) -> {
			throw new IllegalStateException("secret");
		});
		this.methods.on("failLater", (request) -> CompletableFuture.failedFuture(new IllegalStateException("secret")));
		this.methods.on("unwritable", (request) -> new Object() {
			@SuppressWarnings("unused")
			public String getSecret() {
				throw new IllegalStateException("secret");
			}
		});
		RawPeer peer = serve(16);
		for (String method : List.of("fail", "failLater", "unwritable")) {
			assertThat(peer.send(request(1, method)).receive()).isEqualTo(error(1, -32603, "Internal error"));
		}
	}

	@Test
	void notificationIsNeverAnswered() throws Exception {
		CountDownLatch failed = new CountDownLatch(1);
		this.methods.on("fail", (request) -> {
			failed.countDown();
			throw new IllegalStateException("secret");
		});
		RawPeer peer = serve(16);
		peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"fail\"}").send("{\"jsonrpc\":\"2.0\",\"method\":\"no\"}");
		failed.await();
		assertThat(peer.shutdownOutput().receive()).isNull();
		eventually().until(() -> this.methods.failures.size() == 1);
	}

	@Test
	void repliesToWhatWasNotAskedAreIgnored() throws Exception {
		RawPeer peer = serve(16);
		peer.send(result(1, "null")).send(error("null", -32600, "x")).send(result("[]", "null"));
		assertThat(peer.send(request(1, "echo")).receive()).isEqualTo(result(1, "null"));
	}

}

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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.framing.ContentLengthFraming;
import dev.localsocket.framing.DelimiterFraming;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.JsonLinesFraming;
import dev.localsocket.framing.LengthPrefixedFraming;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.testing.SocketSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each example of section 7 of the JSON-RPC 2.0 specification.
 */
class JsonRpcSpecificationTests {

	private static final JsonMapper mapper = new JsonMapper();

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final Methods methods = new Methods().on("subtract", JsonRpcSpecificationTests::subtract)
		.on("sum", JsonRpcSpecificationTests::sum)
		.on("get_data", (request) -> List.of("hello", 5))
		.on("update", (request) -> null)
		.on("notify_hello", (request) -> null)
		.on("notify_sum", JsonRpcSpecificationTests::sum);

	private static Object subtract(JsonRpcRequest request) {
		JsonNode params = Methods.params(request);
		return params.isArray() ? params.path(0).intValue() - params.path(1).intValue()
				: params.path("minuend").intValue() - params.path("subtrahend").intValue();
	}

	private static Object sum(JsonRpcRequest request) {
		return Methods.params(request).valueStream().mapToInt(JsonNode::intValue).sum();
	}

	static Stream<Framing> framings() {
		return Stream.of(new ContentLengthFraming(10_000), new JsonLinesFraming(10_000), new LineFraming(10_000),
				new DelimiterFraming(new byte[1], 10_000),
				new LengthPrefixedFraming(4, ByteOrder.BIG_ENDIAN, false, 10_000));
	}

	static Stream<Arguments> examples() {
		return framings().flatMap((framing) -> Stream.of(example(framing, "positional parameters", """
				{"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1}""", """
				{"jsonrpc": "2.0", "result": 19, "id": 1}"""),
				example(framing, "positional parameters the other way round", """
						{"jsonrpc": "2.0", "method": "subtract", "params": [23, 42], "id": 2}""", """
						{"jsonrpc": "2.0", "result": -19, "id": 2}"""),
				example(framing, "named parameters",
						"""
								{"jsonrpc": "2.0", "method": "subtract", "params": {"subtrahend": 23, "minuend": 42}, "id": 3}""",
						"""
								{"jsonrpc": "2.0", "result": 19, "id": 3}"""),
				example(framing, "named parameters the other way round",
						"""
								{"jsonrpc": "2.0", "method": "subtract", "params": {"minuend": 42, "subtrahend": 23}, "id": 4}""",
						"""
								{"jsonrpc": "2.0", "result": 19, "id": 4}"""),
				example(framing, "a notification", """
						{"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]}""", null),
				example(framing, "a notification of a method that does not exist", """
						{"jsonrpc": "2.0", "method": "foobar"}""", null),
				example(framing, "a method that does not exist", """
						{"jsonrpc": "2.0", "method": "foobar", "id": "1"}""", """
						{"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": "1"}"""),
				example(framing, "invalid JSON", """
						{"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]""", """
						{"jsonrpc": "2.0", "error": {"code": -32700, "message": "Parse error"}, "id": null}"""),
				example(framing, "an invalid request object", """
						{"jsonrpc": "2.0", "method": 1, "params": "bar"}""", """
						{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}"""),
				example(framing, "a batch of invalid JSON", """
						[
						  {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
						  {"jsonrpc": "2.0", "method"
						]""", """
						{"jsonrpc": "2.0", "error": {"code": -32700, "message": "Parse error"}, "id": null}"""),
				example(framing, "an empty array", "[]", """
						{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}"""),
				example(framing, "an invalid batch that is not empty", "[1]", """
						[
						  {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}
						]"""), example(framing, "an invalid batch", "[1,2,3]", """
						[
						  {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
						  {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
						  {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}
						]"""), example(framing, "a batch", """
						[
						  {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
						  {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
						  {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
						  {"foo": "boo"},
						  {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
						  {"jsonrpc": "2.0", "method": "get_data", "id": "9"}
						]""", """
						[
						  {"jsonrpc": "2.0", "result": 7, "id": "1"},
						  {"jsonrpc": "2.0", "result": 19, "id": "2"},
						  {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
						  {"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": "5"},
						  {"jsonrpc": "2.0", "result": ["hello", 5], "id": "9"}
						]"""), example(framing, "a batch of notifications", """
						[
						  {"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]},
						  {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]}
						]""", null)));
	}

	private static Arguments example(Framing framing, String name, String request, @Nullable String reply) {
		return Arguments.of(framing.getClass().getSimpleName() + ": " + name, framing, request.replace('\n', ' '),
				reply);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("examples")
	void exampleOfTheSpecification(String name, Framing framing, String request, @Nullable String reply)
			throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		this.sandbox.closeLater(this.methods);
		RawPeer peer = new RawPeer(this.sandbox.connectForeign(server), framing);
		JsonRpcProtocol protocol = new JsonRpcProtocol(framing, mapper, JsonRpcLimits.DEFAULTS);
		new JsonRpcSession(this.sandbox.take(server), protocol, this.methods, this.methods.workers()).start();
		List<String> replies = peer.send(request).shutdownOutput().receiveAll();
		assertThat(replies.stream().map(JsonRpcSpecificationTests::read))
			.isEqualTo((reply != null) ? List.of(read(reply)) : List.of());
		assertThat(this.methods.ended.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.methods.failures).isEmpty();
	}

	/** The replies of a batch may come in any order. */
	private static Object read(String json) {
		JsonNode node = mapper.readTree(json);
		if (node.isArray()) {
			return node.valueStream().collect(Collectors.groupingBy((each) -> each, Collectors.counting()));
		}
		return node;
	}

}

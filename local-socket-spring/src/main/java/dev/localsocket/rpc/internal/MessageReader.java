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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.localsocket.rpc.internal.JsonRpcMessage.Call;
import dev.localsocket.rpc.internal.JsonRpcMessage.Frame;
import dev.localsocket.rpc.internal.JsonRpcMessage.IdOnly;
import dev.localsocket.rpc.internal.JsonRpcMessage.Invalid;
import dev.localsocket.rpc.internal.JsonRpcMessage.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes messages of JSON. The members of a message are read as they come; trees are made
 * of parameters and results only. Thread-safe.
 */
final class MessageReader {

	private final JsonFactory factory;

	private final ObjectReader trees;

	/** Looks for the id of what cannot be read. */
	private final JsonFactory skipping = new JsonFactory();

	private final int maxBatchLength;

	MessageReader(JsonMapper mapper, JsonRpcLimits limits) {
		this.factory = JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(limits.maxDepth()).build())
			.recyclerPool(JsonRecyclerPools.threadLocalPool())
			.build();
		this.trees = mapper.readerFor(JsonNode.class)
			.with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
					DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
		this.maxBatchLength = limits.maxBatchLength();
	}

	/**
	 * Reads what a frame holds. Never fails: what is wrong becomes an {@link Invalid}.
	 * @param json the payload
	 * @return the messages
	 */
	Frame read(byte[] json) {
		try (JsonParser parser = this.factory.createParser(ObjectReadContext.empty(), json, 0, json.length)) {
			Frame frame = (parser.nextToken() == JsonToken.START_ARRAY) ? batch(parser) : Frame.of(message(parser));
			return (parser.nextToken() == null) ? frame : invalid(ErrorReply.PARSE_ERROR);
		}
		catch (TooLongException ex) {
			return invalid(ErrorReply.batchTooLong(this.maxBatchLength));
		}
		catch (JacksonException ex) {
			return unreadable(json);
		}
	}

	/**
	 * A reply is not replied to, but somebody waits for it. Its id may come after what
	 * cannot be read.
	 */
	private Frame unreadable(byte[] json) {
		Members members = new Members();
		try (JsonParser parser = this.skipping.createParser(ObjectReadContext.empty(), json, 0, json.length)) {
			if (parser.nextToken() == JsonToken.START_OBJECT) {
				for (String name = parser.nextName(); name != null; name = parser.nextName()) {
					parser.nextToken();
					members.skip(name, parser);
				}
			}
		}
		catch (JacksonException ex) {
			// What was seen before is all that can be known
		}
		return members.isResponse() ? Frame.of(Response.invalid(members.idOrNull())) : invalid(ErrorReply.PARSE_ERROR);
	}

	private static Frame invalid(ErrorReply error) {
		return Frame.of(new Invalid(RequestId.NULL, error));
	}

	private Frame batch(JsonParser parser) {
		List<JsonRpcMessage> messages = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			if (messages.size() == this.maxBatchLength) {
				throw new TooLongException();
			}
			messages.add(message(parser));
		}
		return messages.isEmpty() ? invalid(ErrorReply.INVALID_REQUEST) : new Frame(messages, true);
	}

	/** Reads a value, at whose first token the parser is. */
	private JsonRpcMessage message(JsonParser parser) {
		if (parser.currentToken() == null) {
			return new Invalid(RequestId.NULL, ErrorReply.PARSE_ERROR);
		}
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return new Invalid(RequestId.NULL, ErrorReply.INVALID_REQUEST);
		}
		Members members = new Members();
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			parser.nextToken();
			members.read(name, parser);
		}
		return members.message();
	}

	/** Names the reason; there is no stack to look at. */
	private static final class TooLongException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		TooLongException() {
			super("The batch is too long", null, false, false);
		}

	}

	/** The members of one message, as far as they have been read. */
	private final class Members {

		private boolean valid = true;

		private boolean version;

		private @Nullable RequestId id;

		private @Nullable String method;

		private @Nullable JsonNode params;

		private @Nullable JsonNode result;

		private @Nullable JsonNode error;

		private @Nullable JsonNode meta;

		/** Whether there is a result or an error. */
		private boolean outcome;

		void read(String name, JsonParser parser) {
			switch (name) {
				case "jsonrpc" -> {
					once(!this.version);
					this.version = true;
					this.valid &= parser.currentToken() == JsonToken.VALUE_STRING && parser.getString().equals("2.0");
					parser.skipChildren();
				}
				case "id" -> this.id = id(parser, this.id == null);
				case "method" -> {
					once(this.method == null);
					this.valid &= parser.currentToken() == JsonToken.VALUE_STRING;
					this.method = parser.getValueAsString("");
					parser.skipChildren();
				}
				case "params" -> this.params = tree(parser, this.params == null);
				case "result" -> this.result = outcome(parser, this.result == null);
				case "error" -> this.error = outcome(parser, this.error == null);
				case "_meta" -> this.meta = tree(parser, this.meta == null);
				default -> parser.skipChildren();
			}
		}

		/** Reads only what tells whether this is a reply, and to what. */
		void skip(String name, JsonParser parser) {
			switch (name) {
				case "id" -> this.id = id(parser, this.id == null);
				case "method" -> this.method = "";
				case "result", "error" -> this.outcome = true;
				default -> {
				}
			}
			parser.skipChildren();
		}

		boolean isResponse() {
			return this.outcome && this.method == null;
		}

		private JsonNode outcome(JsonParser parser, boolean first) {
			this.outcome = true;
			return tree(parser, first);
		}

		private void once(boolean first) {
			this.valid &= first;
		}

		private JsonNode tree(JsonParser parser, boolean first) {
			once(first);
			return MessageReader.this.trees.readTree(parser);
		}

		private RequestId id(JsonParser parser, boolean first) {
			once(first);
			return switch (parser.currentToken()) {
				case VALUE_NULL -> RequestId.NULL;
				case VALUE_STRING -> RequestId.of(parser.getString());
				case VALUE_NUMBER_INT -> number(parser.getString());
				case VALUE_NUMBER_FLOAT -> fraction(parser.getString());
				default -> {
					parser.skipChildren();
					yield noId();
				}
			};
		}

		private RequestId noId() {
			this.valid = false;
			return RequestId.NULL;
		}

		private RequestId fraction(String json) {
			try {
				return new RequestId(json, JsonNodeFactory.instance.numberNode(new BigDecimal(json)));
			}
			catch (NumberFormatException ex) {
				// The exponent is out of range
				return noId();
			}
		}

		private static RequestId number(String json) {
			JsonNodeFactory nodes = JsonNodeFactory.instance;
			return new RequestId(json, (json.length() < 19) ? nodes.numberNode(Long.parseLong(json))
					: nodes.numberNode(new BigInteger(json)));
		}

		JsonRpcMessage message() {
			if (isResponse()) {
				return response();
			}
			if (this.valid && this.method == null && this.params == null && idOrNull() != RequestId.NULL) {
				return new IdOnly(idOrNull());
			}
			if (this.params != null && this.params.isNull()) {
				this.params = null;
			}
			if (!this.valid || !this.version || this.method == null
					|| (this.params != null && !this.params.isContainer())) {
				return new Invalid(idOrNull(), ErrorReply.INVALID_REQUEST);
			}
			return new Call(this.id, this.method, this.params, meta());
		}

		private Response response() {
			if (!this.valid) {
				return Response.invalid(idOrNull());
			}
			boolean failed = this.error != null && !this.error.isNull();
			return new Response(idOrNull(), failed ? null : this.result, failed ? this.error : null, true);
		}

		RequestId idOrNull() {
			return (this.id != null) ? this.id : RequestId.NULL;
		}

		private Map<String, String> meta() {
			JsonNode inParams = (this.params instanceof ObjectNode object) ? object.remove("_meta") : null;
			JsonNode found = (inParams != null) ? inParams : this.meta;
			if (found == null || !found.isObject()) {
				return Map.of();
			}
			Map<String, String> texts = new HashMap<>();
			found.properties().forEach((member) -> {
				if (member.getValue().isString()) {
					texts.put(member.getKey(), member.getValue().stringValue());
				}
			});
			return texts;
		}

	}

}

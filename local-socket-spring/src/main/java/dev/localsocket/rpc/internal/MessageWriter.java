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

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes JSON of messages, in one line. Thread-safe.
 */
final class MessageWriter {

	private final JsonMapper mapper;

	private final ObjectWriter writer;

	MessageWriter(JsonMapper mapper) {
		this.mapper = mapper;
		this.writer = mapper.writer().without(SerializationFeature.INDENT_OUTPUT);
	}

	/**
	 * Writes the reply of a request that has succeeded.
	 * @throws JacksonException if the result cannot be written
	 */
	ByteBuffer result(RequestId id, @Nullable Object result) {
		Json json = new Json();
		try (JsonGenerator generator = this.writer.createGenerator(json)) {
			begin(generator, id);
			generator.writeName("result");
			this.writer.writeValue(generator, result);
			generator.writeEndObject();
		}
		return json.bytes();
	}

	/**
	 * Writes the reply of a request that has failed.
	 * @throws JacksonException if the data of the error cannot be written
	 */
	ByteBuffer error(RequestId id, ErrorReply error) {
		Json json = new Json();
		try (JsonGenerator generator = this.writer.createGenerator(json)) {
			begin(generator, id);
			generator.writeName("error");
			generator.writeStartObject();
			generator.writeNumberProperty("code", error.code());
			generator.writeStringProperty("message", (error.message() != null) ? error.message() : "");
			if (error.data() != null) {
				generator.writeName("data");
				this.writer.writeValue(generator, error.data());
			}
			generator.writeEndObject();
			generator.writeEndObject();
		}
		return json.bytes();
	}

	private static void begin(JsonGenerator generator, @Nullable RequestId id) {
		generator.writeStartObject();
		generator.writeStringProperty("jsonrpc", "2.0");
		if (id != null) {
			generator.writeName("id");
			generator.writeRawValue(id.json());
		}
	}

	/**
	 * Writes a request or notification.
	 * @param id the id, or null for a notification
	 * @param method the name of the method
	 * @param params what becomes an object or an array, or null for none
	 * @param meta the members of {@code _meta}
	 * @throws IllegalArgumentException if the parameters become something else
	 * @throws JacksonException if the parameters cannot be written
	 */
	ByteBuffer request(@Nullable RequestId id, String method, @Nullable Object params, Map<String, String> meta) {
		Json json = new Json();
		JsonNode tree = (params != null) ? this.mapper.valueToTree(params) : null;
		if (tree != null && !tree.isContainer() && !tree.isNull()) {
			throw new IllegalArgumentException(
					"The parameters of a call must become an object or an array, not " + tree.getNodeType());
		}
		if (tree instanceof ObjectNode object && !meta.isEmpty()) {
			ObjectNode all = object.objectNode().setAll(object);
			tree = all.set("_meta", this.mapper.valueToTree(meta));
		}
		try (JsonGenerator generator = this.writer.createGenerator(json)) {
			begin(generator, id);
			generator.writeStringProperty("method", method);
			if (tree != null && !tree.isNull()) {
				generator.writeName("params");
				this.writer.writeValue(generator, tree);
			}
			if (!(tree instanceof ObjectNode) && !meta.isEmpty()) {
				generator.writeName("_meta");
				this.writer.writeValue(generator, meta);
			}
			generator.writeEndObject();
		}
		return json.bytes();
	}

	/** Makes one array of the replies to a batch. */
	static ByteBuffer array(List<ByteBuffer> replies) {
		int length = replies.stream().mapToInt((reply) -> reply.remaining() + 1).sum();
		ByteBuffer array = ByteBuffer.allocate(length + 1);
		for (ByteBuffer reply : replies) {
			array.put((byte) ((array.position() == 0) ? '[' : ',')).put(reply);
		}
		return array.put((byte) ']').flip();
	}

	/** Bytes whose array need not be copied. */
	private static final class Json extends ByteArrayOutputStream {

		Json() {
			super(256);
		}

		ByteBuffer bytes() {
			return ByteBuffer.wrap(this.buf, 0, this.count);
		}

		@Override
		public String toString() {
			return toString(StandardCharsets.UTF_8);
		}

	}

}

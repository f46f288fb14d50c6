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

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/**
 * The id of a request. Two are the same if the peer has written the same: {@code 1},
 * {@code 1.0} and {@code "1"} are three ids.
 *
 * @param json the id as the peer has written it, except that a string may be escaped in
 * another way
 * @param node the id
 */
record RequestId(String json, JsonNode node) {

	/** Also that of a message whose id cannot be told. */
	static final RequestId NULL = new RequestId("null", NullNode.getInstance());

	/** Of two surrogates without each other there are no bytes. */
	static RequestId of(String text) {
		JsonNode node = JsonNodeFactory.instance.stringNode(text);
		String json = node.toString();
		return new RequestId(json.chars().anyMatch(RequestId::isSurrogate) ? escaped(json) : json, node);
	}

	private static boolean isSurrogate(int unit) {
		return Character.isSurrogate((char) unit);
	}

	private static String escaped(String json) {
		StringBuilder escaped = new StringBuilder();
		json.chars().forEach((unit) -> {
			if (isSurrogate(unit)) {
				escaped.append("\\u%04X".formatted(unit));
			}
			else {
				escaped.append((char) unit);
			}
		});
		return escaped.toString();
	}

	static RequestId of(long number) {
		return new RequestId(Long.toString(number), JsonNodeFactory.instance.numberNode(number));
	}

	/**
	 * Tells whether an id that was read as a tree, as in a cancellation, is this one.
	 */
	boolean is(JsonNode other) {
		if (this.node.isNumber() && other.isNumber()) {
			return this.node.decimalValue().compareTo(other.decimalValue()) == 0;
		}
		return this.node.equals(other);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof RequestId id && this.json.equals(id.json);
	}

	@Override
	public int hashCode() {
		return this.json.hashCode();
	}

}

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

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A message that was received, or an element of a batch. */
sealed interface JsonRpcMessage {

	/**
	 * A request or notification.
	 *
	 * @param id the id, or null for a notification
	 * @param method the name of the method
	 * @param params an object, an array, or null
	 * @param meta the text members of {@code _meta}
	 */
	record Call(@Nullable RequestId id, String method, @Nullable JsonNode params,
			Map<String, String> meta) implements JsonRpcMessage {
	}

	/**
	 * A reply to a call of this end.
	 *
	 * @param id the id, which may be that of no call
	 * @param result the result, null if there is an error
	 * @param error the error, or null
	 * @param valid whether it can be understood; if not, there is neither
	 */
	record Response(RequestId id, @Nullable JsonNode result, @Nullable JsonNode error,
			boolean valid) implements JsonRpcMessage {

		static Response invalid(RequestId id) {
			return new Response(id, null, null, false);
		}

	}

	/**
	 * What has an id and nothing else. It is the reply of a peer that leaves out a result
	 * it does not have, if a call waits for that, or no valid request.
	 *
	 * @param id the id
	 */
	record IdOnly(RequestId id) implements JsonRpcMessage {
	}

	/**
	 * What is none of these.
	 *
	 * @param id the id to reply with
	 * @param error the error to reply with
	 */
	record Invalid(RequestId id, ErrorReply error) implements JsonRpcMessage {
	}

	/**
	 * What one frame holds.
	 *
	 * @param messages the messages
	 * @param batch whether they are the elements of an array
	 */
	record Frame(List<JsonRpcMessage> messages, boolean batch) {

		static Frame of(JsonRpcMessage message) {
			return new Frame(List.of(message), false);
		}

	}

}

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

import java.util.Map;

import dev.localsocket.rpc.JsonRpcPeer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request or notification that was received.
 *
 * @param peer who sent it
 * @param id the id, exactly as it came; null for a notification (the id {@code null} is a
 * {@link tools.jackson.databind.node.NullNode})
 * @param method the name of the method
 * @param params an object or an array, without its member {@code _meta}; null if there
 * are none
 * @param meta the members of {@code _meta} that are text, such as {@code traceparent}
 */
public record JsonRpcRequest(JsonRpcPeer peer, @Nullable JsonNode id, String method, @Nullable JsonNode params,
		Map<String, String> meta) {

	/**
	 * Tells whether it is not to be answered.
	 * @return whether it is a notification
	 */
	public boolean isNotification() {
		return this.id == null;
	}

}

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

import dev.localsocket.framing.Framing;
import tools.jackson.databind.json.JsonMapper;

/**
 * How JSON-RPC 2.0 is spoken on the connections of one server or client. Immutable and
 * thread-safe; to be made once for all of them.
 */
public final class JsonRpcProtocol {

	private final Framing framing;

	private final JsonMapper mapper;

	private final JsonRpcLimits limits;

	private final MessageReader reader;

	private final MessageWriter writer;

	/**
	 * Creates a protocol.
	 * @param framing how messages follow one another; not
	 * {@link dev.localsocket.framing.RawFraming}, which has no messages
	 * @param mapper reads and writes JSON
	 * @param limits what the peer is allowed
	 */
	public JsonRpcProtocol(Framing framing, JsonMapper mapper, JsonRpcLimits limits) {
		this.framing = framing;
		this.mapper = mapper;
		this.limits = limits;
		this.reader = new MessageReader(mapper, limits);
		this.writer = new MessageWriter(mapper);
	}

	Framing framing() {
		return this.framing;
	}

	/**
	 * Returns what reads and writes JSON.
	 * @return the mapper
	 */
	public JsonMapper mapper() {
		return this.mapper;
	}

	JsonRpcLimits limits() {
		return this.limits;
	}

	MessageReader reader() {
		return this.reader;
	}

	MessageWriter writer() {
		return this.writer;
	}

}

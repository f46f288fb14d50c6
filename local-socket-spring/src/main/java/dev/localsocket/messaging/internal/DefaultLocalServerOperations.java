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

package dev.localsocket.messaging.internal;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.messaging.BroadcastResult;
import dev.localsocket.messaging.LocalServerOperations;
import dev.localsocket.messaging.ServerMessaging;

/**
 * Writes to connections that a server has. Thread-safe.
 */
public final class DefaultLocalServerOperations implements LocalServerOperations {

	private final Function<String, LocalServer> servers;

	private final Function<String, ServerMessaging> messaging;

	/**
	 * Creates operations.
	 * @param servers returns the server of a bean name, or fails if there is none
	 * @param messaging returns how the messages of that server become frames
	 */
	public DefaultLocalServerOperations(Function<String, LocalServer> servers,
			Function<String, ServerMessaging> messaging) {
		this.servers = servers;
		this.messaging = messaging;
	}

	@Override
	public boolean send(String server, String connectionId, Object payload) {
		ByteBuffer frame = encode(server, payload);
		return this.servers.apply(server)
			.connections()
			.stream()
			.filter((socket) -> socket.id().equals(connectionId))
			.anyMatch((socket) -> socket.write(frame));
	}

	@Override
	public BroadcastResult broadcast(String server, Object payload) {
		ByteBuffer frame = encode(server, payload);
		Set<String> sent = new HashSet<>();
		Set<String> missed = new HashSet<>();
		for (LocalSocket socket : this.servers.apply(server).connections()) {
			boolean queued = socket.write(frame.duplicate());
			(queued ? sent : missed).add(socket.id());
		}
		return new BroadcastResult(Set.copyOf(sent), Set.copyOf(missed));
	}

	private ByteBuffer encode(String server, Object payload) {
		ConnectionHeaders headers = new ConnectionHeaders(server, this.servers.apply(server), null);
		return new FrameEncoder(this.messaging.apply(server), headers).encode(payload);
	}

}

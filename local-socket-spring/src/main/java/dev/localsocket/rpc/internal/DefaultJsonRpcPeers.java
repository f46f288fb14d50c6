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
import java.util.Objects;
import java.util.function.Function;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.SocketAttribute;
import dev.localsocket.rpc.JsonRpcPeer;
import dev.localsocket.rpc.JsonRpcPeers;
import org.jspecify.annotations.Nullable;

/**
 * Finds the peers that were kept with their connections. Thread-safe.
 */
public final class DefaultJsonRpcPeers implements JsonRpcPeers {

	private static final SocketAttribute<JsonRpcPeer> PEER = new SocketAttribute<>("JSON-RPC peer");

	private final Function<String, LocalServer> servers;

	/**
	 * Creates an instance.
	 * @param servers returns the server of a bean name, or fails if there is none
	 */
	public DefaultJsonRpcPeers(Function<String, LocalServer> servers) {
		this.servers = servers;
	}

	/**
	 * Keeps the peer of a connection with it.
	 * @param peer the peer
	 */
	public static void keep(JsonRpcPeer peer) {
		peer.socket().setAttribute(PEER, peer);
	}

	@Override
	public @Nullable JsonRpcPeer find(String server, String connectionId) {
		return this.servers.apply(server)
			.connections()
			.stream()
			.filter((socket) -> socket.id().equals(connectionId))
			.findFirst()
			.map((socket) -> socket.attribute(PEER))
			.orElse(null);
	}

	@Override
	public List<JsonRpcPeer> all(String server) {
		return this.servers.apply(server)
			.connections()
			.stream()
			.map(DefaultJsonRpcPeers::peer)
			.filter(Objects::nonNull)
			.toList();
	}

	private static @Nullable JsonRpcPeer peer(LocalSocket socket) {
		return socket.attribute(PEER);
	}

}

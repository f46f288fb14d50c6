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

package dev.localsocket.rpc;

import java.util.List;

import dev.localsocket.LocalSocket;
import org.jspecify.annotations.Nullable;

/**
 * Finds those who speak JSON-RPC with the servers of the application, to call them or to
 * notify them. A bean that the library makes, and may add methods to. Thread-safe;
 * nothing waits.
 *
 * @since 0.1.0
 */
public interface JsonRpcPeers {

	/**
	 * Finds the peer of a connection.
	 * @param server the bean name of the server
	 * @param connectionId the {@linkplain LocalSocket#id() id} of the connection
	 * @return the peer, or null if there is no such connection, or it speaks no JSON-RPC
	 * @throws IllegalArgumentException if there is no such server
	 */
	@Nullable JsonRpcPeer find(String server, String connectionId);

	/**
	 * Returns the peers of all connections of a server that speak JSON-RPC.
	 * @param server the bean name of the server
	 * @return the peers
	 * @throws IllegalArgumentException if there is no such server
	 */
	List<JsonRpcPeer> all(String server);

}

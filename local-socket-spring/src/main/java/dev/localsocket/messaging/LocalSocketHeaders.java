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

package dev.localsocket.messaging;

/**
 * Names of the headers of a message that came in over a local socket, for
 * {@link org.springframework.messaging.handler.annotation.Header @Header}.
 *
 * @since 0.1.0
 */
public final class LocalSocketHeaders {

	private static final String PREFIX = "localsocket_";

	/** The bean name of the server, a {@code String}. */
	public static final String SERVER = PREFIX + "server";

	/** The {@linkplain dev.localsocket.LocalSocket#id() id} of the connection. */
	public static final String CONNECTION_ID = PREFIX + "connectionId";

	/** The process id of the peer, a {@code Long}; -1 where it is not known. */
	public static final String PEER_PID = PREFIX + "peerPid";

	/** The user id of the peer, a {@code Long}; -1 where it is not known. */
	public static final String PEER_UID = PREFIX + "peerUid";

	/** The group id of the peer, a {@code Long}; -1 where it is not known. */
	public static final String PEER_GID = PREFIX + "peerGid";

	/** The user name of the peer, a {@code String}; absent where it is not known. */
	public static final String PEER_USER = PREFIX + "peerUser";

	/**
	 * What has called a handler, a {@code String}: the route of its annotation, or the
	 * name of the JSON-RPC method that no other handler has. Only where the server has a
	 * protocol.
	 */
	public static final String ROUTE = PREFIX + "route";

	private LocalSocketHeaders() {
	}

}

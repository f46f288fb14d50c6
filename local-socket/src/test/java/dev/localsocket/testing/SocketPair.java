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

package dev.localsocket.testing;

import java.io.IOException;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;

/**
 * Two ends of one connection.
 *
 * @param server the server
 * @param client the end that has connected
 * @param accepted the end that the server has accepted
 */
public record SocketPair(LocalServer server, LocalSocket client, LocalSocket accepted) {

	/**
	 * Opens a connection, which is aborted when the test has ended.
	 * @param sandbox where to open it
	 * @return both ends
	 * @throws IOException if it cannot be opened
	 */
	public static SocketPair open(SocketSandbox sandbox) throws IOException {
		return connect(sandbox, sandbox.listeningServer());
	}

	/**
	 * Opens a connection to a server, which is aborted when the test has ended.
	 * @param sandbox where to open it
	 * @param server the server, without pending connections
	 * @return both ends
	 * @throws IOException if it cannot be opened
	 */
	public static SocketPair connect(SocketSandbox sandbox, LocalServer server) throws IOException {
		LocalSocket client = sandbox.connect(server);
		return new SocketPair(server, client, sandbox.take(server));
	}

}

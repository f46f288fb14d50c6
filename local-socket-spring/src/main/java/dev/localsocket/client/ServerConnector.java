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

package dev.localsocket.client;

import java.io.InterruptedIOException;
import java.time.Duration;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalSocket;
import dev.localsocket.SocketOption;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.SocketError;

/**
 * Connects to the server of a client, and checks who listens before anything is sent: for
 * what speaks to it in a way of its own. Thread-safe.
 *
 * @param settings where the server is
 * @since 0.1.0
 */
public record ServerConnector(LocalSocketClientSettings settings) {

	private static final Duration FOREVER = Duration.ofMillis(-1);

	/**
	 * Connects. Blocks, equally well on platform and virtual threads.
	 * @return the connection, which does not keep the JVM alive, and which the caller
	 * must close
	 * @throws LocalSocketClientException if the server cannot be reached or is not
	 * trusted
	 * @throws IllegalStateException on the thread of an event loop
	 */
	public LocalSocket connect() {
		LocalSocket socket = socket();
		boolean usable = false;
		try {
			socket.connectToServer();
			awaitConnected(socket);
			checkTrusted(socket);
			usable = true;
			return socket;
		}
		finally {
			if (!usable) {
				socket.abort();
			}
		}
	}

	private LocalSocket socket() {
		LocalSocket socket = new LocalSocket(EventLoops.sharedDaemons(this.settings.transport()));
		if (this.settings.abstractNamespace()) {
			socket.setSocketOptions(SocketOption.ABSTRACT_NAMESPACE);
		}
		socket.setServerName(this.settings.serverName());
		socket.setConnectTimeout(this.settings.connectTimeout());
		socket.setReadBufferSize(this.settings.readBufferSize());
		socket.setWriteBufferSize(this.settings.writeBufferSize());
		return socket;
	}

	private void awaitConnected(LocalSocket socket) {
		try {
			if (!socket.waitForConnected(FOREVER)) {
				throw new LocalSocketClientException(socket.error(), socket.errorString(), null);
			}
		}
		catch (InterruptedIOException ex) {
			throw LocalSocketConversation.interrupted("for the server '%s'".formatted(this), ex);
		}
	}

	private void checkTrusted(LocalSocket socket) {
		PeerCredentials server = socket.peerCredentials();
		if (!isTrusted(socket, server)) {
			throw new LocalSocketClientException(SocketError.ACCESS_DENIED,
					("The process %d that listens at '%s' runs as the user %d, which is not trusted: if it should be, "
							+ "add it to 'local-socket.clients.NAME.server-users', or to the trusted server of the settings")
						.formatted(server.pid(), socket.fullServerName(), server.uid()),
					null);
		}
	}

	private boolean isTrusted(LocalSocket socket, PeerCredentials server) {
		try {
			return this.settings.trustedServer().test(server);
		}
		catch (Exception | LinkageError ex) {
			throw new LocalSocketClientException(SocketError.ACCESS_DENIED,
					"It could not be found out whether the server at '%s' is trusted: %s"
						.formatted(socket.fullServerName(), ex.getMessage()),
					ex);
		}
	}

	/**
	 * Returns the name or path of the server.
	 * @return the name
	 */
	@Override
	public String toString() {
		return this.settings.serverName();
	}

}

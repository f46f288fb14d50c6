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

package dev.localsocket;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.PeerLog;
import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.connection.Acceptor;
import dev.localsocket.transport.connection.Connection;
import dev.localsocket.transport.connection.ConnectionSettings;
import org.jspecify.annotations.Nullable;

/**
 * Lets the connections of one run of a server in, from its beginning to listen to its
 * close, on the thread of the server's loop.
 */
final class ServerRun implements Acceptor.Callbacks {

	private static final SafeLogger logger = new SafeLogger(LocalServer.class);

	private final LocalServer server;

	private final ServerState state;

	private final String serverName;

	private final String fullServerName;

	private final PeerLog peerLog;

	private final LocalSocketCallbacks connectionCallbacks = new ConnectionCallbacks();

	ServerRun(LocalServer server, ServerState state, String serverName, String fullServerName) {
		this.server = server;
		this.state = state;
		this.serverName = serverName;
		this.fullServerName = fullServerName;
		this.peerLog = new PeerLog("The server '%s'".formatted(serverName));
	}

	String fullServerName() {
		return this.fullServerName;
	}

	PeerLog peerLog() {
		return this.peerLog;
	}

	@Override
	public boolean wantsConnection() {
		return this.state.pending().hasRoomBeside(this.state.authorization().undecided(), this);
	}

	@Override
	public ConnectionSettings settings() {
		return this.state.connectionSettings();
	}

	@Override
	public void accepted(Connection connection) {
		Rejection refusal = refusal(connection.peer(), this.state.settings().limits());
		LocalSocket socket = new LocalSocket(connection, this.serverName, this.fullServerName, this.peerLog);
		socket.addListener(this.connectionCallbacks);
		try {
			this.state.connections().add(socket, this);
			if (refusal != null) {
				reject(socket, refusal);
			}
			else if (!this.state.authorization().ask(socket, (rejection) -> authorized(socket, rejection))) {
				decide(socket, null);
			}
		}
		catch (RuntimeException | Error ex) {
			drop(socket);
			throw ex;
		}
	}

	/** Ends a connection on which it cannot be decided, for want of memory. */
	private void drop(LocalSocket socket) {
		if (!socket.isAnnounced()) {
			this.state.connections().remove(socket);
		}
		try {
			this.server.takePendingConnection(socket);
			socket.abort();
		}
		finally {
			socket.start();
		}
	}

	/** While it was being decided on, the connection counted as pending. */
	private void authorized(LocalSocket socket, @Nullable Rejection unauthorized) {
		try {
			decide(socket, unauthorized);
		}
		catch (RuntimeException | Error ex) {
			drop(socket);
			throw ex;
		}
		finally {
			this.server.resumeAccepting();
		}
	}

	private void decide(LocalSocket socket, @Nullable Rejection unauthorized) {
		Rejection rejection = (unauthorized != null) ? unauthorized : decide(new IncomingConnection(socket));
		if (rejection == null) {
			this.state.statistics().countAccepted();
			socket.start();
		}
		else {
			reject(socket, rejection);
		}
	}

	/** Returns why the connection is not let in, or null if it is. */
	private @Nullable Rejection decide(IncomingConnection incoming) {
		try {
			this.server.incomingConnection(incoming);
			String rejection = incoming.rejection();
			return (rejection != null) ? new Rejection(RejectionReason.NOT_ACCEPTED, rejection) : null;
		}
		catch (RuntimeException | Error ex) {
			return Rejection.failed("incomingConnection()", ex);
		}
	}

	/** Exact, because only this thread adds connections. */
	private @Nullable Rejection refusal(PeerCredentials peer, ConnectionLimits limits) {
		ConnectionQuota quota = ConnectionQuota.of(peer, limits);
		if (quota.isReachedBy(this.state.connections().count())) {
			return new Rejection(RejectionReason.MAX_CONNECTIONS, quota.text());
		}
		if (quota.maxOfUser() > 0 && this.state.connections().countOf(peer.uid()) >= quota.maxOfUser()) {
			return new Rejection(RejectionReason.MAX_CONNECTIONS_PER_USER,
					"The limit of %d connections of the user %d is reached".formatted(quota.maxOfUser(), peer.uid()));
		}
		return null;
	}

	/**
	 * It may be pending all the same, if the decision failed after accepting it; who was
	 * told of it is then told of its end too.
	 */
	private void reject(LocalSocket socket, Rejection rejection) {
		this.server.takePendingConnection(socket);
		if (!socket.isAnnounced()) {
			this.state.connections().remove(socket);
			socket.removeListener(this.connectionCallbacks);
		}
		PeerCredentials peer = socket.peerCredentials();
		this.state.statistics().countRejected(rejection.reason());
		this.peerLog.log(logger::warn, rejection.thrown(),
				() -> "The server '%s' did not let in the process %d of the user %d and the group %d: %s"
					.formatted(this.serverName, peer.pid(), peer.uid(), peer.gid(), rejection.text()));
		if (rejection.reason() == RejectionReason.DECISION_FAILED) {
			this.state.notices().recordError(this.server, SocketError.HANDLER_FAILED, rejection.text());
		}
		this.state.notices()
			.tell(this.server,
					(listener) -> listener.rejected(this.server, peer, rejection.reason(), rejection.text()));
		socket.abort();
		socket.start();
	}

	@Override
	public void acceptFailed(LocalSocketException failure) {
		this.state.notices().fail(this.server, failure.error(), String.valueOf(failure.getMessage()));
	}

	/** Follows the accepted connections, on the threads of their loops. */
	private final class ConnectionCallbacks implements LocalSocketCallbacks {

		@Override
		public void errorOccurred(LocalSocket socket, SocketError error, String text) {
			if (error == SocketError.TIMEOUT || error == SocketError.MAX_BUFFERED) {
				socket.peerLog().log(logger::warn, null, () -> "Closed the %s: %s".formatted(socket, text));
			}
			ServerRun.this.state.notices().recordError(ServerRun.this.server, error, text);
		}

		@Override
		public void disconnected(LocalSocket socket) {
			ServerRun.this.state.connections().remove(socket);
			try {
				ServerRun.this.state.statistics().countBytesOf(socket);
			}
			finally {
				ServerRun.this.state.notices()
					.tell(ServerRun.this.server,
							(listener) -> listener.connectionClosed(ServerRun.this.server, socket));
			}
		}

	}

}

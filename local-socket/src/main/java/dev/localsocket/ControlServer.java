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

import dev.localsocket.account.OwnUser;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.transport.endpoint.ServerEndpoint;

/**
 * Where other processes ask for a server to be handed over. It lets in only those of the
 * same user.
 */
final class ControlServer extends LocalServer {

	/** How many may ask at the same time. */
	static final int BACKLOG = 16;

	ControlServer(EventLoops eventLoops, HandoverGroup group) {
		super(eventLoops);
		setRepublish(false);
		setLimits(ConnectionLimits.NONE.withMaxConnections(BACKLOG));
		addListener(new LocalServerListener() {

			@Override
			public void newConnection(LocalServer server, LocalSocket socket) {
				if (server.takePendingConnection(socket)) {
					HandoverSession.start(group, socket);
				}
			}

		});
	}

	/**
	 * Prepares to answer; {@link #open} begins.
	 * @param endpoint where to listen, closed also if this fails
	 * @throws LocalSocketException if that cannot be done
	 */
	void prepare(ServerEndpoint endpoint) throws LocalSocketException {
		this.listening.turnOnOrFail(() -> start(endpoint.address().toString(), endpoint, (HandoverOffer) null));
	}

	/** Leaves it to another process; connections that were taken live on. */
	void leave() {
		Listening current = this.listening.current();
		if (current != null && this.listening.handOver(current, () -> true)) {
			current.acceptor().leave();
			close();
		}
	}

	@Override
	protected void incomingConnection(IncomingConnection connection) {
		long uid = connection.peerCredentials().uid();
		if (uid == OwnUser.ID) {
			super.incomingConnection(connection);
		}
		else {
			connection.reject("Servers are handed over only to processes of the user %d".formatted(OwnUser.ID));
		}
	}

}

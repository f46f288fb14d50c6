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

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Asks the authorizers of a server about its peers, one after the other. Until they have
 * answered, the connection receives nothing and nobody knows of it. Thread-safe: what
 * comes first, the last answer or the end of the server, decides on a connection, because
 * only one of them can remove it from the map.
 */
final class Authorization {

	private final List<Authority> authorities = new CopyOnWriteArrayList<>();

	private final Map<LocalSocket, Consumer<@Nullable Rejection>> undecided = new ConcurrentHashMap<>();

	void add(PeerAuthorizer authorizer, Executor executor) {
		this.authorities.add(new Authority(authorizer, executor));
	}

	void remove(PeerAuthorizer authorizer) {
		this.authorities.removeIf((authority) -> authority.authorizer() == authorizer);
	}

	/** Returns how many connections are being decided on. */
	int undecided() {
		return this.undecided.size();
	}

	/**
	 * Asks about a connection, if there is anybody to ask.
	 * @param socket the connection, not yet started
	 * @param decided is given null to let it in, or else why not, on the thread of the
	 * connection's loop
	 * @return whether there is somebody
	 */
	boolean ask(LocalSocket socket, Consumer<@Nullable Rejection> decided) {
		Iterator<Authority> toAsk = this.authorities.iterator();
		if (!toAsk.hasNext()) {
			return false;
		}
		this.undecided.put(socket, decided);
		askNext(socket, toAsk);
		return true;
	}

	private void askNext(LocalSocket socket, Iterator<Authority> toAsk) {
		Authority authority = toAsk.next();
		try {
			authority.executor().execute(() -> {
				Rejection rejection = authority.rejection(socket.peerCredentials());
				if (rejection == null && toAsk.hasNext()) {
					askNext(socket, toAsk);
				}
				else {
					answer(socket, rejection);
				}
			});
		}
		catch (RuntimeException | Error ex) {
			answer(socket, Rejection.failed("Asking an authorizer", ex));
		}
	}

	private void answer(LocalSocket socket, @Nullable Rejection rejection) {
		socket.eventLoop().execute(() -> {
			Consumer<@Nullable Rejection> decided = this.undecided.remove(socket);
			if (decided != null) {
				decided.accept(rejection);
			}
		});
	}

	/** Rejects the connections that are being decided on. */
	void cancel() {
		Rejection rejection = new Rejection(RejectionReason.NOT_ACCEPTED, "The server is being closed");
		this.undecided.keySet().forEach((socket) -> answer(socket, rejection));
	}

	/** Whom to ask, and where. */
	private record Authority(PeerAuthorizer authorizer, Executor executor) {

		@Nullable Rejection rejection(PeerCredentials peer) {
			try {
				String refusal = this.authorizer.refusal(peer);
				return (refusal != null) ? new Rejection(RejectionReason.NOT_AUTHORIZED, refusal) : null;
			}
			catch (RuntimeException | Error ex) {
				return Rejection.failed("An authorizer", ex);
			}
		}

	}

}

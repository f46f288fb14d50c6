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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Asks the authorizer of a server about its peers. Until there is an answer, the
 * connection receives nothing and nobody knows of it. Thread-safe: what comes first, the
 * answer or the end of the server, decides on a connection, because only one of them can
 * remove it from the map.
 */
final class Authorization {

	private final Map<LocalSocket, Consumer<@Nullable Rejection>> undecided = new ConcurrentHashMap<>();

	private volatile @Nullable Asking asking;

	void set(PeerAuthorizer authorizer, Executor executor) {
		this.asking = new Asking(authorizer, executor);
	}

	void clear() {
		this.asking = null;
	}

	/** Returns how many connections are being decided on. */
	int undecided() {
		return this.undecided.size();
	}

	/**
	 * Asks about a connection, if there is an authorizer.
	 * @param socket the connection, not yet started
	 * @param decided is given null to let it in, or else why not, on the thread of the
	 * connection's loop
	 * @return whether there is an authorizer
	 */
	boolean ask(LocalSocket socket, Consumer<@Nullable Rejection> decided) {
		Asking current = this.asking;
		if (current == null) {
			return false;
		}
		this.undecided.put(socket, decided);
		try {
			current.executor().execute(() -> answer(socket, refusal(current.authorizer(), socket)));
		}
		catch (RuntimeException | Error ex) {
			answer(socket, Rejection.failed("Asking the authorizer", ex));
		}
		return true;
	}

	private static @Nullable Rejection refusal(PeerAuthorizer authorizer, LocalSocket socket) {
		try {
			String refusal = authorizer.refusal(socket.peerCredentials());
			return (refusal != null) ? new Rejection(RejectionReason.NOT_AUTHORIZED, refusal) : null;
		}
		catch (RuntimeException | Error ex) {
			return Rejection.failed("The authorizer", ex);
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
	private record Asking(PeerAuthorizer authorizer, Executor executor) {

	}

}

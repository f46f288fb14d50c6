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
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.transport.connection.ReservedTask;
import org.jspecify.annotations.Nullable;

/**
 * Asks the authorizers of a server about its peers, one after the other. Until they have
 * answered, the connection receives nothing and nobody knows of it. Thread-safe: what
 * comes first, the last answer or the end of the server, decides on a connection.
 */
final class Authorization {

	private final List<Authority> authorities = new CopyOnWriteArrayList<>();

	private final Map<LocalSocket, Decision> undecided = new ConcurrentHashMap<>();

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
		Decision decision = new Decision(socket, decided);
		this.undecided.put(socket, decision);
		askNext(decision, toAsk);
		return true;
	}

	private void askNext(Decision decision, Iterator<Authority> toAsk) {
		Authority authority = toAsk.next();
		try {
			authority.executor().execute(() -> {
				Rejection rejection = authority.rejection(decision.socket.peerCredentials());
				if (rejection == null && toAsk.hasNext()) {
					askNext(decision, toAsk);
				}
				else {
					decision.make(rejection);
				}
			});
		}
		catch (RuntimeException | Error ex) {
			decision.make(Rejection.failed("Asking an authorizer", ex));
		}
	}

	/** Rejects the connections that are being decided on. */
	void cancel() {
		Rejection rejection = new Rejection(RejectionReason.NOT_ACCEPTED, "The server is being closed");
		this.undecided.values().forEach((decision) -> decision.make(rejection));
	}

	/** What is still to be decided, and what it takes to do so: no memory. */
	private final class Decision {

		private final LocalSocket socket;

		private final Consumer<@Nullable Rejection> decided;

		private final ReservedTask task = new ReservedTask(this::tell);

		private final AtomicBoolean made = new AtomicBoolean();

		private volatile @Nullable Rejection rejection;

		Decision(LocalSocket socket, Consumer<@Nullable Rejection> decided) {
			this.socket = socket;
			this.decided = decided;
		}

		/** Only the first time. */
		void make(@Nullable Rejection decision) {
			if (this.made.compareAndSet(false, true)) {
				this.rejection = decision;
				this.socket.decide(this.task);
			}
		}

		/** On the thread of the loop. */
		private void tell() {
			Authorization.this.undecided.remove(this.socket);
			this.decided.accept(this.rejection);
		}

	}

	/** Whom to ask, and where. */
	private record Authority(PeerAuthorizer authorizer, Executor executor) {

		@Nullable Rejection rejection(PeerCredentials peer) {
			try {
				AccessDecision decision = Objects.requireNonNull(this.authorizer.decide(peer),
						"It has given no decision");
				return decision.isAllowed() ? null : new Rejection(RejectionReason.NOT_AUTHORIZED, decision.reason());
			}
			catch (RuntimeException | Error ex) {
				return Rejection.failed("An authorizer", ex);
			}
		}

	}

}

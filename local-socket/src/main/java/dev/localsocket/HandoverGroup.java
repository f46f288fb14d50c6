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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

import dev.localsocket.HandoverFrame.Wanted;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.SafeLogger;
import org.jspecify.annotations.Nullable;

/**
 * Servers that pass from one process to the next while clients go on connecting: all of
 * them, or none. The new process has a group too. Its {@link #listen} finds that the old
 * one listens there, asks it for the listening sockets, the files and their locks, and
 * says when it has them; only then does the old one accept no more, and its
 * {@link HandoverListener}s are told, while the new one begins to accept. The files stay,
 * nobody is refused who connects meanwhile, and if one of the two dies, the other goes
 * on.
 * <p>
 * The two must be of the same user. The old one is asked at a socket for that user only,
 * {@code .NAME.handover} beside the file of each server, or {@code NAME.handover} in the
 * abstract namespace.
 * <p>
 * Connections that the old process has accepted are its own until they end, also those
 * that are {@linkplain LocalServer#hasPendingConnections() pending}. Servers that listen
 * on a descriptor that they were given are not handed over.
 * <p>
 * Thread-safe. Only {@link #listen} and {@link #drain} block. Qt has no such class.
 *
 * @since 0.1.0
 */
public final class HandoverGroup {

	private static final SafeLogger logger = new SafeLogger(HandoverGroup.class);

	private static final int MAX_SERVERS = HandoverChannel.MAX_DESCRIPTORS / 3;

	/** Who has said nothing for so long has nothing to say at the moment. */
	private static final Duration QUIET = Duration.ofSeconds(1);

	private static final long DRAIN_PAUSE_MILLIS = 10;

	/** Held while servers begin to listen, which happens one after the other. */
	private final ReentrantLock starting = new ReentrantLock();

	private final Set<LocalServer> servers = new CopyOnWriteArraySet<>();

	private final List<HandoverListener> listeners = new CopyOnWriteArrayList<>();

	private final AtomicReference<@Nullable HandoverSession> session = new AtomicReference<>();

	/**
	 * Creates a group without servers, see {@link LocalServer#setHandoverGroup}.
	 */
	public HandoverGroup() {
	}

	void add(LocalServer server) {
		this.servers.add(server);
	}

	void remove(LocalServer server) {
		this.servers.remove(server);
	}

	/**
	 * Adds a listener.
	 * @param listener the listener
	 */
	public void addListener(HandoverListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "The listener must not be null"));
	}

	/**
	 * Removes a listener.
	 * @param listener the listener
	 */
	public void removeListener(HandoverListener listener) {
		this.listeners.remove(listener);
	}

	/**
	 * Lets servers of the group listen, and takes over from another process those that
	 * listen there: all of them, or none. A server that listens already is passed over.
	 * Call it when everything is ready to serve: after it, the other process leaves.
	 * Blocks like {@link LocalServer#listen(String)}, and for some milliseconds in which
	 * the other process answers; if that hangs, for ten seconds.
	 * @param names the servers, with their names as for
	 * {@link LocalServer#listen(String)}
	 * @return whether all of them listen now; if not, none does that did not before, and
	 * the {@link LocalServer#serverError()} of one says why:
	 * {@link SocketError#ADDRESS_IN_USE} if another process has it and does not hand it
	 * over
	 * @throws IllegalArgumentException if a server is not of this group
	 */
	public boolean listen(Map<LocalServer, String> names) {
		for (LocalServer server : names.keySet()) {
			if (server.handoverGroup() != this) {
				throw new IllegalArgumentException("A server is not of this group: call setHandoverGroup() before");
			}
		}
		this.starting.lock();
		try {
			return new Takeover(names).run();
		}
		finally {
			this.starting.unlock();
		}
	}

	/**
	 * Lets the connections of the servers that were handed over come to their end, each
	 * as soon as its peer has been answered: when it has sent something, all that was
	 * received was read, no {@linkplain LocalSocket#setIncompleteSince message is
	 * incomplete}, and the last bytes went to it, or none have moved for a second. Then
	 * its {@linkplain LocalSocket#shutdownInput() input is shut down}, so that it learns
	 * of a request that comes too late from the attempt to send it; whoever reads from
	 * the connection sees the end of the input and closes it. Peers that have sent
	 * nothing yet get the time to do so. Blocks until no such connection is left.
	 * @param timeout how long to wait
	 * @return whether none is left; if not, those that are go on
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean drain(Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (true) {
			List<LocalServer> left = this.servers.stream()
				.filter((server) -> server.isHandedOver()
						&& (server.activeConnections() > 0 || server.undecidedConnections() > 0))
				.toList();
			if (left.isEmpty() || System.nanoTime() - deadline >= 0) {
				return left.isEmpty();
			}
			left.stream()
				.flatMap((server) -> server.connections().stream())
				.forEach((socket) -> socket.shutdownInputBetweenMessages(QUIET));
			Thread.sleep(DRAIN_PAUSE_MILLIS);
		}
	}

	/** Serves a process that asks, unless another one is being served. */
	void only(HandoverSession asking, Task task) throws IOException {
		HandoverSession current = this.session.compareAndExchange(null, asking);
		if (current != null) {
			asking.refuse("The process %d is taking them over at this moment".formatted(current.pid()));
			return;
		}
		try {
			task.run();
		}
		finally {
			this.session.set(null);
		}
	}

	/**
	 * Returns what is to be handed over.
	 * @param wanted what another process wants
	 * @return the servers, in that order
	 * @throws LocalSocketException saying why not, if that is not what there is
	 */
	List<Succession> successions(List<Wanted> wanted) throws LocalSocketException {
		Map<Wanted, Succession> present = new HashMap<>();
		for (LocalServer server : this.servers) {
			Succession succession = Succession.of(server);
			if (succession != null) {
				present.put(succession.wanted(), succession);
			}
		}
		checkSame(present.keySet(), new HashSet<>(wanted));
		List<Succession> successions = new ArrayList<>();
		for (Wanted one : wanted) {
			successions.add(Objects.requireNonNull(present.get(one)));
		}
		return successions;
	}

	private static void checkSame(Set<Wanted> present, Set<Wanted> wanted) throws LocalSocketException {
		Set<Wanted> kept = new HashSet<>(present);
		kept.removeAll(wanted);
		Set<Wanted> missing = new HashSet<>(wanted);
		missing.removeAll(present);
		if (present.isEmpty()) {
			throw stopped("It has just handed its servers over, or stopped them");
		}
		if (!missing.isEmpty()) {
			throw refusal("It hands its servers over together, but %s is not among them".formatted(missing));
		}
		if (!kept.isEmpty()) {
			throw refusal(
					"It hands its servers over together, but it also has %s: stop that there first, or let the new process have it too"
						.formatted(kept));
		}
		if (present.size() > MAX_SERVERS) {
			throw refusal("It has %d servers, and not more than %d can be handed over".formatted(present.size(),
					MAX_SERVERS));
		}
	}

	/** What the new process finds is another state: it may try again. */
	static LocalSocketException stopped(String text) {
		return new LocalSocketException(SocketError.ENDPOINT_LOST, text);
	}

	private static LocalSocketException refusal(String text) {
		return new LocalSocketException(SocketError.ADDRESS_IN_USE, text);
	}

	void handedOver(List<Succession> successions, PeerCredentials successor) {
		logger.info("The process %d has taken over %s".formatted(successor.pid(),
				successions.stream().map(Succession::wanted).toList()));
		for (Succession succession : successions) {
			succession.server().handedOver(succession.listening());
		}
		for (HandoverListener listener : this.listeners) {
			try {
				listener.handedOver(successor);
			}
			catch (RuntimeException | Error ex) {
				logger.warn("A listener failed after the servers had been handed over", ex);
			}
		}
	}

	/** What is to be done for one process only. */
	@FunctionalInterface
	interface Task {

		void run() throws IOException;

	}

}

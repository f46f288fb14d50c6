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

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.localsocket.HandoverFrame.Wanted;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.endpoint.EndpointHeldException;
import dev.localsocket.transport.spi.EndpointAddress;
import org.jspecify.annotations.Nullable;

/**
 * Lets the servers of a group begin to listen in this process, and takes over those that
 * another process has. They begin in the order of their addresses, and none goes on past
 * one that another process has before that has answered: so two processes that start at
 * once never have what the other waits for. Used once, by one thread.
 */
final class Takeover {

	private static final SafeLogger logger = new SafeLogger(Takeover.class);

	/** A process that ends gives its locks up within that time. */
	private static final int ATTEMPTS = 25;

	private static final long PAUSE_MILLIS = 20;

	/** In the order in which they begin. */
	private final Map<LocalServer, String> names = new LinkedHashMap<>();

	/** What this process has made itself. */
	private final Set<LocalServer> begun = new LinkedHashSet<>();

	/** What the other process may have still. */
	private final Set<LocalServer> taken = new LinkedHashSet<>();

	/**
	 * Creates it.
	 * @param names the servers and their names
	 */
	Takeover(Map<LocalServer, String> names) {
		names.entrySet()
			.stream()
			.filter((entry) -> !entry.getKey().isListening())
			.sorted(Comparator.comparing((entry) -> order(entry.getKey(), entry.getValue())))
			.forEach((entry) -> this.names.put(entry.getKey(), entry.getValue()));
	}

	/** The same in all processes. */
	private static String order(LocalServer server, String name) {
		try {
			return server.isAbstract() + server.address(name).toString();
		}
		catch (LocalSocketException ex) {
			// It says so when it is to begin
			return name;
		}
	}

	/**
	 * Lets all of them listen, or none.
	 * @return whether they do; if not, one has the error
	 */
	boolean run() {
		try {
			for (int i = 1;; i++) {
				try {
					return attempt();
				}
				catch (Gone ex) {
					undo();
					if (i == ATTEMPTS || !pause()) {
						ex.tell();
						return false;
					}
				}
			}
		}
		catch (RuntimeException | Error ex) {
			undo();
			throw ex;
		}
	}

	private static boolean pause() {
		try {
			Thread.sleep(PAUSE_MILLIS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private boolean attempt() throws Gone {
		Iterator<Map.Entry<LocalServer, String>> left = this.names.entrySet().iterator();
		try {
			Held held = null;
			while (held == null && left.hasNext()) {
				held = begin(left.next());
			}
			if (held != null && !takeOver(held, left)) {
				return false;
			}
		}
		catch (CannotBegin ex) {
			return fail(ex.server, ex.failure);
		}
		this.begun.forEach(LocalServer::open);
		this.names.keySet().forEach(LocalServer::offer);
		return true;
	}

	/** Returns null if it has begun. */
	private @Nullable Held begin(Map.Entry<LocalServer, String> entry) throws Gone, CannotBegin {
		LocalServer server = entry.getKey();
		try {
			server.begin(entry.getValue());
			this.begun.add(server);
			return null;
		}
		catch (LocalSocketException ex) {
			if (ex.error() != SocketError.ADDRESS_IN_USE) {
				throw new CannotBegin(server, ex);
			}
			if (!(ex instanceof EndpointHeldException) && !server.isAbstract()) {
				// No server of this library, or one that is about to end
				throw new Gone(server, ex);
			}
			return new Held(server, entry.getValue(), ex);
		}
	}

	private boolean fail(LocalServer server, LocalSocketException failure) {
		undo();
		server.cannotListen(failure);
		return false;
	}

	private boolean takeOver(Held first, Iterator<Map.Entry<LocalServer, String>> left) throws Gone, CannotBegin {
		try (Predecessor predecessor = Predecessor.connect(first.server().eventLoops(), first.address())) {
			List<Held> held = new ArrayList<>(List.of(first));
			while (left.hasNext()) {
				Held next = begin(left.next());
				if (next != null) {
					held.add(next);
				}
			}
			return takeOver(predecessor, held);
		}
		catch (LocalSocketException ex) {
			if (ex.error() == SocketError.SERVER_NOT_FOUND || ex.error() == SocketError.CONNECTION_REFUSED) {
				throw new Gone(first.server(), first.because(
						"It cannot be asked to hand over: it is an older version, or has no handover, or is another program",
						ex));
			}
			return fail(first.server(), first.because("It does not hand over: " + ex.getMessage(), ex));
		}
		catch (EOFException ex) {
			throw new Gone(first.server(),
					first.because("It has not answered to the end when it was asked to hand over", ex));
		}
		catch (IOException ex) {
			return fail(first.server(), first.because("It does not hand over: " + ex.getMessage(), ex));
		}
	}

	private boolean takeOver(Predecessor predecessor, List<Held> held) throws IOException, Gone {
		receive(predecessor, held);
		boolean left = predecessor.confirm();
		if (!left && !this.taken.stream().allMatch(LocalServer::isReachable)) {
			throw new Gone(held.get(0).server(), held.get(0).inUse());
		}
		// Not before: what this process had accepted would be lost if the other went on
		this.taken.forEach(LocalServer::open);
		HandoverStep.NEW_ACCEPTING.reached();
		this.taken.forEach(LocalServer::settle);
		logger.info("Has taken over %s from the process %d%s".formatted(
				this.taken.stream().map(LocalServer::fullServerName).toList(), predecessor.pid(),
				left ? "" : ", which has ended"));
		return true;
	}

	private void receive(Predecessor predecessor, List<Held> held) throws IOException {
		List<Wanted> wanted = new ArrayList<>();
		for (Held one : held) {
			wanted.add(new Wanted(one.server().isAbstract(), one.address().toString()));
		}
		List<Predecessor.Incoming> incoming = predecessor.ask(wanted);
		try {
			for (int i = 0; i < held.size(); i++) {
				held.get(i).server().take(held.get(i).name(), incoming.get(i));
				this.taken.add(held.get(i).server());
			}
		}
		finally {
			incoming.forEach(Predecessor.Incoming::close);
		}
	}

	private void undo() {
		this.taken.forEach(LocalServer::close);
		this.taken.clear();
		this.begun.forEach(LocalServer::close);
		this.begun.clear();
	}

	/** A server can listen nowhere, whatever other processes do. */
	private static final class CannotBegin extends Exception {

		private static final long serialVersionUID = 1L;

		private final transient LocalServer server;

		private final LocalSocketException failure;

		private CannotBegin(LocalServer server, LocalSocketException failure) {
			super(failure);
			this.server = server;
			this.failure = failure;
		}

	}

	/**
	 * A server that another process has.
	 *
	 * @param server the server
	 * @param name the name that it is to listen at
	 * @param inUse why it could not
	 */
	private record Held(LocalServer server, String name, LocalSocketException inUse) {

		EndpointAddress address() throws LocalSocketException {
			return this.server.address(this.name);
		}

		LocalSocketException because(String reason, IOException cause) {
			return new LocalSocketException(SocketError.ADDRESS_IN_USE, this.inUse.getMessage() + ". " + reason, cause);
		}

	}

}

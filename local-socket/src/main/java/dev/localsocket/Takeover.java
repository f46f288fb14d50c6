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

/**
 * Lets the servers of a group begin to listen in this process, and takes over those that
 * another process has. Used once, by one thread.
 */
final class Takeover {

	private static final SafeLogger logger = new SafeLogger(Takeover.class);

	/** A process that ends gives its locks up within that time. */
	private static final int ATTEMPTS = 25;

	private static final long PAUSE_MILLIS = 20;

	private final Map<LocalServer, String> names;

	/** What this process has made itself. */
	private final Set<LocalServer> begun = new LinkedHashSet<>();

	/** What the other process may have still. */
	private final Set<LocalServer> taken = new LinkedHashSet<>();

	/**
	 * Creates it.
	 * @param names the servers and their names
	 */
	Takeover(Map<LocalServer, String> names) {
		this.names = names;
		names.keySet().removeIf(LocalServer::isListening);
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
		List<Held> held = new ArrayList<>();
		for (Map.Entry<LocalServer, String> entry : this.names.entrySet()) {
			LocalServer server = entry.getKey();
			try {
				server.begin(entry.getValue());
				this.begun.add(server);
			}
			catch (LocalSocketException ex) {
				if (ex.error() != SocketError.ADDRESS_IN_USE) {
					return fail(server, ex);
				}
				held.add(new Held(server, entry.getValue(), ex));
			}
		}
		if (!held.isEmpty() && !takeOver(held)) {
			return false;
		}
		this.begun.forEach(LocalServer::open);
		this.names.keySet().forEach(LocalServer::offer);
		return true;
	}

	private boolean fail(LocalServer server, LocalSocketException failure) {
		undo();
		server.cannotListen(failure);
		return false;
	}

	private boolean takeOver(List<Held> held) throws Gone {
		for (Held one : held) {
			if (!(one.inUse() instanceof EndpointHeldException) && !one.server().isAbstract()) {
				// No server of this library, or one that is about to end
				throw new Gone(one.server(), one.inUse());
			}
		}
		Held first = held.get(0);
		try (Predecessor predecessor = Predecessor.connect(first.server().eventLoops(), first.address())) {
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

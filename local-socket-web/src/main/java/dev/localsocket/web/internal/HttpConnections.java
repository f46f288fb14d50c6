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

package dev.localsocket.web.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.internal.ConnectionClaim;
import dev.localsocket.event.internal.ConnectionOwner;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Owns the connections of a server, and hands them to the engine of the web server. Those
 * that come before the web server has started, or after it has stopped, stay pending:
 * there are no more than the server allows. Thread-safe.
 */
public final class HttpConnections implements ConnectionOwner {

	private static final Log logger = LogFactory.getLog(HttpConnections.class);

	private final String serverName;

	private final PeerPolicy policy;

	/** Guarded by this; no engine is called under the lock. */
	private final Set<HttpConnection> waiting = new LinkedHashSet<>();

	/** Those that an engine has; guarded by this, as the others. */
	private final Set<HttpConnection> served = new HashSet<>();

	/** Guarded by this. */
	private @Nullable HttpEngine engine;

	private volatile boolean claimed;

	/**
	 * Creates an owner.
	 * @param serverName the name of the server's bean
	 * @param policy what peers are taken for
	 */
	public HttpConnections(String serverName, PeerPolicy policy) {
		this.serverName = serverName;
		this.policy = policy;
	}

	/**
	 * Returns the name of the server's bean.
	 * @return the name
	 */
	public String serverName() {
		return this.serverName;
	}

	/**
	 * Returns what peers are taken for.
	 * @return the policy
	 */
	public PeerPolicy policy() {
		return this.policy;
	}

	/** Says that a web server is there which will start them. */
	public void claim() {
		this.claimed = true;
	}

	/**
	 * Tells whether there is a web server which starts them.
	 * @return whether there is
	 */
	public boolean isClaimed() {
		return this.claimed;
	}

	/**
	 * Hands connections to an engine, from now on, and those that wait.
	 * @param engine the engine
	 */
	public void start(HttpEngine engine) {
		List<HttpConnection> connections;
		synchronized (this) {
			this.engine = engine;
			connections = new ArrayList<>(this.waiting);
			this.waiting.clear();
			this.served.addAll(connections);
		}
		connections.forEach((connection) -> hand(connection, engine));
	}

	/**
	 * Hands no more connections to an engine, until they are started again, and ends the
	 * input of those that it has: what was read before is to be answered.
	 */
	public void finish() {
		List<HttpConnection> connections;
		synchronized (this) {
			this.engine = null;
			connections = List.copyOf(this.served);
		}
		connections.forEach(HttpConnection::endInput);
	}

	@Override
	public void own(NewConnectionEvent event, ConnectionClaim claim) {
		HttpConnection connection = new HttpConnection(this.serverName, claim, this.policy, this::forget);
		HttpEngine current = engineOrWait(connection);
		if (current != null) {
			hand(connection, current);
		}
		else {
			releaseIfItEnds(connection);
		}
	}

	private synchronized @Nullable HttpEngine engineOrWait(HttpConnection connection) {
		((this.engine != null) ? this.served : this.waiting).add(connection);
		return this.engine;
	}

	private void releaseIfItEnds(HttpConnection connection) {
		connection.socket().addListener(new LocalSocketCallbacks() {

			@Override
			public void disconnected(LocalSocket socket) {
				releaseIfWaiting(connection);
			}

		});
		if (connection.socket().state() == LocalSocket.State.UNCONNECTED) {
			releaseIfWaiting(connection);
		}
	}

	private void releaseIfWaiting(HttpConnection connection) {
		boolean waited;
		synchronized (this) {
			waited = this.waiting.remove(connection);
		}
		if (waited) {
			connection.release();
		}
	}

	private synchronized void forget(HttpConnection connection) {
		this.served.remove(connection);
	}

	private void hand(HttpConnection connection, HttpEngine engine) {
		if (!connection.take()) {
			forget(connection);
			return;
		}
		try {
			engine.accept(connection);
		}
		catch (RuntimeException | Error ex) {
			connection.socket()
				.peerLog()
				.log(logger::error, ex, () -> "The web server could not take over the " + connection);
			connection.socket().abort();
			connection.release();
		}
	}

	@Override
	public String kind() {
		return "http";
	}

	@Override
	public String toString() {
		return "the web server";
	}

}

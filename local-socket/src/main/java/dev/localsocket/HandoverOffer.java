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

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.endpoint.HandedEndpoint;
import dev.localsocket.transport.endpoint.ServerEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Lets other processes ask for a server that listens. Thread-safe: no event loop is
 * waited for under the lock of this.
 */
final class HandoverOffer {

	private static final SafeLogger logger = new SafeLogger(HandoverOffer.class);

	private final HandoverGroup group;

	private final EventLoops eventLoops;

	private @Nullable ControlServer control;

	HandoverOffer(HandoverGroup group, EventLoops eventLoops) {
		this.group = group;
		this.eventLoops = eventLoops;
	}

	/** Prepares to be asked for a server that has begun to listen. */
	void prepare(ServerEndpoint endpoint) throws LocalSocketException {
		prepareAt(endpoint.listenForHandover(ControlServer.BACKLOG));
	}

	/** Prepares to be asked where another process has been asked. */
	void received(ServerEndpoint endpoint, HandedEndpoint handedControl) throws LocalSocketException {
		prepareAt(endpoint.receivedForHandover(handedControl, ControlServer.BACKLOG));
	}

	private synchronized void prepareAt(ServerEndpoint endpoint) throws LocalSocketException {
		ControlServer prepared = new ControlServer(this.eventLoops, this.group);
		prepared.prepare(endpoint);
		this.control = prepared;
	}

	/** Begins to answer. */
	synchronized void open() {
		if (this.control != null) {
			this.control.open();
		}
	}

	/**
	 * Another one, after the server has got its file again, or another one.
	 * @param endpoint what the server has; it cannot be closed meanwhile
	 */
	void renew(ServerEndpoint endpoint) {
		try {
			prepare(endpoint);
			open();
		}
		catch (LocalSocketException ex) {
			logger.warn("The server at '%s' cannot be handed over to another process".formatted(endpoint.address()),
					ex);
		}
	}

	/**
	 * Makes it ready to go to another process.
	 * @return what has to go, which the caller must close
	 * @throws LocalSocketException if it cannot go
	 */
	synchronized HandedEndpoint outgoing() throws LocalSocketException {
		Listening current = (this.control != null) ? this.control.listening.current() : null;
		if (current == null) {
			throw new LocalSocketException(SocketError.ENDPOINT_LOST, "The server is not asked for any more");
		}
		return current.endpoint().outgoing();
	}

	/** What was taken over belongs to this process alone. */
	synchronized void settle() throws LocalSocketException {
		Listening current = (this.control != null) ? this.control.listening.current() : null;
		if (current != null) {
			current.endpoint().own();
		}
	}

	void close() {
		ControlServer closed = end();
		if (closed != null) {
			closed.close();
		}
	}

	/** Leaves it to the process that has taken the server over. */
	void leave() {
		ControlServer left = end();
		if (left != null) {
			left.leave();
		}
	}

	private synchronized @Nullable ControlServer end() {
		ControlServer ended = this.control;
		this.control = null;
		return ended;
	}

}

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

import java.util.function.BiConsumer;

import dev.localsocket.LocalSocket.State;
import dev.localsocket.transport.connection.Lifecycle;

/**
 * Tells the callbacks of a socket how far one of its connections has come: each step
 * once, in order, and none that was left out after a later one. For the thread of the
 * loop.
 */
final class SocketNews {

	private final SocketCallbacks callbacks;

	private final Lifecycle lifecycle;

	private Told told;

	/**
	 * Creates the news of one connection.
	 * @param callbacks are told
	 * @param lifecycle how far the connection has come
	 * @param told what they know, or will not be told
	 */
	SocketNews(SocketCallbacks callbacks, Lifecycle lifecycle, Told told) {
		this.callbacks = callbacks;
		this.lifecycle = lifecycle;
		this.told = told;
	}

	void tellConnecting() {
		if (advance(Told.CONNECTING)) {
			this.callbacks.tellState(State.CONNECTING);
		}
	}

	void tellConnected() {
		if (advance(Told.CONNECTED)) {
			this.callbacks.tellState(State.CONNECTED);
			this.callbacks.tell(LocalSocketCallbacks::connected);
		}
	}

	/** Of an abort nobody is told before the end. */
	void tellClosing() {
		tellConnected();
		if (!this.lifecycle.phase().isAborted() && advance(Told.CLOSING)) {
			this.callbacks.tellState(State.CLOSING);
		}
	}

	void tellEnd() {
		tellClosing();
		if (advance(Told.ENDED)) {
			this.callbacks.tellState(State.UNCONNECTED);
			this.callbacks.tell(LocalSocketCallbacks::disconnected);
		}
	}

	/** That the attempt, of which they may not know, was abandoned. */
	void tellAbandoned() {
		tellConnecting();
		tellNotConnected();
	}

	/** That there is no connection, and will be none. */
	void tellNotConnected() {
		if (advance(Told.ENDED)) {
			this.callbacks.tellState(State.UNCONNECTED);
		}
	}

	/** Of a connection that has given way to the next, only errors are told. */
	void tell(BiConsumer<LocalSocketCallbacks, LocalSocket> call) {
		if (this.told != Told.ENDED) {
			this.callbacks.tell(call);
		}
	}

	/** Returns whether this is to be told, which is known then. */
	private boolean advance(Told next) {
		boolean news = this.told.compareTo(next) < 0;
		if (news) {
			this.told = next;
		}
		return news;
	}

	/** What the callbacks have been told last. */
	enum Told {

		NOTHING, CONNECTING, CONNECTED, CLOSING, ENDED

	}

}

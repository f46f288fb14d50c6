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

package dev.localsocket.transport.connection;

import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import dev.localsocket.error.CloseReason;
import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.connection.Lifecycle.Step;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.LoopLog;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done at the end of a connection, each step whatever becomes of the
 * others. Belongs to the thread of the loop. Needs no memory.
 */
final class ConnectionEnd {

	private static final int MAX_DISCARDS = 16;

	private static final Step[] STEPS = Step.values();

	private static final SafeLogger logger = new SafeLogger(ConnectionEnd.class);

	/** Both made beforehand, for want of memory. */
	private static final BiConsumer<String, @Nullable Throwable> LOG = logger::error;

	private static final Supplier<String> NOT_CLOSED = () -> "A connection was not closed as it should be";

	private final ConnectionParts parts;

	private final BufferBudget.Holder holder;

	private final Ending ending;

	private long unsent;

	ConnectionEnd(ConnectionParts parts, BufferBudget.Holder holder, Ending ending) {
		this.parts = parts;
		this.holder = holder;
		this.ending = ending;
	}

	/** Drops what is to be sent, and remembers how much that was. */
	void dropOutput() {
		this.unsent += this.parts.output().discard();
	}

	/**
	 * Ends the connection, unless that was done.
	 * @param reason why
	 * @param failure what broke it, or null
	 */
	void reach(CloseReason reason, @Nullable IOException failure) {
		if (this.parts.lifecycle().take(Lifecycle.Step.CLOSE).isOver()) {
			return;
		}
		for (Step step : STEPS) {
			try {
				take(step, reason, failure);
			}
			catch (RuntimeException | Error ex) {
				// Those that follow are to be done all the same
				LoopLog.peerLog.log(LOG, ex, NOT_CLOSED);
			}
		}
	}

	private void take(Step step, CloseReason reason, @Nullable IOException failure) {
		switch (step) {
			case LEAVE_LOOP -> this.ending.leaveLoop();
			case DROP_INPUT -> dropInput(reason);
			// First, because after it no thread sends any more
			case DROP_OUTPUT -> dropOutput();
			case CLOSE_SOCKET -> Closing.quietly(this.parts.socket());
			case END_INPUT -> this.parts.input().end(failure);
			case LEAVE_BUDGET -> leaveBudget();
			case RELEASE_LOOP -> this.parts.loop().release();
			case TELL -> this.ending.listener().closed(reason, failure, this.unsent);
			case END -> this.parts.lifecycle().take(Lifecycle.Step.TELL);
			case WAKE_WAITERS -> this.parts.output().wakeWaiters();
			case TELL_LAST -> this.ending.listener().ended();
		}
	}

	private void dropInput(CloseReason reason) {
		if (reason == CloseReason.DISCONNECTED) {
			discardInput();
		}
		if (reason != CloseReason.PEER_CLOSED) {
			this.parts.socket().receivedDescriptors().close();
		}
	}

	private void leaveBudget() {
		this.parts.budget().leave(this.holder);
		this.parts.budget().forget(this.parts.resume());
		this.parts.holdings().close();
	}

	/**
	 * Closing with unread input would be a reset for the peer, not an orderly end, so
	 * first it is kept from sending more.
	 */
	private void discardInput() {
		try {
			this.parts.socket().shutdownInput();
			for (int i = 0; i < MAX_DISCARDS && this.parts.socket().read(this.parts.loop().buffer()) > 0; i++) {
				// What it reads is not wanted
			}
		}
		catch (IOException ex) {
			// It is going to be closed anyway
		}
	}

	/** What is to be done at the end, each whatever becomes of the others. */
	private enum Step {

		LEAVE_LOOP, DROP_INPUT, DROP_OUTPUT, CLOSE_SOCKET, END_INPUT, LEAVE_BUDGET, RELEASE_LOOP, TELL, END,
		WAKE_WAITERS, TELL_LAST

	}

	/** The connection that ends. */
	interface Ending {

		/** The loop has nothing more to do with it. */
		void leaveLoop();

		/**
		 * Returns who is to be told.
		 * @return the listener
		 */
		ConnectionListener listener();

	}

}

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
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import dev.localsocket.error.CloseReason;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import org.jspecify.annotations.Nullable;

/**
 * Until when something has to move on a connection, and what happens if nothing does.
 * Belongs to the thread of the loop, unless a method only sets what is asked later.
 */
final class ConnectionDeadline implements Deadlines.Timed {

	private final ConnectionParts parts;

	private final Watched watched;

	/** Tells whether work for the peer is in progress. */
	private volatile BooleanSupplier working = () -> false;

	/** Tells since when a message has been incomplete. */
	private volatile LongSupplier incompleteSince = () -> 0;

	// The fields below belong to the thread of the loop

	private @Nullable ConnectionTimeouts timeouts;

	/** Whether the kernel did not take all that was to be sent. */
	private boolean sendingWaits;

	ConnectionDeadline(ConnectionParts parts, Watched watched, @Nullable ConnectionTimeouts timeouts) {
		this.parts = parts;
		this.watched = watched;
		this.timeouts = timeouts;
	}

	void setWorking(BooleanSupplier working) {
		this.working = working;
	}

	void setIncompleteSince(LongSupplier nanoTime) {
		this.incompleteSince = nanoTime;
	}

	long incompleteSince() {
		return this.incompleteSince.getAsLong();
	}

	/**
	 * Waits no longer than some time for a peer that takes nothing.
	 * @param longest the time, from now on
	 */
	void shortenWrite(Duration longest) {
		if (!this.parts.isOver()) {
			this.timeouts = ConnectionTimeouts.shortened(this.timeouts, longest);
			watch();
		}
	}

	/** The connection begins. */
	void begin() {
		if (this.timeouts != null) {
			watch();
		}
	}

	/** The connection ends. */
	void end() {
		if (this.timeouts != null) {
			this.parts.loop().deadlines().unwatch(this);
		}
	}

	private void watch() {
		this.parts.loop().deadlines().watch(this);
	}

	/** Something was received. */
	void received() {
		if (this.timeouts != null) {
			this.timeouts.received();
		}
	}

	/**
	 * The loop has sent what it could.
	 * @param waits whether the kernel did not take all
	 */
	void measureSending(boolean waits) {
		if (waits && !this.sendingWaits && this.timeouts != null) {
			this.timeouts.beginToWait();
			this.sendingWaits = true;
			watch();
		}
		this.sendingWaits = waits;
	}

	@Override
	public long nanosLeft() {
		ConnectionTimeouts current = this.timeouts;
		if (current == null || !this.watched.isStarted() || this.parts.isOver()) {
			return Deadlines.NEVER;
		}
		boolean buffered = this.sendingWaits || this.parts.input().size() > 0 || this.parts.budget().isFull();
		long lastSent = this.parts.output().lastSent();
		long idle = current.nanosLeftIdle(buffered, isWorking(), this.parts.input().lastTaken(), lastSent);
		return Math.min(Math.min(idle, current.nanosLeftToWrite(this.sendingWaits, lastSent)),
				current.nanosLeftForFrame(unfinishedSince()));
	}

	/** While nothing is received, the rest may be there. */
	private long unfinishedSince() {
		return this.parts.budget().isFull() ? 0 : incompleteSince();
	}

	/** Who waits for the peer does not work for it. */
	private boolean isWorking() {
		return this.working.getAsBoolean() && !this.parts.input().isAwaited() && !this.parts.output().isAwaited();
	}

	@Override
	public void timedOut() {
		this.watched.lookAgain(this.sendingWaits);
		ConnectionTimeouts current = this.timeouts;
		if (this.parts.isOver() || current == null) {
			return;
		}
		if (nanosLeft() > 0) {
			watch();
			return;
		}
		if (current.nanosLeftToWrite(this.sendingWaits, this.parts.output().lastSent()) <= 0) {
			this.watched.timeOut(CloseReason.ERROR, new LocalSocketException(SocketError.TIMEOUT,
					"The peer has not read for %d ms".formatted(current.write().toMillis())));
		}
		else if (current.nanosLeftForFrame(unfinishedSince()) <= 0) {
			this.watched.timeOut(CloseReason.ERROR,
					new LocalSocketException(SocketError.TIMEOUT,
							"The peer has begun a message and not sent the rest of it for %d ms"
								.formatted(current.frame().toMillis())));
		}
		else {
			this.watched.timeOut(CloseReason.IDLE_TIMEOUT, null);
		}
	}

	/** The connection that has the deadline. */
	interface Watched {

		/**
		 * Tells whether anybody can be told of anything.
		 * @return whether the connection is started
		 */
		boolean isStarted();

		/**
		 * The time may be over only because this process has slept, and the peer not:
		 * receives and sends what it can.
		 * @param sendingWaits whether something is to be sent
		 */
		void lookAgain(boolean sendingWaits);

		/**
		 * The time is over.
		 * @param reason why the connection ends
		 * @param failure what broke it, or null
		 */
		void timeOut(CloseReason reason, @Nullable IOException failure);

	}

}

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
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import dev.localsocket.LocalSocket.State;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.CloseCause;
import dev.localsocket.transport.ConditionLock;
import dev.localsocket.transport.ConnectAttempt;
import dev.localsocket.transport.ConnectAttempt.AddressSource;
import dev.localsocket.transport.Connection;
import dev.localsocket.transport.ConnectionListener;
import dev.localsocket.transport.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LocalSocket} does from one attempt to connect to the end of the
 * connection that it brings. Its state only moves forward. Thread-safe; the callbacks are
 * told on the thread of the loop.
 */
final class SocketSession {

	private static final PeerCredentials UNKNOWN_PEER = new PeerCredentials(-1, -1, -1);

	private final SocketCallbacks callbacks;

	/** Whether there is an attempt to connect, and not a connection from the start. */
	private final boolean connects;

	/** For those who wait for the end of the attempt; it guards nothing. */
	private final ConditionLock attemptLock = new ConditionLock();

	private final AtomicBoolean closedHere = new AtomicBoolean();

	/** The error for which this side closes, until the callbacks are told of it. */
	private final AtomicReference<@Nullable Failure> untold = new AtomicReference<>();

	/** Null for a session that was given its connection. */
	private volatile @Nullable ConnectAttempt attempt;

	/** Null until connected. */
	private volatile @Nullable Connection connection;

	/** Made beforehand: to start a connection, in order to end it, takes no memory. */
	private final ConnectionCallbacks connectionCallbacks = new ConnectionCallbacks();

	private volatile PeerCredentials peerCredentials = UNKNOWN_PEER;

	private volatile @Nullable LocalSocketException connectFailure;

	private volatile Failure failure = Failure.NONE;

	private volatile boolean aborted;

	private volatile @Nullable CloseReason closeReason;

	/** Nothing more will be told, but of an error found in what had been received. */
	private volatile boolean over;

	private volatile long openedNanos;

	private volatile long closedNanos;

	/** Whether somebody has waited for the end. */
	private volatile boolean endNoticed;

	/** Whether an error ended the connection. For the thread of the loop. */
	private boolean broken;

	/** Whether an attempt's success was told. For the thread of the loop. */
	private boolean connectedTold;

	/** Whether {@link State#CLOSING} was told. For the thread of the loop. */
	private boolean closingTold;

	/** Whether the end was told. For the thread of the loop. */
	private boolean endTold;

	private SocketSession(SocketCallbacks callbacks, boolean connects) {
		this.callbacks = callbacks;
		this.connects = connects;
	}

	/** Returns what a socket has that never connected: a session that is over. */
	static SocketSession none(SocketCallbacks callbacks) {
		SocketSession session = new SocketSession(callbacks, false);
		session.over = true;
		return session;
	}

	/**
	 * Returns the session of a connection that is there; {@link #start()} must follow.
	 */
	static SocketSession of(Connection connection, SocketCallbacks callbacks) {
		SocketSession session = new SocketSession(callbacks, false);
		session.open(connection);
		return session;
	}

	/** Returns a session for which {@link #connect} must follow. */
	static SocketSession connecting(SocketCallbacks callbacks) {
		return new SocketSession(callbacks, true);
	}

	private void open(Connection connection) {
		this.peerCredentials = connection.peer();
		this.openedNanos = System.nanoTime();
		this.connection = connection;
	}

	void start() {
		Connection current = this.connection;
		if (current != null) {
			current.start(this.connectionCallbacks);
		}
	}

	/** Begins to connect, without waiting for that. */
	void connect(AddressSource address, Duration timeout, EventLoop loop, SocketSettings settings) {
		this.attempt = ConnectAttempt.start(address, timeout, loop, new AttemptOutcome(loop, settings));
		if (this.closedHere.get()) {
			abandon();
		}
	}

	/**
	 * Waits for the attempt to connect to end.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether it has succeeded
	 * @throws InterruptedIOException if the thread is interrupted
	 */
	boolean awaitConnected(Duration timeout) throws InterruptedIOException {
		this.attemptLock.lock();
		try {
			this.attemptLock.await(() -> state() != State.CONNECTING, timeout);
			return this.connection != null;
		}
		finally {
			this.attemptLock.unlock();
		}
	}

	/**
	 * Waits for the connection to end.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether it has ended, and nobody had waited for that before
	 * @throws InterruptedIOException if the thread is interrupted
	 */
	boolean awaitEnd(Duration timeout) throws InterruptedIOException {
		Connection current = this.connection;
		if (current == null || this.endNoticed || !current.awaitClosed(timeout)) {
			return false;
		}
		this.endNoticed = true;
		return true;
	}

	private void wakeWaiters() {
		this.attemptLock.run(this.attemptLock::signalAll);
	}

	/**
	 * Says that another session begins, so that nobody will ask for what was received,
	 * and that the end of this one is to be told before, even if something is still being
	 * sent.
	 * @param loop the loop of both
	 */
	void giveWay(EventLoop loop) {
		Connection current = this.connection;
		if (current != null) {
			current.closeDescriptors();
			loop.executeOrRun(this::tellEnd);
		}
	}

	private void tellEnd() {
		if (!this.endTold) {
			tellConnected();
			tellClosing();
			this.endTold = true;
			this.callbacks.tellState(State.UNCONNECTED);
			this.callbacks.tell(LocalSocketCallbacks::disconnected);
		}
	}

	/** Of a connection that a server has accepted nobody is told so. */
	private void tellConnected() {
		if (this.connects && !this.connectedTold) {
			this.connectedTold = true;
			this.callbacks.tellState(State.CONNECTED);
			this.callbacks.tell(LocalSocketCallbacks::connected);
		}
	}

	private void tellClosing() {
		if (!this.closingTold && !this.aborted) {
			this.closingTold = true;
			this.callbacks.tellState(State.CLOSING);
		}
	}

	State state() {
		Connection current = this.connection;
		if (this.aborted || this.closeReason != null || (current == null && this.over)) {
			return State.UNCONNECTED;
		}
		if (current == null) {
			return State.CONNECTING;
		}
		if (current.isOpen()) {
			return State.CONNECTED;
		}
		return (current.queued() > 0) ? State.CLOSING : State.UNCONNECTED;
	}

	/** Returns the connection, also when it is over, or null if there was none. */
	@Nullable Connection connection() {
		return this.connection;
	}

	PeerCredentials peerCredentials() {
		return this.peerCredentials;
	}

	Duration duration() {
		if (this.connection == null) {
			return Duration.ZERO;
		}
		long end = (this.closeReason != null) ? this.closedNanos : System.nanoTime();
		return Duration.ofNanos(end - this.openedNanos);
	}

	Failure failure() {
		return this.failure;
	}

	/** Notes an error that ends nothing. */
	void note(Failure failure) {
		this.failure = failure;
	}

	/** Returns why there is no connection, when the attempt has ended. */
	IOException connectException() {
		LocalSocketException cause = this.connectFailure;
		return (cause != null) ? new LocalSocketException(cause.error(), String.valueOf(cause.getMessage()), cause)
				: new SocketException("The attempt was abandoned");
	}

	@Nullable CloseReason closeReason() {
		return this.closeReason;
	}

	boolean isClosedHere() {
		return this.closedHere.get();
	}

	void disconnect() {
		this.closedHere.set(true);
		end();
	}

	void abort() {
		this.aborted = true;
		this.closedHere.set(true);
		end();
	}

	/**
	 * The loop tells the callbacks of the error, before it tells them of the end. When it
	 * has already told of the end, this thread tells of the error.
	 */
	void disconnect(Failure failure) {
		closeBecauseOf(failure, false);
	}

	void abort(Failure failure) {
		closeBecauseOf(failure, true);
	}

	private void closeBecauseOf(Failure failure, boolean abort) {
		if (this.closedHere.compareAndSet(false, true)) {
			this.failure = failure;
			this.untold.set(failure);
			this.aborted = abort;
			end();
			if (this.over) {
				tellUntold();
			}
		}
	}

	/** If the connection is just coming, it is ended when it is there. */
	private void end() {
		Connection current = this.connection;
		if (current == null) {
			abandon();
		}
		else if (this.aborted) {
			current.abort();
		}
		else {
			current.disconnect();
		}
	}

	private void abandon() {
		ConnectAttempt current = this.attempt;
		if (current != null && current.abandon()) {
			this.closeReason = CloseReason.ABORTED;
			this.over = true;
			current.execute(() -> this.callbacks.tellState(State.UNCONNECTED));
		}
		wakeWaiters();
	}

	private void tellUntold() {
		Failure failure = this.untold.getAndSet(null);
		if (failure != null) {
			this.broken = true;
			this.callbacks.tellError(failure);
		}
	}

	/** Takes over what the attempt brings, on its thread. */
	private final class AttemptOutcome implements ConnectAttempt.Outcome {

		private final EventLoop loop;

		private final SocketSettings settings;

		AttemptOutcome(EventLoop loop, SocketSettings settings) {
			this.loop = loop;
			this.settings = settings;
		}

		@Override
		public void begun() {
			this.loop.executeOrRun(() -> SocketSession.this.callbacks.tellState(State.CONNECTING));
		}

		@Override
		public void connected(Connection connection) {
			this.settings.applyTo(connection);
			open(connection);
			wakeWaiters();
			this.loop.execute(SocketSession.this::tellConnected);
			start();
			if (isClosedHere()) {
				end();
			}
		}

		@Override
		public void failed(LocalSocketException failure) {
			SocketSession.this.connectFailure = failure;
			SocketSession.this.failure = Failure.of(failure);
			SocketSession.this.closeReason = CloseReason.ERROR;
			SocketSession.this.over = true;
			wakeWaiters();
			this.loop.executeOrRun(() -> {
				SocketSession.this.callbacks.tellError(Failure.of(failure));
				SocketSession.this.callbacks.tellState(State.UNCONNECTED);
			});
		}

	}

	/** Passes on what happens, on the thread of the loop. */
	private final class ConnectionCallbacks implements ConnectionListener {

		@Override
		public void readyRead() {
			tell(LocalSocketCallbacks::readyRead);
		}

		@Override
		public void inputEnded() {
			tell(LocalSocketCallbacks::readChannelFinished);
		}

		@Override
		public boolean isToldOfWrites() {
			return SocketSession.this.callbacks.areToldOfWrites();
		}

		@Override
		public void bytesWritten(long count) {
			tell((callback, socket) -> callback.bytesWritten(socket, count));
		}

		@Override
		public void ending() {
			tellUntold();
			tellClosing();
		}

		@Override
		public void closed(CloseCause cause, @Nullable IOException failure, long unsent) {
			try {
				tellWhy(cause, failure, unsent);
			}
			finally {
				SocketSession.this.closedNanos = System.nanoTime();
				SocketSession.this.closeReason = SocketSession.this.broken ? CloseReason.ERROR : reason(cause);
				tellEnd();
				SocketSession.this.over = true;
			}
			tellUntold();
		}

		private static CloseReason reason(CloseCause cause) {
			return switch (cause) {
				case PEER -> CloseReason.PEER_CLOSED;
				case LOCAL -> CloseReason.DISCONNECTED;
				case ABORT -> CloseReason.ABORTED;
				case IDLE -> CloseReason.IDLE_TIMEOUT;
				case FAILURE -> CloseReason.ERROR;
			};
		}

		private void tellWhy(CloseCause cause, @Nullable IOException failure, long unsent) {
			tellUntold();
			if (failure != null) {
				fail(Failure.of(failure));
			}
			else if (unsent > 0) {
				fail(new Failure(unsentBecauseOf(cause), "The peer did not read the last %d bytes".formatted(unsent)));
			}
		}

		/** A disconnect waits for the peer to read, so it ends early when that cannot. */
		private static SocketError unsentBecauseOf(CloseCause cause) {
			return (cause == CloseCause.PEER || cause == CloseCause.LOCAL) ? SocketError.PEER_CLOSED
					: SocketError.TIMEOUT;
		}

		private void fail(Failure failure) {
			SocketSession.this.failure = failure;
			SocketSession.this.broken = true;
			SocketSession.this.callbacks.tellError(failure);
		}

		/** Of a connection that has given way, only errors are told. */
		private void tell(BiConsumer<LocalSocketCallbacks, LocalSocket> call) {
			if (!SocketSession.this.endTold) {
				SocketSession.this.callbacks.tell(call);
			}
		}

	}

}

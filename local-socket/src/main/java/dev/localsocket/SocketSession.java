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
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import dev.localsocket.LocalSocket.State;
import dev.localsocket.SocketNews.Told;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.connection.ConditionLock;
import dev.localsocket.transport.connection.ConnectAttempt;
import dev.localsocket.transport.connection.ConnectAttempt.AddressSource;
import dev.localsocket.transport.connection.Connection;
import dev.localsocket.transport.connection.ConnectionListener;
import dev.localsocket.transport.connection.ConnectionSettings;
import dev.localsocket.transport.connection.EventLoop;
import dev.localsocket.transport.connection.Lifecycle;
import dev.localsocket.transport.connection.Lifecycle.Step;
import dev.localsocket.transport.connection.Phase;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LocalSocket} does from one attempt to connect to the end of the
 * connection that it brings. How far that is, only its {@link Lifecycle} says; all else
 * here is what was learned on the way, and what the callbacks know. Thread-safe; the
 * callbacks are told on the thread of the loop.
 */
final class SocketSession {

	private static final PeerCredentials UNKNOWN_PEER = new PeerCredentials(-1, -1, -1);

	private final SocketCallbacks callbacks;

	private final Lifecycle lifecycle;

	/** Where the attempt to connect is told of; null if there is none. */
	private final @Nullable EventLoop loop;

	/**
	 * For those who wait for the end of the attempt; it guards nothing. Null if there is
	 * none.
	 */
	private final @Nullable ConditionLock attemptLock;

	/** The error for which this side closes, until the callbacks are told of it. */
	private final AtomicReference<@Nullable Failure> untold = new AtomicReference<>();

	/** Null until connected. */
	private volatile @Nullable Connection connection;

	/** Made beforehand: to start a connection, in order to end it, takes no memory. */
	private final ConnectionCallbacks connectionCallbacks = new ConnectionCallbacks();

	private volatile PeerCredentials peerCredentials = UNKNOWN_PEER;

	private volatile @Nullable LocalSocketException connectFailure;

	private volatile Failure failure = Failure.NONE;

	/** Why the connection is over; null until that is told. */
	private volatile @Nullable CloseReason closeReason;

	private volatile long openedNanos;

	private volatile long closedNanos;

	/** Whether somebody has waited for the end, which is news only once. */
	private volatile boolean endNoticed;

	/** What the callbacks know. For the thread of the loop. */
	private final SocketNews news;

	/**
	 * Whether they know of an error that ended the connection. For the thread of the
	 * loop.
	 */
	private boolean broken;

	private SocketSession(SocketCallbacks callbacks, Lifecycle lifecycle, @Nullable EventLoop loop, Told told) {
		this.callbacks = callbacks;
		this.lifecycle = lifecycle;
		this.loop = loop;
		this.attemptLock = (loop != null) ? new ConditionLock() : null;
		this.news = new SocketNews(callbacks, lifecycle, told);
	}

	/** Returns what a socket has that never connected: a session that is over. */
	static SocketSession none(SocketCallbacks callbacks) {
		return new SocketSession(callbacks, Lifecycle.ended(), null, Told.ENDED);
	}

	/**
	 * Returns the session of a connection that is there, of which nobody is told so;
	 * {@link #start()} must follow.
	 */
	static SocketSession of(Connection connection, SocketCallbacks callbacks) {
		SocketSession session = new SocketSession(callbacks, connection.lifecycle(), null, Told.CONNECTED);
		session.open(connection);
		return session;
	}

	/** Returns a session on a loop for which {@link #connect} must follow. */
	static SocketSession connecting(SocketCallbacks callbacks, EventLoop loop) {
		return new SocketSession(callbacks, Lifecycle.connecting(), loop, Told.NOTHING);
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

	/** Begins to connect, without waiting for that, unless this side has ended it. */
	void connect(AddressSource address, Duration timeout, SocketSettings settings) {
		EventLoop loop = Objects.requireNonNull(this.loop);
		ConnectAttempt.start(address, timeout, loop, this.lifecycle, new AttemptOutcome(loop, settings));
	}

	/**
	 * Waits for the attempt to connect to end.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether it has succeeded
	 * @throws InterruptedIOException if the thread is interrupted
	 */
	boolean awaitConnected(Duration timeout) throws InterruptedIOException {
		ConditionLock lock = this.attemptLock;
		if (lock == null) {
			return this.connection != null;
		}
		lock.lock();
		try {
			lock.await(() -> state() != State.CONNECTING, timeout);
			return this.connection != null;
		}
		finally {
			lock.unlock();
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
		ConditionLock lock = this.attemptLock;
		if (lock != null) {
			lock.run(lock::signalAll);
		}
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
			loop.executeOrRun(this.news::tellEnd);
		}
	}

	State state() {
		return switch (this.lifecycle.phase()) {
			case CONNECTING -> State.CONNECTING;
			// The attempt has still to hand it over
			case OPEN -> (this.connection != null) ? State.CONNECTED : State.CONNECTING;
			case CLOSING -> hasQueued() ? State.CLOSING : State.UNCONNECTED;
			case EVICTED, ABORTING, CLOSED, CLOSED_HERE, ABORTED, ENDED, ENDED_HERE, ABANDONED -> State.UNCONNECTED;
		};
	}

	private boolean hasQueued() {
		Connection current = this.connection;
		return current != null && current.output().size() > 0;
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

	/** Who sees that an attempt has failed may ask before that was noted. */
	Failure failure() {
		Failure noted = this.failure;
		LocalSocketException cause = this.connectFailure;
		return (noted == Failure.NONE && cause != null && hasFailedToConnect()) ? Failure.of(cause) : noted;
	}

	private boolean hasFailedToConnect() {
		Phase phase = this.lifecycle.phase();
		return this.connection == null && phase.isTold() && phase != Phase.ABANDONED;
	}

	/** Notes an error that ends nothing. */
	void note(Failure failure) {
		this.failure = failure;
	}

	/** Returns why there is no connection, when the attempt has ended. */
	IOException connectException() {
		LocalSocketException cause = this.connectFailure;
		if (cause == null || this.lifecycle.phase() == Phase.ABANDONED) {
			return new SocketException("The attempt was abandoned");
		}
		return new LocalSocketException(cause.error(), String.valueOf(cause.getMessage()), cause);
	}

	@Nullable CloseReason closeReason() {
		return (this.connection != null) ? this.closeReason : notConnectedReason();
	}

	private @Nullable CloseReason notConnectedReason() {
		Phase phase = this.lifecycle.phase();
		if (phase == Phase.ABANDONED) {
			return CloseReason.ABORTED;
		}
		return (phase.isTold() && this.connectFailure != null) ? CloseReason.ERROR : null;
	}

	boolean isClosedHere() {
		return this.lifecycle.phase().isEndedHere();
	}

	void disconnect() {
		end(Step.DISCONNECT);
	}

	void abort() {
		end(Step.ABORT);
	}

	/**
	 * The loop tells the callbacks of the error, before it tells them of the end. When it
	 * has already told of the end, this thread tells of the error.
	 */
	void disconnect(Failure failure) {
		endBecauseOf(failure, Step.DISCONNECT);
	}

	void abort(Failure failure) {
		endBecauseOf(failure, Step.ABORT_FIRST);
	}

	/** As soon as the step is taken, the loop may tell of the error. */
	private void endBecauseOf(Failure failure, Step step) {
		if (isClosedHere() || !this.untold.compareAndSet(null, failure)) {
			return;
		}
		Phase before = this.lifecycle.take(step);
		if (before.isEndedHere()) {
			// Somebody was faster, so that this is no error any more
			this.untold.compareAndSet(failure, null);
			return;
		}
		this.failure = failure;
		enact(before);
		if (before.isTold() || before == Phase.CONNECTING) {
			tellUntold();
		}
	}

	private void end(Step step) {
		enact(this.lifecycle.take(step));
	}

	/** If the connection is just being handed over, it is ended then. */
	private void enact(Phase before) {
		Connection current = this.connection;
		if (current != null) {
			current.enact();
			return;
		}
		if (before == Phase.CONNECTING && this.loop != null) {
			this.loop.executeOrRun(this.news::tellAbandoned);
		}
		wakeWaiters();
	}

	private void tellUntold() {
		Failure failure = this.untold.getAndSet(null);
		if (failure != null) {
			tellBroken(failure);
		}
	}

	private void tellBroken(Failure failure) {
		this.failure = failure;
		this.broken = true;
		this.callbacks.tellError(failure);
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
			this.loop.executeOrRun(SocketSession.this.news::tellConnecting);
		}

		@Override
		public ConnectionSettings settings() {
			return this.settings.values();
		}

		@Override
		public void connected(Connection connection) {
			this.settings.follow(connection);
			open(connection);
			wakeWaiters();
			this.loop.execute(SocketSession.this.news::tellConnected);
			start();
			if (isClosedHere()) {
				connection.enact();
			}
		}

		@Override
		public void failing(LocalSocketException failure) {
			SocketSession.this.connectFailure = failure;
		}

		@Override
		public void failed(LocalSocketException failure) {
			SocketSession.this.failure = Failure.of(failure);
			wakeWaiters();
			this.loop.executeOrRun(() -> {
				SocketSession.this.callbacks.tellError(Failure.of(failure));
				SocketSession.this.news.tellNotConnected();
			});
		}

	}

	/** Passes on what happens, on the thread of the loop. */
	private final class ConnectionCallbacks implements ConnectionListener {

		@Override
		public void readyRead() {
			SocketSession.this.news.tell(LocalSocketCallbacks::readyRead);
		}

		@Override
		public void inputEnded() {
			SocketSession.this.news.tell(LocalSocketCallbacks::readChannelFinished);
		}

		@Override
		public boolean isToldOfWrites() {
			return SocketSession.this.callbacks.areToldOfWrites();
		}

		@Override
		public void bytesWritten(long count) {
			SocketSession.this.news.tell((callback, socket) -> callback.bytesWritten(socket, count));
		}

		@Override
		public void ending() {
			tellUntold();
			SocketSession.this.news.tellClosing();
		}

		@Override
		public void closed(CloseReason reason, @Nullable IOException failure, long unsent) {
			try {
				tellWhy(reason, failure, unsent);
			}
			finally {
				SocketSession.this.closedNanos = System.nanoTime();
				SocketSession.this.closeReason = SocketSession.this.broken ? CloseReason.ERROR : reason;
				SocketSession.this.news.tellEnd();
			}
		}

		/** Who has found an error meanwhile, in what had been received, left it here. */
		@Override
		public void ended() {
			tellUntold();
		}

		private void tellWhy(CloseReason reason, @Nullable IOException failure, long unsent) {
			tellUntold();
			if (failure != null) {
				tellBroken(Failure.of(failure));
			}
			else if (unsent > 0) {
				tellBroken(new Failure(unsentBecauseOf(reason),
						"The peer did not read the last %d bytes".formatted(unsent)));
			}
		}

		/** A disconnect waits for the peer to read, so it ends early when that cannot. */
		private static SocketError unsentBecauseOf(CloseReason reason) {
			return (reason == CloseReason.PEER_CLOSED || reason == CloseReason.DISCONNECTED) ? SocketError.PEER_CLOSED
					: SocketError.TIMEOUT;
		}

	}

}

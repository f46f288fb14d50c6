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

package dev.localsocket.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.error.SocketError;
import dev.localsocket.rpc.internal.JsonRpcSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The one connection of a client: made when it is first wanted, and again when it is
 * wanted after it was lost. Whoever wants it gets what comes of an attempt that began no
 * earlier, except that all wait for one attempt. Thread-safe; nothing waits. Each attempt
 * has a thread of its own for as long as it takes, because it may block.
 */
final class SharedConnection {

	private static final Log logger = LogFactory.getLog(SharedConnection.class);

	/** A connection that lasts so long was of use, also if nothing was called. */
	private static final Duration LASTING = Duration.ofSeconds(5);

	private final ServerConnector connector;

	private final Function<LocalSocket, JsonRpcSession> sessions;

	private final ReconnectDelay delay;

	/** Guards the fields below; nothing waits, and nobody is called, under it. */
	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Attempt current;

	/** Whether no attempt was made yet, so that there is nothing to wait for. */
	private boolean fresh = true;

	/** In a row. */
	private int failures;

	private boolean kept;

	private boolean closed;

	/**
	 * Creates a connection that is not there yet.
	 * @param connector makes the connection
	 * @param sessions begin to read, on the thread of the attempt
	 * @param delay how long to wait before it is made again
	 */
	SharedConnection(ServerConnector connector, Function<LocalSocket, JsonRpcSession> sessions, ReconnectDelay delay) {
		this.connector = connector;
		this.sessions = sessions;
		this.delay = delay;
	}

	/**
	 * Gives the connection to somebody, and begins to connect if there is none. Of those
	 * that have to wait for it, who comes first gets it first.
	 * @param user is given it, on any thread, or is told why there is none; must not
	 * block
	 * @throws IllegalStateException if this is closed
	 */
	void use(ConnectionUser user) {
		Attempt begun = null;
		JsonRpcSession session;
		this.lock.lock();
		try {
			checkOpen();
			Attempt wanted = this.current;
			if (wanted != null && wanted.isOver()) {
				count(wanted);
				wanted = null;
			}
			if (wanted == null) {
				begun = next();
				wanted = begun;
			}
			session = wanted.sessionFor(user);
		}
		finally {
			this.lock.unlock();
		}
		if (session != null) {
			user.connected(session);
		}
		if (begun != null) {
			begun.begin();
		}
	}

	/** Connects from now on whenever there is no connection, until this is closed. */
	void keep() {
		this.lock.lock();
		try {
			this.kept = true;
		}
		finally {
			this.lock.unlock();
		}
		use(ConnectionUser.NONE);
	}

	boolean isConnected() {
		this.lock.lock();
		try {
			return this.current != null && this.current.isConnected();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void checkOpen() {
		if (this.closed) {
			throw closed();
		}
	}

	private IllegalStateException closed() {
		return new IllegalStateException("The client of the server '%s' is closed".formatted(this.connector));
	}

	/** Under the lock. */
	private Attempt next() {
		Duration wait = this.fresh ? Duration.ZERO
				: this.delay.after(this.failures, ThreadLocalRandom.current().nextDouble());
		this.fresh = false;
		Attempt next = new Attempt(wait);
		this.current = next;
		return next;
	}

	private void failed(Attempt attempt, Throwable failure) {
		report(failure);
		Attempt next = over(attempt);
		attempt.fail(failure);
		if (next != null) {
			next.begin();
		}
	}

	/** Says so once, however long it goes on; whoever calls is told by an exception. */
	private void report(Throwable failure) {
		if (isFirstFailure()) {
			logger.warn("There is no connection to the server '%s', more attempts follow: %s".formatted(this.connector,
					failure.getMessage()));
		}
	}

	private boolean isFirstFailure() {
		this.lock.lock();
		try {
			return this.kept && this.failures == 0 && !this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void lost(Attempt attempt) {
		Attempt next = over(attempt);
		if (next != null) {
			next.begin();
		}
	}

	/**
	 * Ends an attempt, or its connection.
	 * @return the attempt to be begun, if there is to be one at once
	 */
	private @Nullable Attempt over(Attempt attempt) {
		this.lock.lock();
		try {
			if (this.current != attempt) {
				return null;
			}
			this.current = null;
			count(attempt);
			return (this.kept && !this.closed) ? next() : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Under the lock: a server that accepts and closes, whatever it says before, is no
	 * better than none.
	 */
	private void count(Attempt attempt) {
		this.failures = attempt.wasOfUse() ? 0 : this.failures + 1;
	}

	/** Ends the connection, after sending what is to be sent, and makes none any more. */
	void close() {
		Attempt last;
		this.lock.lock();
		try {
			this.closed = true;
			last = this.current;
			this.current = null;
		}
		finally {
			this.lock.unlock();
		}
		if (last != null) {
			last.end();
		}
	}

	private boolean isClosed() {
		this.lock.lock();
		try {
			return this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** An attempt to connect, and the connection that came of it. */
	private final class Attempt implements LocalSocketCallbacks {

		/** Under the lock: who waits. */
		private List<ConnectionUser> users = new ArrayList<>();

		/** Under the lock: what is there when nobody waits any more. */
		private @Nullable JsonRpcSession session;

		private final Duration wait;

		private volatile @Nullable Thread thread;

		private volatile @Nullable LocalSocket socket;

		private Attempt(Duration wait) {
			this.wait = wait;
		}

		/** Under the lock: returns null if there is none yet. */
		private @Nullable JsonRpcSession sessionFor(ConnectionUser user) {
			if (this.session == null) {
				this.users.add(user);
			}
			return this.session;
		}

		private void begin() {
			if (this.wait.isZero()) {
				startThread();
			}
			else {
				CompletableFuture.delayedExecutor(this.wait.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
					.execute(this::startThread);
			}
		}

		private void startThread() {
			try {
				Thread connecting = new Thread(this::connect, "local-socket-client");
				connecting.setDaemon(true);
				this.thread = connecting;
				connecting.start();
			}
			catch (RuntimeException | Error ex) {
				failed(this, new LocalSocketClientException(SocketError.RESOURCE_EXHAUSTED,
						"No thread is left to connect to the server '%s'".formatted(SharedConnection.this.connector),
						ex));
			}
		}

		private void connect() {
			try {
				if (isClosed()) {
					throw closed();
				}
				LocalSocket connected = SharedConnection.this.connector.connect();
				this.socket = connected;
				connected.addListener(this);
				succeed(SharedConnection.this.sessions.apply(connected));
				endIfOver(connected);
			}
			catch (Throwable ex) {
				// Whatever it is: this would stay the current attempt
				abort();
				failed(this, ex);
			}
		}

		/** Who comes meanwhile comes after those that wait; but this has to end. */
		private void succeed(JsonRpcSession connected) {
			next(null).forEach((user) -> user.connected(connected));
			next(connected).forEach((user) -> user.connected(connected));
		}

		private List<ConnectionUser> next(@Nullable JsonRpcSession connected) {
			SharedConnection.this.lock.lock();
			try {
				List<ConnectionUser> next = this.users;
				this.users = new ArrayList<>();
				this.session = connected;
				return next;
			}
			finally {
				SharedConnection.this.lock.unlock();
			}
		}

		private void fail(Throwable failure) {
			next(null).forEach((user) -> user.failed(failure));
		}

		/** Whoever closes this may have come before the socket, and so may its end. */
		private void endIfOver(LocalSocket connected) {
			if (isClosed()) {
				connected.close();
			}
			if (connected.state() != LocalSocket.State.CONNECTED) {
				lost(this);
			}
		}

		@Override
		public void disconnected(LocalSocket socket) {
			lost(this);
		}

		/** Under the lock. */
		private boolean isConnected() {
			return this.session != null && this.session.socket().state() == LocalSocket.State.CONNECTED;
		}

		/** Under the lock: its end may be known before the callback says so. */
		private boolean isOver() {
			return this.session != null && !isConnected();
		}

		/** Under the lock. */
		private boolean wasOfUse() {
			return this.session != null
					&& (this.session.hasReply() || this.session.socket().duration().compareTo(LASTING) >= 0);
		}

		private void abort() {
			LocalSocket connected = this.socket;
			if (connected != null) {
				connected.abort();
			}
		}

		private void end() {
			LocalSocket connected = this.socket;
			Thread connecting = this.thread;
			if (connected != null) {
				connected.close();
			}
			else if (connecting != null) {
				connecting.interrupt();
			}
			fail(closed());
		}

	}

	/** Who wants the connection. */
	interface ConnectionUser {

		/** Nobody. */
		ConnectionUser NONE = new ConnectionUser() {

			@Override
			public void connected(JsonRpcSession session) {
			}

			@Override
			public void failed(Throwable failure) {
			}

		};

		/** There is a connection, which may be over already. Throws nothing. */
		void connected(JsonRpcSession session);

		/** There is none. Throws nothing. */
		void failed(Throwable failure);

	}

}

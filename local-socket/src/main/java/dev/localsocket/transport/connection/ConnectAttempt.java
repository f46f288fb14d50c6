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

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.connection.Lifecycle.Step;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.Connector;
import dev.localsocket.transport.spi.EndpointAddress;
import dev.localsocket.transport.spi.Failures;
import dev.localsocket.transport.spi.StreamSocket;

/**
 * An attempt to connect to a server, made by a short-lived thread of its own.
 * Thread-safe: whoever moves the {@link Lifecycle} on first, the thread or the one who
 * wants no connection any more, decides what becomes of it. It holds a lease of the loop
 * until it has told.
 */
public final class ConnectAttempt {

	private final Duration timeout;

	private final EventLoop loop;

	private final Outcome outcome;

	private final Lifecycle lifecycle;

	private ConnectAttempt(Duration timeout, EventLoop loop, Lifecycle lifecycle, Outcome outcome) {
		this.timeout = timeout;
		this.loop = loop;
		this.lifecycle = lifecycle;
		this.outcome = outcome;
	}

	/**
	 * Begins to connect. Does not block. When the lifecycle moves on, no connection is
	 * wanted any more: the thread ends within a second, and closes what it gets.
	 * @param address finds the address of the server
	 * @param timeout how long to wait while the server's backlog is full, positive
	 * @param loop will serve the connection
	 * @param lifecycle that of the connection
	 * @param outcome is told what comes of it, on the thread of the attempt, or on the
	 * calling thread if there are not even the means to try
	 */
	public static void start(AddressSource address, Duration timeout, EventLoop loop, Lifecycle lifecycle,
			Outcome outcome) {
		ConnectAttempt attempt = new ConnectAttempt(timeout, loop, lifecycle, outcome);
		if (!attempt.isWanted()) {
			return;
		}
		try {
			loop.acquire();
		}
		catch (IOException ex) {
			attempt.fail(Failures.of(ex, "Could not start an event loop"));
			return;
		}
		outcome.begun();
		try {
			Connector.newThread(() -> attempt.run(address)).start();
		}
		catch (OutOfMemoryError ex) {
			attempt.fail(new LocalSocketException(SocketError.RESOURCE_EXHAUSTED,
					"No thread can be started: " + ex.getMessage(), ex));
			loop.release();
		}
	}

	private void run(AddressSource address) {
		try {
			connected(
					connection(Connector.connect(this.loop.transport(), address.get(), this.timeout, this::isWanted)));
		}
		catch (IOException ex) {
			fail(Failures.of(ex, "Could not connect"));
		}
		catch (RuntimeException | Error ex) {
			fail(new LocalSocketException(SocketError.UNKNOWN, "Could not connect: " + ex, ex));
		}
		finally {
			this.loop.release();
		}
	}

	private boolean isWanted() {
		return this.lifecycle.phase() == Phase.CONNECTING;
	}

	private Connection connection(StreamSocket socket) throws IOException {
		try {
			ConnectionSettings settings = this.outcome.settings();
			this.loop.acquire();
			return new Connection(socket, this.loop, BufferBudget.NONE, settings, this.lifecycle);
		}
		catch (IOException | RuntimeException ex) {
			Closing.after(ex, socket);
			throw ex;
		}
	}

	private void connected(Connection connection) {
		if (this.lifecycle.take(Step.CONNECT) == Phase.CONNECTING) {
			this.outcome.connected(connection);
		}
		else {
			connection.discard();
		}
	}

	private void fail(LocalSocketException failure) {
		if (isWanted()) {
			this.outcome.failing(failure);
		}
		if (this.lifecycle.take(Step.FAIL) == Phase.CONNECTING) {
			this.outcome.failed(failure);
		}
	}

	/** Finds the address of a server. */
	@FunctionalInterface
	public interface AddressSource {

		/**
		 * Returns the address.
		 * @return the address
		 * @throws LocalSocketException if there is none of that name
		 */
		EndpointAddress get() throws LocalSocketException;

	}

	/**
	 * What comes of an attempt: one of the last two methods is called, once, unless no
	 * connection is wanted any more.
	 */
	public interface Outcome {

		/** The attempt has begun. Called by who begins it, before all else. */
		default void begun() {
		}

		/**
		 * Returns what the connection is to begin with.
		 * @return the settings
		 */
		ConnectionSettings settings();

		/**
		 * The attempt has succeeded.
		 * @param connection the connection, which must be started, be it to end
		 */
		void connected(Connection connection);

		/**
		 * The attempt is about to fail, unless somebody is faster who wants no
		 * connection: what will be asked for then is to be known before.
		 * @param failure why
		 */
		void failing(LocalSocketException failure);

		/**
		 * The attempt has failed. The thread of the loop runs tasks that it adds.
		 * @param failure why
		 */
		void failed(LocalSocketException failure);

	}

}

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

package dev.localsocket.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * An attempt to connect to a server, made by a short-lived thread of its own.
 * Thread-safe: whoever settles the attempt first, the thread or the one who abandons it,
 * decides what becomes of it. It holds a lease of the loop until it has told.
 */
public final class ConnectAttempt {

	private final Duration timeout;

	private final EventLoop loop;

	private final Outcome outcome;

	private final AtomicBoolean settled = new AtomicBoolean();

	private ConnectAttempt(Duration timeout, EventLoop loop, Outcome outcome) {
		this.timeout = timeout;
		this.loop = loop;
		this.outcome = outcome;
	}

	/**
	 * Begins to connect. Does not block.
	 * @param address finds the address of the server
	 * @param timeout how long to wait while the server's backlog is full, positive
	 * @param loop will serve the connection
	 * @param outcome is told what comes of it, on the thread of the attempt, or on the
	 * calling thread if there are not even the means to try
	 * @return the attempt
	 */
	public static ConnectAttempt start(AddressSource address, Duration timeout, EventLoop loop, Outcome outcome) {
		ConnectAttempt attempt = new ConnectAttempt(timeout, loop, outcome);
		try {
			loop.acquire();
		}
		catch (IOException ex) {
			outcome.failed(Failures.of(ex, "Could not start an event loop"));
			return attempt;
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
		return attempt;
	}

	private void run(AddressSource address) {
		try {
			connected(connection(Connector.connect(address.get(), this.timeout, () -> !this.settled.get())));
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

	private Connection connection(AFUNIXSocketChannel channel) throws IOException {
		try {
			channel.configureBlocking(false);
			this.loop.acquire();
			return new Connection(new JunixSocket(channel), this.loop);
		}
		catch (IOException | RuntimeException ex) {
			Closing.after(ex, channel);
			throw ex;
		}
	}

	private void connected(Connection connection) {
		if (abandon()) {
			this.outcome.connected(connection);
		}
		else {
			connection.abort();
			connection.start(new ConnectionListener() {
			});
		}
	}

	/**
	 * Runs a task on the thread of the loop, later, or on this thread if that has ended.
	 * @param task the task; must not block
	 */
	public void execute(Runnable task) {
		this.loop.executeOrRun(task);
	}

	private void fail(LocalSocketException failure) {
		if (abandon()) {
			this.outcome.failed(failure);
		}
	}

	/**
	 * Settles the attempt: no connection is wanted any more. The thread ends within a
	 * second, and closes what it gets.
	 * @return whether that was in time: if so, nothing will be told
	 */
	public boolean abandon() {
		return this.settled.compareAndSet(false, true);
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

	/** What comes of an attempt: one of the last two methods is called, once. */
	public interface Outcome {

		/** The attempt has begun. Called by who begins it, before all else. */
		default void begun() {
		}

		/**
		 * The attempt has succeeded.
		 * @param connection the connection, which must be started, be it to end
		 */
		void connected(Connection connection);

		/**
		 * The attempt has failed. The thread of the loop runs tasks that it adds.
		 * @param failure why
		 */
		void failed(LocalSocketException failure);

	}

}

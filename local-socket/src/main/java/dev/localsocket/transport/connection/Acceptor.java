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
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.endpoint.ServerEndpoint;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.Failures;
import dev.localsocket.transport.spi.Interrupts;
import dev.localsocket.transport.spi.Poller;
import dev.localsocket.transport.spi.Poller.Registration;
import dev.localsocket.transport.spi.StreamSocket;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the connections of an endpoint on the thread of one event loop, for as long as
 * they are wanted. An accept that fails, for whatever reason, is told and tried again
 * after a pause, which grows while it goes on failing.
 */
public final class Acceptor {

	private static final SafeLogger logger = new SafeLogger(Acceptor.class);

	/** Bounds one turn, so that a flood of clients does not stop the loop. */
	private static final int MAX_ACCEPTS_PER_TURN = 64;

	/** More than fit into any backlog. */
	private static final int MAX_LAST_TURNS = 1024;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	/** Far more than it takes to accept a connection and to begin with it. */
	private static final int HEAP_RESERVE = 256 * 1024;

	/** How long to wait for a loop, which may be held up by a listener. */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final ServerEndpoint endpoint;

	private final EventLoopGroup loops;

	private final EventLoop loop;

	private final Callbacks callbacks;

	/** The socket library's accept can crash the JVM when it gets no memory. */
	private final HeapReserve reserve = new HeapReserve(HEAP_RESERVE);

	private final BufferBudget budget;

	private final Runnable resume = this::resume;

	private final CountDownLatch closed = new CountDownLatch(1);

	private final ReservedTask resuming = new ReservedTask(this::updateInterest);

	private final ReservedTask closing = new ReservedTask(this::closeNow);

	private volatile boolean leaving;

	/** The fields below belong to the thread of the loop. */
	private @Nullable Registration registration;

	private Duration pause = FIRST_PAUSE;

	private boolean paused;

	private boolean ended;

	private Acceptor(ServerEndpoint endpoint, EventLoopGroup loops, EventLoop loop, BufferBudget budget,
			Callbacks callbacks) {
		this.endpoint = endpoint;
		this.loops = loops;
		this.loop = loop;
		this.budget = budget;
		this.callbacks = callbacks;
	}

	/**
	 * Prepares to accept the connections of an endpoint; {@link #resume()} begins.
	 * @param endpoint the endpoint, closed with the acceptor, also if this fails
	 * @param loops the group whose loops serve the connections
	 * @param budget what the connections may buffer; when it is used up, none is accepted
	 * @param callbacks are told of the connections, on the thread of the loop
	 * @return the acceptor
	 * @throws LocalSocketException if no loop can be started
	 */
	public static Acceptor create(ServerEndpoint endpoint, EventLoopGroup loops, BufferBudget budget,
			Callbacks callbacks) throws LocalSocketException {
		try {
			return new Acceptor(endpoint, loops, loops.acquireNext(), budget, callbacks);
		}
		catch (IOException ex) {
			Closing.after(ex, endpoint);
			throw Failures.of(ex, "Could not start an event loop");
		}
		catch (RuntimeException | Error ex) {
			Closing.after(ex, endpoint);
			throw ex;
		}
	}

	/**
	 * Prepares to accept the connections of another endpoint in the place of this one, on
	 * the same thread and for the same callbacks.
	 * @param successor the endpoint, closed with the acceptor, also if this fails
	 * @return the acceptor
	 * @throws LocalSocketException if the loop cannot be used
	 */
	public Acceptor successor(ServerEndpoint successor) throws LocalSocketException {
		try {
			this.loop.acquire();
			return new Acceptor(successor, this.loops, this.loop, this.budget, this.callbacks);
		}
		catch (IOException ex) {
			Closing.after(ex, successor);
			throw Failures.of(ex, "Could not use the event loop");
		}
		catch (RuntimeException | Error ex) {
			Closing.after(ex, successor);
			throw ex;
		}
	}

	/**
	 * Accepts the connections that wait already, as far as they are wanted, and closes
	 * the endpoint. Any thread may call it; it does not wait for that.
	 */
	public void retire() {
		this.loop.run(() -> {
			try {
				for (int i = 0; i < MAX_LAST_TURNS && acceptPending() > 0; i++) {
					// Nobody can connect any more, so that there is an end
				}
			}
			catch (IOException ex) {
				logger.debug("Could not accept the last connections at '" + this.endpoint.address() + "'", ex);
			}
			finally {
				closeNow();
			}
		});
	}

	/**
	 * Asks again whether connections are wanted. Any thread may call it. Needs no memory.
	 */
	public void resume() {
		if (this.loop.isCurrentThread()) {
			updateInterest();
		}
		else {
			this.loop.execute(this.resuming);
		}
	}

	private void updateInterest() {
		if (this.ended || (this.paused && this.registration == null)) {
			return;
		}
		int interest = (!this.paused && wantsConnection()) ? Poller.READ : 0;
		try {
			if (this.registration == null) {
				this.registration = this.loop.poller().register(this.endpoint.socket(), interest, this::ready);
			}
			this.registration.interest(interest);
		}
		catch (IOException | RuntimeException | Error ex) {
			failed(ex);
		}
	}

	private boolean wantsConnection() {
		return this.budget.hasRoom(this.resume) && this.callbacks.wantsConnection();
	}

	private void ready(boolean readable, boolean writable, boolean hungUp) {
		if (this.paused) {
			// That it has been shut down is told whatever the interest is
			return;
		}
		try {
			int accepted = acceptPending();
			if (accepted > 0) {
				this.pause = FIRST_PAUSE;
			}
			else if (hungUp && wantsConnection()) {
				// Another holder of the descriptor did that; it would be told without end
				throw new SocketException("The listening socket has been shut down");
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			failed(ex);
		}
		updateInterest();
	}

	private int acceptPending() throws IOException {
		int accepted = 0;
		while (accepted < MAX_ACCEPTS_PER_TURN && !this.ended && wantsConnection()) {
			Interrupts.clear();
			this.reserve.require();
			StreamSocket socket = this.endpoint.accept();
			if (socket == null) {
				break;
			}
			accepted++;
			accepted(connection(socket));
		}
		return accepted;
	}

	private void accepted(Connection connection) {
		try {
			this.callbacks.accepted(connection);
		}
		catch (RuntimeException | Error ex) {
			connection.drop();
			throw ex;
		}
	}

	private Connection connection(StreamSocket socket) throws IOException {
		try {
			ConnectionSettings settings = this.callbacks.settings();
			Lifecycle lifecycle = Lifecycle.open();
			return new Connection(socket, this.loops.acquireNext(), this.budget, settings, lifecycle);
		}
		catch (IOException | RuntimeException | Error ex) {
			Closing.after(ex, socket);
			throw ex;
		}
	}

	private void failed(Throwable ex) {
		try {
			pause();
			this.callbacks.acceptFailed(failure(ex));
		}
		catch (RuntimeException | Error again) {
			// Without memory nothing can be scheduled, and nobody be told
			if (!this.paused) {
				LockSupport.parkNanos(FIRST_PAUSE.toNanos());
			}
		}
	}

	private void pause() {
		this.loop.schedule(this.pause, () -> {
			this.paused = false;
			updateInterest();
		});
		this.paused = true;
		Duration doubled = this.pause.multipliedBy(2);
		this.pause = (doubled.compareTo(LONGEST_PAUSE) < 0) ? doubled : LONGEST_PAUSE;
	}

	private LocalSocketException failure(Throwable ex) {
		String text = "Could not accept a connection at '" + this.endpoint.address() + "'";
		if (ex instanceof IOException failure) {
			return Failures.of(failure, text);
		}
		return new LocalSocketException(
				(ex instanceof OutOfMemoryError) ? SocketError.RESOURCE_EXHAUSTED : SocketError.UNKNOWN,
				text + ": " + ex, ex);
	}

	/**
	 * Closes the endpoint. Any thread may call it; it returns when new connections are
	 * refused, except on the thread of an event loop, which must not wait, and after five
	 * seconds in which the loop did not get to it. Needs no memory.
	 */
	public void close() {
		if (this.loop.isCurrentThread()) {
			closeNow();
			return;
		}
		this.loop.execute(this.closing);
		if (!EventLoop.isLoopThread() && !this.loop.isStuck() && !awaitClosed()) {
			this.loop.setStuck();
			logger.warn("The event loop has not closed the server at '" + this.endpoint.address() + "' within "
					+ CLOSE_TIMEOUT.toSeconds() + " s; it does when it goes on", null);
		}
	}

	private void closeNow() {
		if (this.ended) {
			return;
		}
		this.ended = true;
		this.budget.forget(this.resume);
		try {
			if (this.registration != null) {
				this.registration.cancel();
			}
		}
		finally {
			closeEndpoint();
		}
	}

	private void closeEndpoint() {
		try {
			if (this.leaving) {
				this.endpoint.leave();
			}
			else {
				this.endpoint.close();
			}
		}
		catch (IOException ex) {
			logger.warn("Could not close the server at '" + this.endpoint.address() + "' properly", ex);
		}
		finally {
			this.loop.release();
			this.closed.countDown();
		}
	}

	/**
	 * Stops accepting, like {@link #close()}, and leaves the endpoint to the process that
	 * has been given it.
	 */
	public void leave() {
		this.leaving = true;
		close();
	}

	private boolean awaitClosed() {
		long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return this.closed.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** What happens at the endpoint, told on the thread of the loop. */
	public interface Callbacks {

		/**
		 * Tells whether another connection may be accepted now. After it was false,
		 * {@link Acceptor#resume()} is needed for it to be asked again.
		 * @return whether a connection is wanted
		 */
		boolean wantsConnection();

		/**
		 * Returns what the next connection is to begin with.
		 * @return the settings
		 */
		ConnectionSettings settings();

		/**
		 * A connection was accepted.
		 * @param connection the connection, not yet started; it must be started, also if
		 * it is aborted. If this fails, it is dropped
		 */
		void accepted(Connection connection);

		/**
		 * An accept failed and will be tried again.
		 * @param failure why
		 */
		void acceptFailed(LocalSocketException failure);

	}

}

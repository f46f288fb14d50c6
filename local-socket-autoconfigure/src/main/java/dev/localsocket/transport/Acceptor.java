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
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import dev.localsocket.transport.Poller.Registration;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the connections of an endpoint on the thread of one event loop, for as long as
 * they are wanted. An accept that fails is told and tried again after a pause, which
 * grows while it goes on failing.
 */
public final class Acceptor {

	private static final SafeLogger logger = new SafeLogger(Acceptor.class);

	/** Bounds one turn, so that a flood of clients does not stop the loop. */
	private static final int MAX_ACCEPTS_PER_TURN = 64;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	private final ServerEndpoint endpoint;

	private final EventLoopGroup loops;

	private final EventLoop loop;

	private final Callbacks callbacks;

	private final CountDownLatch closed = new CountDownLatch(1);

	/** The fields below belong to the thread of the loop. */
	private @Nullable Registration registration;

	private Duration pause = FIRST_PAUSE;

	private boolean paused;

	private boolean ended;

	private Acceptor(ServerEndpoint endpoint, EventLoopGroup loops, EventLoop loop, Callbacks callbacks) {
		this.endpoint = endpoint;
		this.loops = loops;
		this.loop = loop;
		this.callbacks = callbacks;
	}

	/**
	 * Prepares to accept the connections of an endpoint; {@link #resume()} begins.
	 * @param endpoint the endpoint, closed with the acceptor, also if this fails
	 * @param loops the group whose loops serve the connections
	 * @param callbacks are told of the connections, on the thread of the loop
	 * @return the acceptor
	 * @throws TransportException if no loop can be started
	 */
	public static Acceptor create(ServerEndpoint endpoint, EventLoopGroup loops, Callbacks callbacks)
			throws TransportException {
		try {
			return new Acceptor(endpoint, loops, loops.acquireNext(), callbacks);
		}
		catch (IOException ex) {
			Closing.after(ex, endpoint);
			throw TransportException.of(ex, "Could not start an event loop");
		}
		catch (RuntimeException | Error ex) {
			Closing.after(ex, endpoint);
			throw ex;
		}
	}

	/**
	 * Asks again whether connections are wanted. Any thread may call it.
	 */
	public void resume() {
		this.loop.run(this::updateInterest);
	}

	private void updateInterest() {
		if (this.ended || (this.paused && this.registration == null)) {
			return;
		}
		int interest = (!this.paused && this.callbacks.wantsConnection()) ? Poller.READ : 0;
		try {
			if (this.registration == null) {
				this.registration = this.loop.poller().register(this.endpoint.socket(), interest, this::ready);
			}
			this.registration.interest(interest);
		}
		catch (IOException ex) {
			failed(ex);
		}
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
			else if (hungUp && this.callbacks.wantsConnection()) {
				// Another holder of the descriptor did that; it would be told without end
				throw new SocketException("The listening socket has been shut down");
			}
		}
		catch (IOException ex) {
			failed(ex);
		}
		updateInterest();
	}

	private int acceptPending() throws IOException {
		int accepted = 0;
		while (accepted < MAX_ACCEPTS_PER_TURN && !this.ended && this.callbacks.wantsConnection()) {
			EventLoop.clearInterrupt();
			StreamSocket socket = this.endpoint.accept();
			if (socket == null) {
				break;
			}
			accepted++;
			this.callbacks.accepted(connection(socket));
		}
		return accepted;
	}

	private Connection connection(StreamSocket socket) throws IOException {
		try {
			return new Connection(socket, this.loops.acquireNext());
		}
		catch (IOException | RuntimeException ex) {
			Closing.after(ex, socket);
			throw ex;
		}
	}

	private void failed(IOException ex) {
		this.paused = true;
		this.loop.schedule(this.pause, () -> {
			this.paused = false;
			updateInterest();
		});
		Duration doubled = this.pause.multipliedBy(2);
		this.pause = (doubled.compareTo(LONGEST_PAUSE) < 0) ? doubled : LONGEST_PAUSE;
		this.callbacks.acceptFailed(
				TransportException.of(ex, "Could not accept a connection at '" + this.endpoint.address() + "'"));
	}

	/**
	 * Closes the endpoint. Any thread may call it; it returns when new connections are
	 * refused, except on the thread of an event loop, which must not wait.
	 */
	public void close() {
		this.loop.run(this::closeNow);
		if (!EventLoop.isLoopThread()) {
			awaitClosed();
		}
	}

	private void closeNow() {
		if (this.ended) {
			return;
		}
		this.ended = true;
		if (this.registration != null) {
			this.registration.cancel();
		}
		try {
			this.endpoint.close();
		}
		catch (IOException ex) {
			logger.warn("Could not close the server at '" + this.endpoint.address() + "' properly", ex);
		}
		finally {
			this.loop.release();
			this.closed.countDown();
		}
	}

	private void awaitClosed() {
		boolean interrupted = false;
		while (true) {
			try {
				this.closed.await();
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
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
		 * A connection was accepted.
		 * @param connection the connection, not yet started; it must be started, also if
		 * it is aborted
		 */
		void accepted(Connection connection);

		/**
		 * An accept failed and will be tried again.
		 * @param failure why
		 */
		void acceptFailed(TransportException failure);

	}

}

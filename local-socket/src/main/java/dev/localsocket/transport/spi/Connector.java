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

package dev.localsocket.transport.spi;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;

/**
 * Makes connections, for which a {@link Transport} can only wait, and only on a platform
 * thread that nothing needs to interrupt.
 */
public final class Connector {

	/** How long an attempt that nobody wants any more may still wait for the server. */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

	private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

	private Connector() {
	}

	/**
	 * Connects on a thread of its own, and waits for that.
	 * @param transport makes the connection
	 * @param address the address of the server
	 * @param timeout how long to wait while the server's backlog is full, positive
	 * @return the socket
	 * @throws LocalSocketException if it cannot connect
	 * @throws InterruptedIOException if the calling thread is interrupted
	 */
	public static StreamSocket open(Transport transport, EndpointAddress address, Duration timeout) throws IOException {
		CompletableFuture<StreamSocket> result = new CompletableFuture<>();
		Thread thread = newThread(() -> attempt(transport, address, timeout, result));
		thread.start();
		try {
			return result.get();
		}
		catch (InterruptedException ex) {
			abandon(result);
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while connecting to '" + address + "'");
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			throw new IllegalStateException("Could not connect to '" + address + "'", ex.getCause());
		}
	}

	/**
	 * Creates a thread that may be blocked in {@link #connect}, and keeps no JVM alive.
	 * @param task what it does
	 * @return the thread, not started
	 */
	public static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "local-socket-connect");
		thread.setDaemon(true);
		return thread;
	}

	private static void attempt(Transport transport, EndpointAddress address, Duration timeout,
			CompletableFuture<StreamSocket> result) {
		try {
			StreamSocket socket = connect(transport, address, timeout, () -> !result.isDone());
			if (!result.complete(socket)) {
				Closing.quietly(socket);
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			result.completeExceptionally(ex);
		}
	}

	/** The attempt cannot be ended at once, but what it brings is closed. */
	private static void abandon(CompletableFuture<StreamSocket> result) {
		if (!result.completeExceptionally(new InterruptedIOException())) {
			result.thenAccept(Closing::quietly);
		}
	}

	/**
	 * Connects, blocking the calling thread, which must be one of {@link #newThread}.
	 * Nothing ends a connect that waits for a server with a full backlog, so it waits
	 * several times, for a second at most. When nothing that could be the cause of a
	 * failure is to be seen, it may be gone by now, as when the server has just begun to
	 * listen: then it tries once more.
	 * @param transport makes the connection
	 * @param address the address of the server
	 * @param timeout how long to wait while the server's backlog is full, positive
	 * @param wanted whether to go on waiting
	 * @return the socket
	 * @throws LocalSocketException if it cannot connect
	 */
	public static StreamSocket connect(Transport transport, EndpointAddress address, Duration timeout,
			BooleanSupplier wanted) throws LocalSocketException {
		transport.check();
		long start = System.nanoTime();
		Duration left = timeout;
		boolean repeated = false;
		while (true) {
			Duration wait = (left.compareTo(LONGEST_WAIT) < 0) ? atLeastShortest(left) : LONGEST_WAIT;
			try {
				return transport.connect(address, wait);
			}
			catch (IOException ex) {
				Duration leftBefore = left;
				left = timeout.minusNanos(System.nanoTime() - start);
				boolean waited = leftBefore.minus(left).compareTo(wait.dividedBy(2)) > 0;
				LocalSocketException failure = failure(ex, address, timeout, waited);
				boolean again = failure.error() == SocketError.TIMEOUT
						|| (failure.error() == SocketError.UNKNOWN && !repeated);
				if (!again || left.isNegative() || left.isZero() || !wanted.getAsBoolean()) {
					throw failure;
				}
				repeated = repeated || failure.error() == SocketError.UNKNOWN;
			}
		}
	}

	private static Duration atLeastShortest(Duration wait) {
		return (wait.compareTo(SHORTEST_WAIT) < 0) ? SHORTEST_WAIT : wait;
	}

	private static LocalSocketException failure(IOException ex, EndpointAddress address, Duration timeout,
			boolean waited) {
		LocalSocketException failure = Failures.of(ex, "Could not connect to '" + address + "'",
				() -> circumstances(address, waited));
		return switch (failure.error()) {
			case SERVER_NOT_FOUND -> new LocalSocketException(SocketError.SERVER_NOT_FOUND,
					"No server listens at '%s': there is no such socket".formatted(address), ex);
			case CONNECTION_REFUSED -> new LocalSocketException(SocketError.CONNECTION_REFUSED,
					"No server listens at '%s': the socket was left behind or is no socket".formatted(address), ex);
			case ACCESS_DENIED -> new LocalSocketException(SocketError.ACCESS_DENIED,
					"The user '%s' may not connect to '%s'".formatted(System.getProperty("user.name"), address), ex);
			case TIMEOUT -> timedOut(address, timeout, ex);
			default -> failure;
		};
	}

	/** Nothing but a full backlog makes a connect wait. */
	private static SocketError circumstances(EndpointAddress address, boolean waited) {
		if (waited) {
			return SocketError.TIMEOUT;
		}
		return address.isAbstract() ? Circumstances.ofAnything() : Circumstances.ofConnecting(address.path());
	}

	private static LocalSocketException timedOut(EndpointAddress address, Duration timeout, IOException ex) {
		return new LocalSocketException(SocketError.TIMEOUT,
				"The server at '%s' did not accept the connection within %d ms: its backlog is full".formatted(address,
						timeout.toMillis()),
				ex);
	}

}

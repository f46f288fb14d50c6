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
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.localsocket.transport.TransportException.Failure;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * Connects to local servers. The socket library can only connect blocking, and only on a
 * platform thread that nothing needs to interrupt, so each attempt has a short-lived
 * thread of its own, bounded by the socket's timeout.
 */
public final class Connector {

	private Connector() {
	}

	/**
	 * Connects to a server.
	 * @param address the address of the server
	 * @param timeout how long to wait while the server's backlog is full, positive
	 * @param loops the group whose loops will serve the connection
	 * @return the connection, not yet started
	 * @throws TransportException if it cannot connect
	 * @throws InterruptedIOException if the calling thread is interrupted
	 * @throws IllegalStateException on the thread of an event loop
	 */
	public static Connection connect(EndpointAddress address, Duration timeout, EventLoopGroup loops)
			throws IOException {
		EventLoop.checkMayBlock();
		AFUNIXSocketChannel channel = open(address, timeout);
		try {
			channel.configureBlocking(false);
			return new Connection(channel, loops.acquireNext());
		}
		catch (IOException | RuntimeException ex) {
			Closing.after(ex, channel);
			throw ex;
		}
	}

	static AFUNIXSocketChannel open(EndpointAddress address, Duration timeout) throws IOException {
		NativeLibrary.check();
		CompletableFuture<AFUNIXSocketChannel> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> attempt(address, timeout, result), "local-socket-connect");
		thread.setDaemon(true);
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
				throw failure(cause, address, timeout);
			}
			throw new IllegalStateException("Could not connect to '" + address + "'", ex.getCause());
		}
	}

	private static void attempt(EndpointAddress address, Duration timeout,
			CompletableFuture<AFUNIXSocketChannel> result) {
		try {
			AFUNIXSocketChannel channel = connect(address, timeout);
			if (!result.complete(channel)) {
				Closing.quietly(channel);
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			result.completeExceptionally(ex);
		}
	}

	private static AFUNIXSocketChannel connect(EndpointAddress address, Duration timeout) throws IOException {
		AFUNIXSocket socket = AFUNIXSocket.newInstance();
		try {
			// The timeout argument of connect() is ignored by the library, this is not
			socket.setSoTimeout(millis(timeout));
			socket.connect(address.socketAddress());
			return socket.getChannel();
		}
		catch (IOException | RuntimeException ex) {
			Closing.after(ex, socket);
			throw ex;
		}
	}

	private static int millis(Duration timeout) {
		boolean bounded = timeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) < 0;
		return bounded ? Math.max(1, (int) timeout.toMillis()) : Integer.MAX_VALUE;
	}

	/** The attempt cannot be ended, but what it brings is closed. */
	private static void abandon(CompletableFuture<AFUNIXSocketChannel> result) {
		if (!result.completeExceptionally(new InterruptedIOException())) {
			result.thenAccept(Closing::quietly);
		}
	}

	private static TransportException failure(IOException ex, EndpointAddress address, Duration timeout) {
		TransportException failure = TransportException.of(ex, "Could not connect to '" + address + "'");
		return switch (failure.failure()) {
			case NOT_FOUND -> new TransportException(Failure.NOT_FOUND,
					"No server listens at '%s': there is no such socket".formatted(address), ex);
			case REFUSED -> new TransportException(Failure.REFUSED,
					"No server listens at '%s': the socket was left behind or is no socket".formatted(address), ex);
			case ACCESS_DENIED -> new TransportException(Failure.ACCESS_DENIED,
					"The user '%s' may not connect to '%s'".formatted(System.getProperty("user.name"), address), ex);
			case TIMEOUT -> timedOut(address, timeout, ex);
			default -> isBacklogFull(ex) ? timedOut(address, timeout, ex) : failure;
		};
	}

	private static boolean isBacklogFull(IOException ex) {
		return ex instanceof SocketTimeoutException
				|| String.valueOf(ex.getMessage()).contains("Resource temporarily unavailable");
	}

	private static TransportException timedOut(EndpointAddress address, Duration timeout, IOException ex) {
		return new TransportException(Failure.TIMEOUT,
				"The server at '%s' did not accept the connection within %d ms: its backlog is full".formatted(address,
						timeout.toMillis()),
				ex);
	}

}

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

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.log.PeerLog;
import dev.localsocket.transport.connection.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a {@link LocalSocket} and its connection, and what is kept with it for
 * those who handle it: the twin of what {@code QLocalSocket} has from {@code QObject}.
 */
abstract class SocketObject {

	private static final AtomicLong ids = new AtomicLong();

	private final long number = ids.incrementAndGet();

	private final SocketAttributes attributes = new SocketAttributes();

	private final PeerLog peerLog;

	SocketObject(PeerLog peerLog) {
		this.peerLog = peerLog;
	}

	/** Returns what there is from the latest attempt to connect on. */
	abstract SocketSession session();

	/**
	 * Returns a number, in decimal digits, that no other socket of this JVM has.
	 * @return the id
	 */
	public String id() {
		return Long.toString(this.number);
	}

	/**
	 * Returns who is at the other end.
	 * @return the peer, also after the connection is over; not known before the first
	 */
	public PeerCredentials peerCredentials() {
		return session().peerCredentials();
	}

	/**
	 * Returns how long the connection has been open, or was.
	 * @return the duration
	 */
	public Duration duration() {
		return session().duration();
	}

	/**
	 * Returns how many bytes have been received, read or not.
	 * @return the number of bytes
	 */
	public long bytesReceived() {
		Connection connection = session().connection();
		return (connection != null) ? connection.input().total() : 0;
	}

	/**
	 * Returns how many bytes have been given to the kernel for the peer.
	 * @return the number of bytes
	 */
	public long bytesSent() {
		Connection connection = session().connection();
		return (connection != null) ? connection.output().total() : 0;
	}

	/**
	 * Returns where to log what the peer can cause: for all connections of a server
	 * together a few lines in a minute, so that no peer fills the disk. Qt has no such
	 * method.
	 * @return the log of the server; clients share one
	 */
	public PeerLog peerLog() {
		return this.peerLog;
	}

	/**
	 * Returns something that is kept with the socket, which is where what belongs to a
	 * connection should be. Takes no lock. The twin of {@code QObject::property}.
	 * @param <T> the type of what is kept
	 * @param attribute the key
	 * @return what was last set, also after the connection is over; null if nothing was
	 */
	public <T> @Nullable T attribute(SocketAttribute<T> attribute) {
		return this.attributes.get(attribute);
	}

	/**
	 * Keeps something with the socket, for as long as somebody knows the socket: the
	 * server does so while the connection is open. The twin of
	 * {@code QObject::setProperty}.
	 * @param <T> the type of what is kept
	 * @param attribute the key
	 * @param value what to keep instead of what was there; null for nothing
	 */
	public <T> void setAttribute(SocketAttribute<T> attribute, @Nullable T value) {
		this.attributes.set(attribute, value);
	}

	/**
	 * Says how to find out whether work for the peer is in progress, such as the handling
	 * of a message that was read already: meanwhile the connection is not idle, see
	 * {@link ConnectionLimits#idleTimeout()}. A thread that waits for input of this
	 * socket, or for its end, waits for the peer, whatever is said here. Holds for the
	 * present connection.
	 * @param working tells whether there is such work; asked from time to time on the
	 * thread of the event loop, and must not block
	 */
	public void setWorkInProgress(BooleanSupplier working) {
		Connection connection = session().connection();
		if (connection != null) {
			connection.setWorking(working);
		}
	}

	/**
	 * Says how to find out since when a message of the peer has been incomplete, see
	 * {@link ConnectionLimits#frameTimeout()}. Holds for the present connection.
	 * @param nanoTime tells when it began, as {@link System#nanoTime()}, or 0 if there is
	 * none; asked from time to time on the thread of the event loop, and must not block
	 */
	public void setIncompleteSince(LongSupplier nanoTime) {
		Connection connection = session().connection();
		if (connection != null) {
			connection.setIncompleteSince(nanoTime);
		}
	}

	/**
	 * Says how many bytes that were read from this socket are kept until they can be
	 * used, as the beginning of a message is: they count as buffered, see
	 * {@link EventLoops#maxBuffered()}. For one thread at a time.
	 * @param bytes the number of bytes
	 */
	public void setKept(long bytes) {
		Connection connection = session().connection();
		if (connection != null) {
			connection.setKept(bytes);
		}
	}

	/**
	 * Says whether somebody goes on to use what was received when the connection is over:
	 * until this is taken back, it counts as buffered.
	 * @param retained whether somebody does
	 */
	public void setRetained(boolean retained) {
		Connection connection = session().connection();
		if (connection != null) {
			connection.setRetained(retained);
		}
	}

	/**
	 * Returns an executor that runs tasks one after the other on the thread of the
	 * socket's event loop, like the callbacks, or on the calling thread if the loop has
	 * ended. They must not block.
	 * @return the executor
	 */
	public Executor eventLoop() {
		return this::executeOnLoop;
	}

	private void executeOnLoop(Runnable task) {
		Connection connection = session().connection();
		if (connection != null) {
			connection.execute(task);
		}
		else {
			task.run();
		}
	}

}

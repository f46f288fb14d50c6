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

import java.io.InterruptedIOException;
import java.time.Duration;

import dev.localsocket.error.CloseReason;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.PeerLog;
import dev.localsocket.transport.connection.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which the connection of a {@link LocalSocket} ends, by halves or
 * altogether, and why it did.
 */
abstract class SocketEnd extends SocketObject {

	private final SocketSettings settings;

	SocketEnd(PeerLog peerLog, SocketSettings settings) {
		super(peerLog);
		this.settings = settings;
	}

	/** Returns what its connections begin with. */
	final SocketSettings settings() {
		return this.settings;
	}

	/**
	 * Returns the last error. The twin of {@code QLocalSocket::error}.
	 * @return the error
	 */
	public SocketError error() {
		return session().failure().error();
	}

	/**
	 * Returns what the last error was about. The twin of {@code QIODevice::errorString}.
	 * @return the text, empty if there was no error
	 */
	public String errorString() {
		return session().failure().text();
	}

	/**
	 * Returns why the connection is over.
	 * @return the reason, or null while the connection is not over, and before the first
	 */
	public @Nullable CloseReason closeReason() {
		return session().closeReason();
	}

	/**
	 * Tells whether the peer has closed the connection without reading all that it was
	 * sent; the last byte of it has not been read then. If it has read all, or the
	 * operating system is not Linux, this is not known.
	 * @return whether that is certain
	 */
	public boolean isResetByPeer() {
		Connection connection = session().connection();
		return connection != null && connection.isReset();
	}

	/**
	 * Tells whether this side has disconnected or aborted.
	 * @return whether it has
	 */
	public boolean isClosedHere() {
		return session().isClosedHere();
	}

	/**
	 * Sends what is queued, and then closes. Input that was not read is dropped, also if
	 * the peer has closed before. If the peer does not read what is left within the
	 * {@linkplain #setLinger linger time}, 30 seconds by default, the connection is
	 * aborted. An attempt to connect is abandoned. If nothing is queued the socket is
	 * unconnected when this returns, though the callbacks are told of the end a moment
	 * later. The twin of {@code QLocalSocket::disconnectFromServer}, which keeps input;
	 * {@code QLocalSocket::close} drops it, too.
	 */
	public void disconnectFromServer() {
		session().disconnect();
	}

	/**
	 * Closes because of an error, after sending what is queued. The error is told to the
	 * callbacks, and counted by the server, also if the peer has closed before; if this
	 * side has, nothing happens.
	 * @param error the error
	 * @param text what happened
	 */
	public void disconnectFromServer(SocketError error, String text) {
		session().disconnect(new Failure(error, text));
	}

	/**
	 * Closes at once; what is queued, and input that was not read, is dropped. The socket
	 * is unconnected when this returns, though the callbacks are told of the end a moment
	 * later. The twin of {@code QLocalSocket::abort}.
	 */
	public void abort() {
		session().abort();
	}

	/**
	 * Closes at once because of an error; what is queued is dropped. The error is told to
	 * the callbacks, and counted by the server, also if the peer has closed before; if
	 * this side has, nothing happens.
	 * @param error the error
	 * @param text what happened
	 */
	public void abort(SocketError error, String text) {
		session().abort(new Failure(error, text));
	}

	/**
	 * Waits until the connection is over, and the callbacks have been told. Blocks. The
	 * twin of {@code QLocalSocket::waitForDisconnected}.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether the connection is over, be it before this call; false at once if
	 * there was none, or an earlier call has returned true for it
	 * @throws InterruptedIOException if the thread is interrupted
	 */
	public boolean waitForDisconnected(Duration timeout) throws InterruptedIOException {
		return session().awaitEnd(timeout);
	}

	/**
	 * Returns how long {@link #disconnectFromServer()} goes on sending.
	 * @return the duration, by default 30 seconds
	 */
	public Duration linger() {
		return this.settings.values().linger();
	}

	/**
	 * Sets how long {@link #disconnectFromServer()} goes on sending what is queued to a
	 * peer that does not read. So long the connection keeps its descriptor. Qt has no
	 * such limit.
	 * @param linger the duration; with zero, what the kernel does not take at once is
	 * dropped
	 * @throws IllegalArgumentException if the duration is negative
	 */
	public void setLinger(Duration linger) {
		this.settings.setLinger(linger);
	}

	/**
	 * Waits no longer than some time for a peer that takes nothing of what is to be sent,
	 * be that while the connection is open or after {@link #disconnectFromServer()}; then
	 * the connection fails with {@link SocketError#TIMEOUT}. A peer that goes on reading,
	 * however slowly, has all the time. Holds for the present connection; a shorter
	 * {@linkplain ConnectionLimits#writeTimeout() write timeout} stays. Qt has no such
	 * method.
	 * @param longest the time, from now on, more than zero
	 * @throws IllegalArgumentException if the time is not more than zero
	 */
	public void shortenWriteTimeout(Duration longest) {
		if (longest.isNegative() || longest.isZero()) {
			throw new IllegalArgumentException("The longest write timeout must be more than zero, not " + longest);
		}
		Connection connection = session().connection();
		if (connection != null) {
			connection.shortenWriteTimeout(longest);
		}
	}

	/**
	 * Lets the peer send nothing more. What it has sent can still be read, and then comes
	 * the end of the input; what it sends later fails there, with {@code EPIPE}, so that
	 * it knows what was not received.
	 */
	public void shutdownInput() {
		Connection connection = session().connection();
		if (connection != null) {
			connection.shutdownInput();
		}
	}

	/** Lets the peer send nothing more, if it has been answered now. Does not wait. */
	void shutdownInputBetweenMessages(Duration quiet) {
		Connection connection = session().connection();
		if (connection != null && !connection.isInputShutDown()) {
			connection.execute(() -> {
				if (connection.isBetweenMessages(quiet)) {
					connection.shutdownInput();
				}
			});
		}
	}

	/**
	 * Tells whether this side has stopped reading, so that what the peer has sent may be
	 * cut off anywhere.
	 * @return whether {@link #shutdownInput()} was called
	 */
	public boolean isInputShutDown() {
		Connection connection = session().connection();
		return connection != null && connection.isInputShutDown();
	}

	/** Sends what is queued, and then tells the peer that nothing more will come. */
	public void shutdownOutput() {
		Connection connection = session().connection();
		if (connection != null) {
			connection.shutdownOutput();
		}
	}

}

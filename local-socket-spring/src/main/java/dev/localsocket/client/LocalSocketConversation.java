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

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.SocketError;
import dev.localsocket.framing.FramingException;
import dev.localsocket.framing.RawFraming;
import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.messaging.internal.FrameReader;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server over which messages go in both directions, in any order.
 * Thread-safe: any thread may send, and several that receive get different messages. The
 * methods block, and wait equally well on platform and virtual threads.
 *
 * @since 0.1.0
 */
public final class LocalSocketConversation implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(LocalSocketConversation.class);

	private final LocalSocket socket;

	private final boolean framed;

	private final Duration timeout;

	private final MessageCodec codec;

	/** Guards the reader; whoever holds it may wait for the peer. */
	private final ReentrantLock receiving = new ReentrantLock();

	private final FrameReader reader;

	/** What had been sent and received before the request that uses the connection. */
	private long sentBefore;

	private long receivedBefore;

	LocalSocketConversation(LocalSocket socket, ServerMessaging messaging, Duration timeout) {
		this.socket = socket;
		this.timeout = timeout;
		this.codec = new MessageCodec(messaging);
		this.framed = !(messaging.framing() instanceof RawFraming);
		this.reader = new FrameReader(socket, messaging.framing().newDecoder());
	}

	/**
	 * Sends a message, and waits while the write buffer is full, for as long as a request
	 * may take.
	 * @param message the message
	 * @throws LocalSocketClientException if the connection has ended, the server does not
	 * read in time, or the message is longer than the write buffer
	 * @throws LocalSocketConversionException if the message cannot be converted
	 */
	public void send(Object message) {
		send(this.codec.encode(message), Deadline.after(this.timeout));
	}

	/**
	 * Sends a request and waits for its reply; nobody else may use the connection
	 * meanwhile.
	 * @return the reply, or null if the server has ended the connection
	 */
	<T> @Nullable T exchange(ByteBuffer request, Class<T> replyType, Deadline deadline) {
		this.sentBefore = this.socket.bytesSent();
		this.receivedBefore = this.socket.bytesReceived();
		send(request, deadline);
		return receive(replyType, deadline);
	}

	/**
	 * Aborts the connection, and tells whether the server had closed it before it could
	 * take the last request, so that it is certain not to have handled it: nothing was
	 * sent, or the server left the end of a frame unread. Without frames, what it has
	 * read may be enough for it.
	 */
	boolean abortsUntaken(Deadline deadline) {
		abort();
		return this.sentBefore > 0 && hasEnded(deadline) && this.socket.bytesReceived() == this.receivedBefore
				&& (this.socket.bytesSent() == this.sentBefore || (this.framed && this.socket.isResetByPeer()));
	}

	/** Before that, the loop may still be sending. */
	private boolean hasEnded(Deadline deadline) {
		try {
			return this.socket.waitForDisconnected(deadline.left());
		}
		catch (InterruptedIOException ex) {
			return false;
		}
	}

	private void send(ByteBuffer frame, Deadline deadline) {
		if (this.socket.writeBufferSize() > 0 && frame.remaining() > this.socket.writeBufferSize()) {
			throw new LocalSocketClientException(SocketError.WRITE_BUFFER_FULL,
					"The message of %d bytes is longer than the write buffer of %d bytes".formatted(frame.remaining(),
							this.socket.writeBufferSize()),
					null);
		}
		while (!this.socket.write(frame)) {
			awaitRoom(deadline);
		}
	}

	private void awaitRoom(Deadline deadline) {
		if (this.socket.state() != LocalSocket.State.CONNECTED) {
			throw new LocalSocketClientException(SocketError.PEER_CLOSED, "The %s is closed".formatted(this.socket),
					null);
		}
		try {
			if (!this.socket.waitForBytesWritten(deadline.left()) && this.socket.bytesToWrite() > 0) {
				throw timedOut("has not read what was sent", deadline);
			}
		}
		catch (InterruptedIOException ex) {
			throw interrupted("for the server '%s'".formatted(this), ex);
		}
	}

	/**
	 * Waits for a message, for as long as a request may take.
	 * @param <T> the type of the message
	 * @param type the type of the message, such as {@code String.class}, or one that JSON
	 * is converted to
	 * @return the message, or null if the server has ended the connection
	 * @throws LocalSocketClientException if no message comes in time, the connection
	 * broke, or the server does not keep to the framing
	 * @throws LocalSocketConversionException if the message cannot be converted
	 */
	public <T> @Nullable T receive(Class<T> type) {
		return receive(type, this.timeout);
	}

	/**
	 * Waits for a message.
	 * @param <T> the type of the message
	 * @param type the type of the message
	 * @param timeout how long to wait, 0 or more
	 * @return the message, or null if the server has ended the connection
	 * @throws LocalSocketClientException if no message comes in time, the connection
	 * broke, or the server does not keep to the framing
	 * @throws LocalSocketConversionException if the message cannot be converted
	 */
	public <T> @Nullable T receive(Class<T> type, Duration timeout) {
		return receive(type, Deadline.after(timeout));
	}

	<T> @Nullable T receive(Class<T> type, Deadline deadline) {
		byte[] payload = receive(deadline);
		return (payload != null) ? this.codec.decode(payload, type, this) : null;
	}

	private byte @Nullable [] receive(Deadline deadline) {
		lock(deadline);
		try {
			ByteBuffer frame = this.reader.next();
			while (frame == null && !this.reader.isEnded()) {
				awaitInput(deadline);
				frame = this.reader.next();
			}
			return (frame != null) ? bytes(frame) : null;
		}
		catch (FramingException ex) {
			abort();
			throw new LocalSocketClientException(SocketError.FRAMING_ERROR,
					"The server '%s' does not keep to the framing: %s".formatted(this, ex.getMessage()), ex);
		}
		finally {
			this.receiving.unlock();
		}
	}

	private void lock(Deadline deadline) {
		try {
			if (!this.receiving.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
				throw timedOut("has not sent a message", deadline);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw interrupted("for the server '%s'".formatted(this), new InterruptedIOException());
		}
	}

	private void awaitInput(Deadline deadline) {
		try {
			if (!this.socket.waitForReadyRead(deadline.left()) && !this.socket.atEnd()) {
				throw timedOut("has not sent a message", deadline);
			}
		}
		catch (InterruptedIOException ex) {
			throw interrupted("for the server '%s'".formatted(this), ex);
		}
		catch (IOException ex) {
			throw new LocalSocketClientException(SocketError.PEER_CLOSED,
					"The connection to the server '%s' broke: %s".formatted(this, ex.getMessage()), ex);
		}
	}

	private static byte[] bytes(ByteBuffer frame) {
		byte[] bytes = new byte[frame.remaining()];
		frame.get(bytes);
		return bytes;
	}

	private LocalSocketClientException timedOut(String what, Deadline deadline) {
		return new LocalSocketClientException(SocketError.TIMEOUT,
				"The server '%s' %s within %d ms".formatted(this, what, deadline.timeout().toMillis()), null);
	}

	static LocalSocketClientException interrupted(String what, InterruptedIOException cause) {
		return new LocalSocketClientException(SocketError.UNKNOWN, "Interrupted while waiting " + what, cause);
	}

	/**
	 * Tells whether the next request may use the connection. A message that nobody has
	 * asked for would be taken for its reply.
	 */
	boolean isReusable() {
		boolean silent = this.socket.bytesAvailable() == 0 && !this.reader.hasBuffered();
		if (!silent) {
			this.socket.peerLog()
				.log(logger::warn, null,
						() -> "The server '%s' sends more than one reply for a request, or others unasked; use open()"
							.formatted(this));
		}
		return silent && this.socket.bytesToWrite() == 0 && this.socket.state() == LocalSocket.State.CONNECTED
				&& !this.socket.atEnd();
	}

	/**
	 * Returns who listens.
	 * @return the credentials of the server's process when it began to listen
	 */
	public PeerCredentials server() {
		return this.socket.peerCredentials();
	}

	/** Tells the server that no more messages will be sent. */
	public void shutdownOutput() {
		this.socket.shutdownOutput();
	}

	/** Closes the connection at once; what is to be sent is dropped. */
	public void abort() {
		this.socket.abort();
	}

	/** Closes the connection, after sending what is to be sent. Does not block. */
	@Override
	public void close() {
		this.socket.close();
	}

	/**
	 * Returns the name or path of the server.
	 * @return the name
	 */
	@Override
	public String toString() {
		return this.socket.fullServerName();
	}

}

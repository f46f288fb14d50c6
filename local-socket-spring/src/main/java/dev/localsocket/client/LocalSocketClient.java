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

import java.nio.ByteBuffer;

import dev.localsocket.LocalSocket;
import dev.localsocket.error.SocketError;
import dev.localsocket.messaging.ServerMessaging;
import org.jspecify.annotations.Nullable;

/**
 * Talks to one local server. It connects when it is first used, keeps its connections,
 * and connects again when the server has closed them: a request for which a connection
 * that had been used before turns out to be closed uses another, if nothing of it was
 * sent, or, on Linux, the server is known not to have read the end of it. Thread-safe;
 * the methods block, and wait equally well on platform and virtual threads.
 * <p>
 * Before anything is sent, it checks who listens: on a directory that every user can
 * write to, such as {@code /tmp}, any user could do so under the name of a server that is
 * not running.
 * <p>
 * Its connections do not keep the JVM alive.
 *
 * @since 0.1.0
 */
public final class LocalSocketClient implements AutoCloseable {

	private final LocalSocketClientSettings settings;

	private final ServerConnector connector;

	private final ServerMessaging messaging;

	private final MessageCodec codec;

	private final ConnectionPool pool;

	/**
	 * Creates a client, without connecting.
	 * @param settings where the server is, and the limits
	 * @param messaging how messages become frames, which must be what the server expects
	 */
	public LocalSocketClient(LocalSocketClientSettings settings, ServerMessaging messaging) {
		this.settings = settings;
		this.connector = new ServerConnector(settings);
		this.messaging = messaging;
		this.codec = new MessageCodec(messaging);
		this.pool = new ConnectionPool(settings.maxConnections(), this::open);
	}

	/**
	 * Sends a message and waits for the reply: the one message that the server sends back
	 * for it. For servers that send none, or several, there is {@link #open()}.
	 * @param <T> the type of the reply
	 * @param message the message
	 * @param replyType the type of the reply, such as {@code String.class}, or one that
	 * JSON is converted to
	 * @return the reply
	 * @throws LocalSocketClientException if the server cannot be reached, is not trusted,
	 * closes the connection instead, or does not reply in time. If it was reached, it may
	 * have handled the message even so; nothing is sent twice that may have been handled
	 * @throws LocalSocketConversionException if the message or the reply cannot be
	 * converted
	 * @throws IllegalStateException if the client is closed, or on the thread of an event
	 * loop
	 */
	public <T> T request(Object message, Class<T> replyType) {
		Deadline deadline = Deadline.after(this.settings.requestTimeout());
		ByteBuffer request = this.codec.encode(message);
		T reply = null;
		while (reply == null) {
			reply = exchange(request, replyType, deadline);
		}
		return reply;
	}

	/** Returns null if another connection is to be tried. */
	private <T> @Nullable T exchange(ByteBuffer request, Class<T> replyType, Deadline deadline) {
		LocalSocketConversation conversation = this.pool.acquire(deadline);
		try {
			T reply = conversation.exchange(request.duplicate(), replyType, deadline);
			if (reply == null) {
				throw new LocalSocketClientException(SocketError.PEER_CLOSED,
						"The server '%s' closed the connection instead of replying".formatted(this), null);
			}
			this.pool.release(conversation);
			return reply;
		}
		catch (RuntimeException | Error ex) {
			// A late reply must not be taken for that of another request
			boolean untaken = isClosedByServer(ex) && conversation.abortsUntaken(deadline);
			this.pool.discard(conversation);
			if (untaken) {
				return null;
			}
			throw ex;
		}
	}

	private static boolean isClosedByServer(Throwable ex) {
		return ex instanceof LocalSocketClientException failure && failure.error() == SocketError.PEER_CLOSED;
	}

	/**
	 * Opens a connection for messages in any order, which is the caller's own.
	 * @return the conversation, to be closed
	 * @throws LocalSocketClientException if the server cannot be reached or is not
	 * trusted
	 * @throws IllegalStateException on the thread of an event loop
	 */
	public LocalSocketConversation open() {
		return new LocalSocketConversation(connect(), this.messaging, this.settings.requestTimeout());
	}

	/**
	 * Opens a connection without any framing, for streams of bytes, which is the caller's
	 * own.
	 * @return the connection, to be closed
	 * @throws LocalSocketClientException if the server cannot be reached or is not
	 * trusted
	 * @throws IllegalStateException on the thread of an event loop
	 */
	public LocalSocket connect() {
		return this.connector.connect();
	}

	/**
	 * Closes the connections of requests. Those that are waiting for a reply fail.
	 * Connections from {@link #open()} and {@link #connect()} live on.
	 */
	@Override
	public void close() {
		this.pool.close();
	}

	/**
	 * Returns the name or path of the server.
	 * @return the name
	 */
	@Override
	public String toString() {
		return this.settings.serverName();
	}

}

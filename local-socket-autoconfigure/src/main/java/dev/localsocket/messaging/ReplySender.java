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

package dev.localsocket.messaging;

import java.nio.file.Path;
import java.util.stream.Stream;

import dev.localsocket.LocalSocket;
import dev.localsocket.SocketError;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;

/**
 * Sends objects over one connection: one frame each, or one for each element of an
 * {@link Iterable} or a {@link Stream}. Thread-safe, does not wait.
 */
public final class ReplySender {

	private final LocalSocket socket;

	private final FrameEncoder encoder;

	/**
	 * Creates a sender.
	 * @param socket the connection
	 * @param messaging how its messages become frames
	 * @param headers the headers of the connection
	 */
	public ReplySender(LocalSocket socket, ServerMessaging messaging, MessageHeaders headers) {
		this.socket = socket;
		this.encoder = new FrameEncoder(messaging, headers);
	}

	/**
	 * Sends a reply. If the peer has gone, it is dropped. If it does not fit into the
	 * write buffer, because the peer does not read, the connection is aborted.
	 * @param reply the reply; a stream is closed, and after a {@link LastReply} the
	 * connection is
	 * @throws MessageConversionException if it cannot be converted, or no frame can hold
	 * it
	 */
	public void send(Object reply) {
		if (reply instanceof LastReply last) {
			send(last.payload());
			this.socket.disconnectFromServer();
		}
		else if (reply instanceof Iterable<?> replies && !isValue(replies)) {
			replies.forEach(this::sendFrame);
		}
		else if (reply instanceof Stream<?> replies) {
			try (replies) {
				replies.forEachOrdered(this::sendFrame);
			}
		}
		else {
			sendFrame(reply);
		}
	}

	/** A path is no series of paths, and a tree of JSON no series of its branches. */
	private static boolean isValue(Iterable<?> reply) {
		return reply instanceof Path || reply.getClass().getName().startsWith("tools.jackson.");
	}

	private void sendFrame(@Nullable Object reply) {
		if (!this.socket.write(this.encoder.encode(reply)) && this.socket.error() == SocketError.WRITE_BUFFER_FULL) {
			this.socket.abort(SocketError.WRITE_BUFFER_FULL, this.socket.errorString());
		}
	}

	/**
	 * Returns the connection.
	 * @return the connection
	 */
	public LocalSocket socket() {
		return this.socket;
	}

}

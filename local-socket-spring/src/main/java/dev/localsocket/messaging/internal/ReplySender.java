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

package dev.localsocket.messaging.internal;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.localsocket.LocalSocket;
import dev.localsocket.ReplyOutput;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.SocketError;
import dev.localsocket.framing.Framing;
import dev.localsocket.messaging.LastReply;
import dev.localsocket.messaging.ReplyCutOffException;
import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.worker.WorkerTask;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;

/**
 * Sends the replies of a handler to its connection, each in a frame, whatever the write
 * buffer has room for: who calls this sees to it, by way of the {@link FrameDispatcher},
 * that no request is handled while the peer does not read. Never blocks. Thread-safe, but
 * for replies at the same time, which mix.
 */
public final class ReplySender {

	private static final Log logger = LogFactory.getLog(ReplySender.class);

	private final LocalSocket socket;

	private final ReplyOutput output;

	private final ServerMessaging messaging;

	private final MessageHeaders headers;

	private final Consumer<WorkerTask> executor;

	/** Whether a reply of several frames has begun that is not complete. */
	private final AtomicBoolean unfinished = new AtomicBoolean();

	/**
	 * Creates a sender.
	 * @param socket the connection
	 * @param messaging how its messages become frames
	 * @param headers the headers of the connection
	 * @param executor goes on with a long reply, on another thread or later
	 */
	public ReplySender(LocalSocket socket, ServerMessaging messaging, MessageHeaders headers,
			Consumer<WorkerTask> executor) {
		this.socket = socket;
		this.output = socket.replyOutput();
		this.messaging = messaging;
		this.headers = headers;
		this.executor = executor;
	}

	/**
	 * Sends a reply. If the peer has gone, it is dropped.
	 * @param reply the reply, or null for none. The elements of an {@link Iterable} or a
	 * {@link Stream} are fetched on the calling thread and those of the executor, as the
	 * peer reads; it is closed in the end if it can be. After a {@link LastReply} the
	 * connection is closed
	 * @return null if that is done, or a stage that is completed when it is, or with what
	 * went wrong: a {@link ReplyCutOffException} if the connection has ended
	 * @throws MessageConversionException if a single reply cannot be converted, or no
	 * frame can hold it
	 */
	public @Nullable CompletionStage<?> send(@Nullable Object reply) {
		if (reply instanceof LastReply last) {
			return sendLast(last.payload());
		}
		if (reply != null && isSeries(reply)) {
			return new SeriesReply(this, reply).start();
		}
		if (reply != null) {
			sendFrame(reply);
		}
		return null;
	}

	/** What the peer would send after it has read the reply would not be handled. */
	private @Nullable CompletionStage<?> sendLast(Object payload) {
		this.output.refuseInput();
		CompletionStage<?> sending = send(payload);
		if (sending != null) {
			return sending.thenRun(this::disconnect);
		}
		disconnect();
		return null;
	}

	private void disconnect() {
		end(true);
		this.socket.disconnectFromServer();
	}

	private static boolean isSeries(Object reply) {
		return reply instanceof Stream || (reply instanceof Iterable && !ReplyTypes.isValue(reply.getClass()));
	}

	/**
	 * Sends a frame.
	 * @return whether it was taken, or else the peer has gone
	 */
	boolean sendFrame(@Nullable Object reply) {
		return this.messaging.encode(FrameEncoder.checked(reply), this.headers, this.output::write);
	}

	/**
	 * Says that a reply of several frames begins. If the connection ends before it is
	 * complete, the peer finds half a frame, if the framing has a
	 * {@linkplain Framing#cutMark() mark} for that.
	 * @return whether none had begun before
	 */
	public boolean begin() {
		boolean first = this.unfinished.compareAndSet(false, true);
		if (first) {
			this.output.setUnfinished(ByteBuffer.wrap(this.messaging.framing().cutMark()));
		}
		return first;
	}

	/**
	 * Says that a reply of several frames is complete.
	 * @param first what {@link #begin()} has returned
	 */
	public void end(boolean first) {
		if (first && this.unfinished.compareAndSet(true, false)) {
			this.output.setUnfinished(null);
		}
	}

	/**
	 * Ends the connection, if a reply of several frames will never be complete.
	 * @param text why
	 */
	public void cutOff(String text) {
		if (this.unfinished.get()) {
			this.socket.disconnectFromServer(SocketError.HANDLER_FAILED, text);
		}
	}

	/**
	 * Logs, when the connection is over, that this side has cut a reply off, if nobody
	 * else has: an error is logged where it occurs.
	 */
	public void logCutOff() {
		CloseReason reason = this.socket.closeReason();
		if (this.unfinished.get() && reason != CloseReason.ERROR && reason != CloseReason.PEER_CLOSED) {
			this.socket.peerLog().log(logger::warn, null, () -> "A reply to the %s was cut off".formatted(this.socket));
		}
	}

	/**
	 * Returns the connection.
	 * @return the connection
	 */
	public LocalSocket socket() {
		return this.socket;
	}

	ReplyOutput output() {
		return this.output;
	}

	void execute(WorkerTask task) {
		this.executor.accept(task);
	}

}

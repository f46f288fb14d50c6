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
import java.util.concurrent.atomic.AtomicInteger;

import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.ReplyOutput;
import dev.localsocket.error.SocketError;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.FramingException;
import dev.localsocket.worker.WorkerTask;
import dev.localsocket.worker.Workers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Calls a handler for each frame that a connection receives: in order, one at a time, on
 * workers, or on the thread of the connection's event loop. The frames that are there
 * already cost one hand-over, or none on the event loop. Frames that are not handled yet
 * stay in the socket, which holds back the peer when its read buffer is full.
 * <p>
 * The number of signals that have not been acted on is the only shared state: whoever
 * raises it from zero hands the dispatcher to a worker, and the dispatcher works until it
 * has taken all of them off again. So one thread at a time runs it, and each sees what
 * the one before it wrote.
 */
public final class FrameDispatcher {

	private static final Log logger = LogFactory.getLog(FrameDispatcher.class);

	/** Lets other connections have the thread after so many frames. */
	private static final int MAX_FRAMES_PER_TURN = 64;

	private final LocalSocket socket;

	private final FrameReader reader;

	private final ReplyOutput output;

	/** Runs this, unless the event loop does. */
	private final @Nullable Workers workers;

	private final FrameHandler handler;

	private final Turn turn = new Turn();

	/** Goes on when the peer has read. */
	private final Runnable goOn = this::signal;

	private final AtomicInteger signals = new AtomicInteger();

	/** Whether the last frame is still being handled, by whatever thread. */
	private volatile boolean handling;

	/** Belongs to the thread that runs the dispatcher, as the next one does. */
	private boolean finishing;

	private boolean ended;

	/**
	 * Creates a dispatcher, not yet started.
	 * @param socket the connection
	 * @param framing how it is framed
	 * @param workers run the handler
	 * @param handler handles the frames
	 * @return the dispatcher
	 */
	public static FrameDispatcher onWorkers(LocalSocket socket, Framing framing, Workers workers,
			FrameHandler handler) {
		return new FrameDispatcher(socket, framing, workers, handler);
	}

	/**
	 * Creates a dispatcher that uses the thread of the connection's event loop, not yet
	 * started: what is received is handled there and then, and the replies go out by one
	 * system call.
	 * @param socket the connection
	 * @param framing how it is framed
	 * @param handler handles the frames, and must not block
	 * @return the dispatcher
	 */
	public static FrameDispatcher onEventLoop(LocalSocket socket, Framing framing, FrameHandler handler) {
		return new FrameDispatcher(socket, framing, null, handler);
	}

	private FrameDispatcher(LocalSocket socket, Framing framing, @Nullable Workers workers, FrameHandler handler) {
		this.socket = socket;
		this.reader = new FrameReader(socket, framing.newDecoder(), workers == null);
		this.output = socket.replyOutput();
		this.workers = workers;
		this.handler = handler;
	}

	/** Begins to handle frames, those received before included. To be called once. */
	public void start() {
		this.socket.setWorkInProgress(this::isWorking);
		this.socket.setRetained(true);
		this.socket.setIncompleteSince(this::incompleteSince);
		this.socket.addListener(this.turn);
		signal();
	}

	/**
	 * While the peer does not read, this does not either; and of what waits for a thread
	 * nobody knows yet whether it is the rest.
	 */
	private long incompleteSince() {
		return (this.signals.get() == 0 && this.output.isWritable()) ? this.reader.incompleteSince() : 0;
	}

	/** Whether a frame waits for a thread, or is being handled. */
	private boolean isWorking() {
		return this.signals.get() != 0 || this.handling || this.handler.isWorking();
	}

	private void signal() {
		if (this.signals.getAndIncrement() == 0) {
			submit();
		}
	}

	/** On the thread of the socket's event loop. */
	private void signalled() {
		if (this.signals.getAndIncrement() == 0) {
			if (this.workers == null) {
				run();
			}
			else {
				this.workers.execute(this.turn);
			}
		}
	}

	private void submit() {
		if (this.workers == null) {
			this.socket.eventLoop().execute(this.turn);
		}
		else {
			this.workers.execute(this.turn);
		}
	}

	private void rejected(Throwable cause) {
		this.socket.abort(SocketError.HANDLER_FAILED, "No thread is left to handle the connection: " + cause);
		end();
	}

	private void run() {
		int seen = this.signals.get();
		while (seen != 0) {
			if (!dispatch()) {
				submit();
				return;
			}
			seen = this.signals.addAndGet(-seen);
		}
	}

	/**
	 * Handles the frames that are there.
	 * @return whether that was all, rather than the end of this turn
	 */
	private boolean dispatch() {
		try {
			boolean all = handleFrames();
			this.reader.keep();
			return all;
		}
		catch (FramingException ex) {
			this.socket.peerLog()
				.log(logger::warn, null, () -> "The peer of the %s does not keep to the framing: %s"
					.formatted(this.socket, ex.getMessage()));
			this.socket.disconnectFromServer(SocketError.FRAMING_ERROR, String.valueOf(ex.getMessage()));
			end();
			return true;
		}
		catch (RuntimeException | Error ex) {
			try {
				fail(ex);
			}
			finally {
				end();
			}
			return true;
		}
	}

	private boolean handleFrames() throws FramingException {
		for (int i = 0; i < MAX_FRAMES_PER_TURN; i++) {
			if (this.ended || this.handling || !mayHandle()) {
				return true;
			}
			ByteBuffer frame = this.socket.isClosedHere() ? null : this.reader.next();
			if (frame == null) {
				endIfNothingWillCome();
				return true;
			}
			handle(frame);
		}
		return false;
	}

	private boolean mayHandle() {
		return !this.handler.isPaced() || this.output.isWritable(this.goOn);
	}

	private void fail(Throwable ex) {
		try {
			tell(ex);
		}
		catch (OutOfMemoryError again) {
			// Then without words
			this.socket.abort();
		}
	}

	private void tell(Throwable ex) {
		this.socket.peerLog().log(logger::error, ex, () -> "The handler of the %s failed".formatted(this.socket));
		this.socket.abort(SocketError.HANDLER_FAILED, "The handler of the connection failed: " + ex);
	}

	private void handle(ByteBuffer frame) {
		CompletionStage<?> stage = this.handler.handle(frame);
		if (stage != null) {
			await(stage);
		}
	}

	private void await(CompletionStage<?> stage) {
		this.handling = true;
		stage.whenComplete((result, ex) -> {
			if (ex != null) {
				fail(ex);
			}
			this.handling = false;
			signal();
		});
	}

	private void endIfNothingWillCome() {
		if (!this.reader.isEnded() && !this.socket.isClosedHere()) {
			return;
		}
		CompletionStage<?> rest = this.finishing ? null : this.handler.finish();
		this.finishing = true;
		if (rest != null) {
			await(rest);
		}
		else {
			this.socket.disconnectFromServer();
			end();
		}
	}

	private void end() {
		if (!this.ended) {
			this.ended = true;
			this.socket.setRetained(false);
			this.handler.ended();
		}
	}

	/** Handles the frames of one connection. */
	public interface FrameHandler {

		/**
		 * Handles a frame. What it throws ends the connection.
		 * @param frame the payload, whose bytes may be overwritten when this has returned
		 * @return null, or a stage before whose completion no other frame is handled
		 */
		@Nullable CompletionStage<?> handle(ByteBuffer frame);

		/**
		 * Tells whether frames are left where they are while the peer does not read what
		 * it is sent. Who says no has to see to it that it is not sent without end.
		 * @return whether they are
		 */
		default boolean isPaced() {
			return true;
		}

		/**
		 * Tells whether something is being done still for frames that were handled.
		 * @return whether it is; then the connection is not idle
		 */
		default boolean isWorking() {
			return false;
		}

		/**
		 * All frames were handled, and none will come; called once, unless the connection
		 * has failed.
		 * @return null, or a stage before whose completion the connection is not closed
		 */
		default @Nullable CompletionStage<?> finish() {
			return null;
		}

		/**
		 * The connection is over. On the thread of the event loop, and must not block.
		 */
		default void disconnected() {
		}

		/** No frame will come any more; called once, after all frames were handled. */
		void ended();

	}

	/**
	 * Is told what happens at the socket, on the thread of its loop; and is the task,
	 * some frames in a row, on the thread of a worker or of the loop.
	 */
	private final class Turn implements LocalSocketCallbacks, WorkerTask {

		@Override
		public void run() {
			FrameDispatcher.this.run();
		}

		@Override
		public void rejected(Throwable cause) {
			FrameDispatcher.this.rejected(cause);
		}

		@Override
		public void readyRead(LocalSocket socket) {
			signalled();
		}

		@Override
		public void readChannelFinished(LocalSocket socket) {
			signalled();
		}

		@Override
		public void disconnected(LocalSocket socket) {
			FrameDispatcher.this.handler.disconnected();
			signalled();
		}

		@Override
		public String toString() {
			return FrameDispatcher.this.handler.toString();
		}

	}

}

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

import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.ReplyOutput;
import dev.localsocket.messaging.ReplyCutOffException;
import dev.localsocket.worker.HandlerThread;
import dev.localsocket.worker.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * Sends the elements of an {@link Iterable} or a {@link Stream}, an element in a frame.
 * While the peer does not read, no thread waits, and none has the elements. When the
 * connection ends, the thread that fetches an element is interrupted. What can be closed
 * is closed in the end. One thread at a time runs this, and the next comes by the
 * executor or the lock of the output.
 */
final class SeriesReply implements WorkerTask, LocalSocketCallbacks {

	/** Lets other connections have the thread after so many frames. */
	private static final int MAX_FRAMES_PER_TURN = 64;

	private final ReplySender sender;

	private final Object source;

	private final ReplyOutput output;

	private final HandlerThread thread = new HandlerThread();

	private final CompletableFuture<@Nullable Void> completed = new CompletableFuture<>();

	/** Whether it is not an element of another such reply. */
	private boolean outermost;

	/** Null before the first turn. */
	private @Nullable Iterator<?> elements;

	SeriesReply(ReplySender sender, Object source) {
		this.sender = sender;
		this.source = source;
		this.output = sender.output();
	}

	/**
	 * Begins to send, on the calling thread.
	 * @return null if all elements are sent, or a stage that is completed when they are,
	 * or with a {@link ReplyCutOffException} when the connection ends before
	 */
	@Nullable CompletionStage<?> start() {
		this.outermost = this.sender.begin();
		socket().addListener(this);
		run();
		return (this.completed.isDone() && !this.completed.isCompletedExceptionally()) ? null : this.completed;
	}

	private LocalSocket socket() {
		return this.sender.socket();
	}

	@Override
	public void run() {
		Throwable failure = null;
		boolean more = false;
		this.thread.enter();
		try {
			more = sendSome();
		}
		catch (RuntimeException | Error ex) {
			failure = ex;
		}
		finally {
			this.thread.leave();
		}
		if (!more) {
			end(failure);
		}
		else if (this.output.isWritable(this::resume)) {
			resume();
		}
	}

	private void resume() {
		this.sender.execute(this);
	}

	@Override
	public void rejected(Throwable cause) {
		end(cause);
	}

	/** Returns whether elements may be left. */
	private boolean sendSome() {
		Iterator<?> iterator = elements();
		for (int i = 0; i < MAX_FRAMES_PER_TURN && this.output.isWritable(); i++) {
			checkConnected();
			if (!iterator.hasNext()) {
				return false;
			}
			if (!this.sender.sendFrame(iterator.next())) {
				throw new ReplyCutOffException();
			}
		}
		return true;
	}

	private Iterator<?> elements() {
		Iterator<?> current = this.elements;
		if (current == null) {
			current = (this.source instanceof Stream<?> stream) ? stream.iterator()
					: ((Iterable<?>) this.source).iterator();
			this.elements = current;
		}
		return current;
	}

	private void checkConnected() {
		if (!isConnected()) {
			throw new ReplyCutOffException();
		}
	}

	private boolean isConnected() {
		return socket().state() == LocalSocket.State.CONNECTED;
	}

	@Override
	public void disconnected(LocalSocket socket) {
		this.thread.interrupt();
	}

	/** What an interrupted thread throws is no failure of the handler. */
	private void end(@Nullable Throwable failure) {
		Throwable thrown = close(this.elements, close(this.source, failure));
		socket().removeListener(this);
		if (thrown == null) {
			this.sender.end(this.outermost);
			this.completed.complete(null);
		}
		else {
			this.completed.completeExceptionally(isConnected() ? thrown : cutOff(thrown));
		}
	}

	/** Says what else went wrong then, maybe only because of an interrupt. */
	private static ReplyCutOffException cutOff(Throwable thrown) {
		if (thrown instanceof ReplyCutOffException cutOff) {
			return cutOff;
		}
		ReplyCutOffException created = new ReplyCutOffException();
		created.initCause(thrown);
		return created;
	}

	private static @Nullable Throwable close(@Nullable Object resource, @Nullable Throwable failure) {
		if (resource instanceof AutoCloseable closeable) {
			try {
				closeable.close();
			}
			catch (Exception | Error ex) {
				if (failure == null) {
					return ex;
				}
				failure.addSuppressed(ex);
			}
		}
		return failure;
	}

	@Override
	public String toString() {
		return "a reply to the " + socket();
	}

}

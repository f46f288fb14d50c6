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

import dev.localsocket.LocalSocket;
import dev.localsocket.framing.FrameDecoder;
import dev.localsocket.framing.FramingException;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames from a socket, without waiting. They are views of what was received, where
 * that is; only an incomplete one is copied, when more of it comes. For one thread at a
 * time.
 */
public final class FrameReader {

	private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

	private final LocalSocket socket;

	private final FrameDecoder decoder;

	private final boolean borrowing;

	/**
	 * Bytes received and not taken, from position to limit; those that are borrowed are
	 * read-only.
	 */
	private ByteBuffer buffer = EMPTY;

	/** Bytes received for which there was no memory, so that no others follow the gap. */
	private @Nullable ByteBuffer notAdded;

	private boolean ended;

	/** When the bytes of an incomplete frame were first looked at, or 0. */
	private volatile long incompleteSince;

	/**
	 * Creates a reader whose frames nobody overwrites.
	 * @param socket the socket
	 * @param decoder finds the frames in what is received
	 */
	public FrameReader(LocalSocket socket, FrameDecoder decoder) {
		this(socket, decoder, false);
	}

	/**
	 * Creates a reader.
	 * @param socket the socket
	 * @param decoder finds the frames in what is received
	 * @param borrowing whether frames may be overwritten when the callback of the socket
	 * returns in which they are read: it must {@link #keep()} the others before
	 */
	FrameReader(LocalSocket socket, FrameDecoder decoder, boolean borrowing) {
		this.socket = socket;
		this.decoder = decoder;
		this.borrowing = borrowing;
	}

	/**
	 * Returns the next frame.
	 * @return the payload, or null if none is complete; always read-only if it may be
	 * overwritten, also when it will not be
	 * @throws FramingException if the peer does not keep to the framing
	 */
	public @Nullable ByteBuffer next() throws FramingException {
		while (true) {
			ByteBuffer frame = this.buffer.hasRemaining() ? this.decoder.next(this.buffer) : null;
			if (frame != null) {
				noteIncomplete(false);
				return (this.borrowing && !frame.isReadOnly()) ? frame.asReadOnlyBuffer() : frame;
			}
			if (!fill()) {
				noteIncomplete(this.buffer.hasRemaining());
				return null;
			}
		}
	}

	private void noteIncomplete(boolean incomplete) {
		boolean noted = this.incompleteSince != 0;
		if (incomplete != noted) {
			this.incompleteSince = incomplete ? System.nanoTime() | 1 : 0;
		}
	}

	/**
	 * Tells since when there has been a frame whose end has not come. Any thread may ask.
	 * @return the {@link System#nanoTime()}, or 0 if there is none
	 */
	public long incompleteSince() {
		return this.incompleteSince;
	}

	private boolean fill() throws FramingException {
		ByteBuffer taken = (this.notAdded != null) ? this.notAdded : this.socket.requestInput().take(this.borrowing);
		if (taken != null && taken.hasRemaining()) {
			this.notAdded = taken;
			add(taken);
			this.notAdded = null;
			return true;
		}
		if (taken == null && !this.ended) {
			this.ended = true;
			endDecoder();
		}
		if (!this.buffer.hasRemaining()) {
			hold(EMPTY);
		}
		return false;
	}

	/** If this side has cut the input off, the peer is not to blame for half a frame. */
	private void endDecoder() throws FramingException {
		if (!this.socket.isInputShutDown()) {
			this.decoder.end(this.buffer);
		}
	}

	/** No byte is written twice, because frames are views of the buffer. */
	private void add(ByteBuffer taken) {
		if (!this.buffer.hasRemaining()) {
			hold(taken);
			return;
		}
		if (this.buffer.isReadOnly() || this.buffer.capacity() - this.buffer.limit() < taken.remaining()) {
			// Growing, so that a long frame is not copied with each piece of it
			hold(copy(this.buffer.remaining() + Math.max(this.buffer.remaining(), taken.remaining())));
		}
		int end = this.buffer.limit();
		this.buffer.limit(end + taken.remaining()).put(end, taken, taken.position(), taken.remaining());
	}

	private ByteBuffer copy(int capacity) {
		return ByteBuffer.allocate(capacity).put(this.buffer).flip();
	}

	/** What is borrowed is not kept. */
	private void hold(ByteBuffer held) {
		this.buffer = held;
		this.socket.setKept(held.isReadOnly() ? 0 : held.capacity());
	}

	/** Copies what is borrowed and was not returned. */
	void keep() {
		if (this.buffer.isReadOnly()) {
			hold(this.buffer.hasRemaining() ? copy(this.buffer.remaining()) : EMPTY);
		}
	}

	/**
	 * Tells whether all frames have been returned and none will come.
	 * @return whether the input has ended
	 */
	public boolean isEnded() {
		return this.ended;
	}

	/**
	 * Tells whether bytes have been taken from the socket that no frame was made of.
	 * @return whether there are any
	 */
	public boolean hasBuffered() {
		return this.buffer.hasRemaining();
	}

}

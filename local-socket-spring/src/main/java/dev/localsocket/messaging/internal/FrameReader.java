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
 * Reads frames from a socket, without waiting. Its buffer grows with an incomplete frame,
 * whose length the decoder limits, and is given up when it is empty. For one thread at a
 * time.
 */
public final class FrameReader {

	/** A buffer of exactly what was received makes the least garbage. */
	private static final int MAX_RECEIVED = 64 * 1024;

	private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

	private final LocalSocket socket;

	private final FrameDecoder decoder;

	/** Bytes received and not taken, from position to limit. */
	private ByteBuffer buffer = EMPTY;

	private boolean ended;

	/** When the bytes of an incomplete frame were first looked at, or 0. */
	private volatile long incompleteSince;

	/**
	 * Creates a reader.
	 * @param socket the socket
	 * @param decoder finds the frames in what is received
	 */
	public FrameReader(LocalSocket socket, FrameDecoder decoder) {
		this.socket = socket;
		this.decoder = decoder;
	}

	/**
	 * Returns the next frame.
	 * @return the payload, or null if none is complete
	 * @throws FramingException if the peer does not keep to the framing
	 */
	public @Nullable ByteBuffer next() throws FramingException {
		while (true) {
			ByteBuffer frame = this.buffer.hasRemaining() ? this.decoder.next(this.buffer) : null;
			if (frame != null) {
				noteIncomplete(false);
				return frame;
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
		makeRoom();
		ByteBuffer target = this.buffer.duplicate().position(this.buffer.limit()).limit(this.buffer.capacity());
		int count = this.socket.read(target);
		if (count > 0) {
			this.buffer.limit(target.position());
			return true;
		}
		if (count < 0 && !this.ended) {
			this.ended = true;
			endDecoder();
		}
		if (!this.buffer.hasRemaining()) {
			this.buffer = EMPTY;
			this.socket.setKept(0);
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
	private void makeRoom() {
		if (!this.buffer.hasRemaining() || this.buffer.limit() == this.buffer.capacity()) {
			int capacity = this.buffer.remaining() + Math.max(this.buffer.remaining(), received());
			this.buffer = (capacity > 0) ? ByteBuffer.allocate(capacity).put(this.buffer).flip() : EMPTY;
			this.socket.setKept(capacity);
		}
	}

	private int received() {
		return (int) Math.min(this.socket.bytesAvailable(), MAX_RECEIVED);
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

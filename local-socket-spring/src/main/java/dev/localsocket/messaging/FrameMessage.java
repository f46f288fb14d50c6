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

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * A message that was received. Its payload is made of the frame when it is first asked
 * for, so that who needs something else than an array makes that of the frame at once.
 * Not thread-safe: for the thread that handles it until its payload is {@link #keep()
 * kept}.
 *
 * @since 0.1.0
 */
public final class FrameMessage implements Message<byte[]> {

	private final MessageHeaders headers;

	/** Null when its bytes may be overwritten. */
	private @Nullable ByteBuffer frame;

	private byte @Nullable [] payload;

	/**
	 * Creates a message.
	 * @param frame the payload, from position to limit, which stay as they are
	 * @param headers the headers, which are not copied
	 */
	public FrameMessage(ByteBuffer frame, MessageHeaders headers) {
		this.frame = frame;
		this.headers = headers;
	}

	/**
	 * Returns the payload in the memory in which it was received.
	 * @return the bytes, a view of their own: read-only if they may be overwritten when
	 * the message has been handled
	 * @throws IllegalStateException if the message has been handled, and its payload not
	 * kept
	 */
	public ByteBuffer frame() {
		ByteBuffer current = this.frame;
		return (this.payload == null && current != null) ? current.duplicate() : ByteBuffer.wrap(getPayload());
	}

	/**
	 * Returns the payload.
	 * @return an array of nothing else, which nobody overwrites
	 * @throws IllegalStateException if the message has been handled, and nobody has asked
	 * for the payload before
	 */
	@Override
	public byte[] getPayload() {
		byte[] current = this.payload;
		if (current == null) {
			current = copy();
			this.payload = current;
		}
		return current;
	}

	/** Without a copy, if the frame is alone in its array, as a large one often is. */
	private byte[] copy() {
		ByteBuffer source = this.frame;
		if (source == null) {
			throw new IllegalStateException("The payload must be asked for before the message has been handled");
		}
		if (source.hasArray() && source.array().length == source.remaining()) {
			return source.array();
		}
		byte[] bytes = new byte[source.remaining()];
		source.get(source.position(), bytes);
		return bytes;
	}

	/**
	 * Says that the message, and what is made of it from now on, may be used after it has
	 * been handled.
	 */
	public void keep() {
		getPayload();
	}

	/** Says that the message has been handled: the frame may be overwritten. */
	public void handled() {
		this.frame = null;
	}

	@Override
	public MessageHeaders getHeaders() {
		return this.headers;
	}

	/**
	 * Returns a description for logs.
	 * @return the number of bytes and the headers
	 */
	@Override
	public String toString() {
		ByteBuffer current = this.frame;
		byte[] kept = this.payload;
		int length = (kept != null) ? kept.length : ((current != null) ? current.remaining() : 0);
		return "FrameMessage [payload=byte[%d], headers=%s]".formatted(length, this.headers);
	}

}

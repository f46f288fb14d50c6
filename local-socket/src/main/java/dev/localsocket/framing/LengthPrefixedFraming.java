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

package dev.localsocket.framing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/**
 * Frames that begin with the number of their bytes, as an unsigned integer.
 *
 * @since 0.1.0
 */
public final class LengthPrefixedFraming implements Framing {

	private final int prefixLength;

	private final ByteOrder byteOrder;

	private final boolean prefixCounted;

	private final int maxFrameLength;

	/**
	 * Creates a framing.
	 * @param prefixLength the number of bytes of the prefix: 1, 2 or 4
	 * @param byteOrder the order of the bytes of the prefix
	 * @param prefixCounted whether the number counts the bytes of the prefix too
	 * @param maxFrameLength the greatest number of bytes in a payload
	 * @throws IllegalArgumentException if the prefix has another number of bytes, or the
	 * length is less than 1
	 */
	public LengthPrefixedFraming(int prefixLength, ByteOrder byteOrder, boolean prefixCounted, int maxFrameLength) {
		if (prefixLength != 1 && prefixLength != 2 && prefixLength != 4) {
			throw new IllegalArgumentException("The prefix must have 1, 2 or 4 bytes, not " + prefixLength);
		}
		this.prefixLength = prefixLength;
		this.byteOrder = byteOrder;
		this.prefixCounted = prefixCounted;
		this.maxFrameLength = FrameLengths.checkLimit(maxFrameLength);
	}

	@Override
	public FrameDecoder newDecoder() {
		return new Decoder();
	}

	@Override
	public ByteBuffer encode(ByteBuffer payload) throws FramingException {
		return encode(payload, ByteBuffer.allocate(this.prefixLength + payload.remaining()));
	}

	@Override
	public ByteBuffer encode(ByteBuffer payload, ByteBuffer memory) throws FramingException {
		if (memory.remaining() - payload.remaining() < this.prefixLength) {
			return encode(payload);
		}
		long number = payload.remaining() + (this.prefixCounted ? this.prefixLength : 0);
		long greatest = (1L << (8 * this.prefixLength)) - 1;
		if (number > greatest) {
			throw new FramingException("A payload of %d bytes is too long for a prefix of %d bytes"
				.formatted(payload.remaining(), this.prefixLength));
		}
		ByteBuffer frame = memory.order(this.byteOrder);
		putPrefix(frame, number);
		return frame.put(payload).flip();
	}

	/** Returns a part of a prefix, or one of 1 byte that no payload follows. */
	@Override
	public byte[] cutMark() {
		return new byte[] { 2 };
	}

	private void putPrefix(ByteBuffer frame, long number) {
		switch (this.prefixLength) {
			case 1 -> frame.put((byte) number);
			case 2 -> frame.putShort((short) number);
			default -> frame.putInt((int) number);
		}
	}

	private long prefix(ByteBuffer input) {
		ByteBuffer ordered = input.duplicate().order(this.byteOrder);
		return switch (this.prefixLength) {
			case 1 -> Byte.toUnsignedLong(ordered.get());
			case 2 -> Short.toUnsignedLong(ordered.getShort());
			default -> Integer.toUnsignedLong(ordered.getInt());
		};
	}

	private long payloadLength(ByteBuffer input) throws FramingException {
		long number = prefix(input);
		long length = this.prefixCounted ? number - this.prefixLength : number;
		if (length < 0) {
			throw new FramingException(
					"A prefix of %d counts less than its own %d bytes".formatted(number, this.prefixLength));
		}
		FrameLengths.check(length, this.maxFrameLength);
		return length;
	}

	private final class Decoder implements FrameDecoder {

		@Override
		public @Nullable ByteBuffer next(ByteBuffer input) throws FramingException {
			int prefixLength = LengthPrefixedFraming.this.prefixLength;
			if (input.remaining() < prefixLength) {
				return null;
			}
			int length = (int) payloadLength(input);
			if (input.remaining() - prefixLength < length) {
				return null;
			}
			int start = input.position() + prefixLength;
			input.position(start + length);
			return input.slice(start, length);
		}

		@Override
		public void end(ByteBuffer input) throws FramingException {
			FrameLengths.checkEnd(input);
		}

	}

}

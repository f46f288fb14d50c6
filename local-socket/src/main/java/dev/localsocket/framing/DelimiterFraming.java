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

import org.jspecify.annotations.Nullable;

/**
 * Frames that end with a sequence of bytes, which cannot occur in a payload.
 *
 * @since 0.1.0
 */
public final class DelimiterFraming implements Framing {

	private final byte[] delimiter;

	private final int maxFrameLength;

	/**
	 * Creates a framing.
	 * @param delimiter the bytes at the end of each frame, at least one
	 * @param maxFrameLength the greatest number of bytes in a payload
	 * @throws IllegalArgumentException if the delimiter is empty, or the length is less
	 * than 1
	 */
	public DelimiterFraming(byte[] delimiter, int maxFrameLength) {
		if (delimiter.length == 0) {
			throw new IllegalArgumentException("The delimiter must have at least 1 byte");
		}
		this.delimiter = delimiter.clone();
		this.maxFrameLength = FrameLengths.checkLimit(maxFrameLength);
	}

	@Override
	public FrameDecoder newDecoder() {
		return new Decoder();
	}

	@Override
	public ByteBuffer encode(ByteBuffer payload) throws FramingException {
		return encode(payload, ByteBuffer.allocate(payload.remaining() + this.delimiter.length));
	}

	@Override
	public ByteBuffer encode(ByteBuffer payload, ByteBuffer memory) throws FramingException {
		int length = payload.remaining();
		if (memory.remaining() - length < this.delimiter.length) {
			return encode(payload);
		}
		ByteBuffer frame = memory.put(payload).put(this.delimiter).flip();
		// The end of the payload and the delimiter together can look like one too
		if (indexOfDelimiter(frame, 0) < length) {
			throw new FramingException("A payload cannot contain the delimiter: send several messages instead");
		}
		return frame;
	}

	/**
	 * Returns the control character {@code CAN}, or the next byte that the delimiter does
	 * not contain.
	 */
	@Override
	public byte[] cutMark() {
		byte mark = LineFraming.CANCEL;
		while (Bytes.indexOf(ByteBuffer.wrap(this.delimiter), 0, mark) >= 0) {
			mark++;
		}
		return new byte[] { mark };
	}

	private int indexOfDelimiter(ByteBuffer buffer, int from) {
		int index = Bytes.indexOf(buffer, from, this.delimiter[0]);
		while (index >= 0 && !isDelimiterAt(buffer, index)) {
			index = Bytes.indexOf(buffer, index + 1, this.delimiter[0]);
		}
		return index;
	}

	private boolean isDelimiterAt(ByteBuffer buffer, int index) {
		if (index > buffer.limit() - this.delimiter.length) {
			return false;
		}
		for (int i = 0; i < this.delimiter.length; i++) {
			if (buffer.get(index + i) != this.delimiter[i]) {
				return false;
			}
		}
		return true;
	}

	private final class Decoder implements FrameDecoder {

		private int scanned;

		@Override
		public @Nullable ByteBuffer next(ByteBuffer input) throws FramingException {
			int start = input.position();
			int end = indexOfDelimiter(input, start + this.scanned);
			int limit = DelimiterFraming.this.maxFrameLength;
			if (end < 0) {
				// What could be the beginning of the delimiter is looked at again
				this.scanned = Math.max(0, input.remaining() - DelimiterFraming.this.delimiter.length + 1);
				FrameLengths.check(this.scanned, limit);
				return null;
			}
			this.scanned = 0;
			FrameLengths.check(end - start, limit);
			input.position(end + DelimiterFraming.this.delimiter.length);
			return input.slice(start, end - start);
		}

		@Override
		public void end(ByteBuffer input) throws FramingException {
			FrameLengths.checkEnd(input);
		}

	}

}

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
 * Lines: a frame ends with a line feed. A carriage return before it is accepted, and does
 * not belong to the payload; none is sent.
 *
 * @since 0.1.0
 */
public final class LineFraming implements Framing {

	private static final byte LINE_FEED = '\n';

	private static final byte CARRIAGE_RETURN = '\r';

	/** {@code CAN}: what comes before it is to be disregarded. */
	static final byte CANCEL = 0x18;

	private final int maxFrameLength;

	/**
	 * Creates a framing.
	 * @param maxFrameLength the greatest number of bytes in a line, its end not counted
	 * @throws IllegalArgumentException if it is less than 1
	 */
	public LineFraming(int maxFrameLength) {
		this.maxFrameLength = FrameLengths.checkLimit(maxFrameLength);
	}

	@Override
	public FrameDecoder newDecoder() {
		return new Decoder();
	}

	@Override
	public ByteBuffer encode(ByteBuffer payload) throws FramingException {
		return encode(payload, ByteBuffer.allocate(payload.remaining() + 1));
	}

	@Override
	public ByteBuffer encode(ByteBuffer payload, ByteBuffer memory) throws FramingException {
		if (memory.remaining() <= payload.remaining()) {
			return encode(payload);
		}
		if (Bytes.indexOf(payload, payload.position(), LINE_FEED) >= 0) {
			throw new FramingException("A line cannot contain a line feed: send several lines instead");
		}
		return memory.put(payload).put(LINE_FEED).flip();
	}

	/**
	 * Returns the control character {@code CAN}, U+0018, after which no line feed comes.
	 */
	@Override
	public byte[] cutMark() {
		return new byte[] { CANCEL };
	}

	/**
	 * Makes one line of any text: a backslash becomes two, line feed, carriage return and
	 * tab become {@code \n}, {@code \r} and {@code \t}, and other control characters a
	 * backslash and three octal digits. {@link String#translateEscapes()} takes that
	 * back.
	 * @param text the text
	 * @return the text without control characters
	 */
	public static String escape(String text) {
		StringBuilder escaped = new StringBuilder(text.length());
		text.chars().forEach((character) -> escape((char) character, escaped));
		return escaped.toString();
	}

	private static void escape(char character, StringBuilder escaped) {
		switch (character) {
			case '\\' -> escaped.append("\\\\");
			case '\n' -> escaped.append("\\n");
			case '\r' -> escaped.append("\\r");
			case '\t' -> escaped.append("\\t");
			default ->
				escaped.append(Character.isISOControl(character) ? "\\%03o".formatted((int) character) : character);
		}
	}

	private final class Decoder implements FrameDecoder {

		private int scanned;

		@Override
		public @Nullable ByteBuffer next(ByteBuffer input) throws FramingException {
			int end = Bytes.indexOf(input, input.position() + this.scanned, LINE_FEED);
			if (end < 0) {
				checkedLength(input, input.limit());
				this.scanned = input.remaining();
				return null;
			}
			this.scanned = 0;
			ByteBuffer line = input.slice(input.position(), checkedLength(input, end));
			input.position(end + 1);
			return line;
		}

		private int checkedLength(ByteBuffer input, int end) throws FramingException {
			int start = input.position();
			boolean returned = end > start && input.get(end - 1) == CARRIAGE_RETURN;
			int length = end - start - (returned ? 1 : 0);
			FrameLengths.check(length, LineFraming.this.maxFrameLength);
			return length;
		}

		@Override
		public void end(ByteBuffer input) throws FramingException {
			FrameLengths.checkEnd(input);
		}

	}

}

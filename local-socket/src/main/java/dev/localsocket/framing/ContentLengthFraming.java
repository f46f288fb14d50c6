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
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Frames of the Language Server Protocol and the Debug Adapter Protocol: header fields,
 * each in a line that ends with CR LF, an empty line, and the payload, whose number of
 * bytes the field {@code Content-Length} gives. Other fields, such as
 * {@code Content-Type}, are ignored, and not sent.
 *
 * @since 0.1.0
 * @implNote A header may have 4096 bytes.
 */
public final class ContentLengthFraming implements Framing {

	private static final int MAX_HEADER_LENGTH = 4096;

	private static final byte LINE_FEED = '\n';

	private static final byte CARRIAGE_RETURN = '\r';

	private static final byte COLON = ':';

	private static final byte[] NAME = "content-length".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] HEADER = "Content-Length: ".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] HEADER_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final int MAX_DIGITS = 10;

	private final int maxFrameLength;

	/**
	 * Creates a framing.
	 * @param maxFrameLength the greatest number of bytes in a payload
	 * @throws IllegalArgumentException if it is less than 1
	 */
	public ContentLengthFraming(int maxFrameLength) {
		this.maxFrameLength = FrameLengths.checkLimit(maxFrameLength);
	}

	@Override
	public FrameDecoder newDecoder() {
		return new Decoder();
	}

	@Override
	public ByteBuffer encode(ByteBuffer payload) throws FramingException {
		return encode(payload,
				ByteBuffer.allocate(HEADER.length + MAX_DIGITS + HEADER_END.length + payload.remaining()));
	}

	@Override
	public ByteBuffer encode(ByteBuffer payload, ByteBuffer memory) throws FramingException {
		int length = payload.remaining();
		int digits = digits(length);
		if (memory.remaining() - length < HEADER.length + digits + HEADER_END.length) {
			return encode(payload);
		}
		memory.put(HEADER);
		int end = memory.position() + digits;
		for (int i = 1, left = length; i <= digits; i++, left /= 10) {
			memory.put(end - i, (byte) ('0' + left % 10));
		}
		return memory.position(end).put(HEADER_END).put(payload).flip();
	}

	private static int digits(int number) {
		int digits = 1;
		for (int left = number; left >= 10; left /= 10) {
			digits++;
		}
		return digits;
	}

	/**
	 * Returns the control character {@code CAN}, U+0018, after which no header ends.
	 */
	@Override
	public byte[] cutMark() {
		return new byte[] { LineFraming.CANCEL };
	}

	private final class Decoder implements FrameDecoder {

		private static final int UNKNOWN = -1;

		/** Where the first line begins that is not complete, or the payload. */
		private int read;

		/** Up to where there is no line feed. */
		private int scanned;

		private int length = UNKNOWN;

		private boolean headerEnded;

		@Override
		public @Nullable ByteBuffer next(ByteBuffer input) throws FramingException {
			if (!this.headerEnded && !readHeader(input)) {
				return null;
			}
			if (input.remaining() - this.read < this.length) {
				return null;
			}
			int start = input.position() + this.read;
			ByteBuffer payload = input.slice(start, this.length);
			input.position(start + this.length);
			this.read = 0;
			this.scanned = 0;
			this.length = UNKNOWN;
			this.headerEnded = false;
			return payload;
		}

		/** Returns whether the header is complete. */
		private boolean readHeader(ByteBuffer input) throws FramingException {
			int begin = input.position();
			int end = Bytes.indexOf(input, begin + this.scanned, LINE_FEED);
			while (end >= 0) {
				int start = begin + this.read;
				checkHeaderLength(end - begin);
				readLine(input, start, end - 1);
				this.read = end + 1 - begin;
				this.scanned = this.read;
				if (end - 1 == start) {
					endHeader();
					return true;
				}
				end = Bytes.indexOf(input, begin + this.scanned, LINE_FEED);
			}
			this.scanned = input.remaining();
			checkHeaderLength(this.scanned);
			return false;
		}

		private static void checkHeaderLength(int length) throws FramingException {
			if (length > MAX_HEADER_LENGTH) {
				throw new FramingException(
						"A header is longer than the limit of %d bytes".formatted(MAX_HEADER_LENGTH));
			}
		}

		private void readLine(ByteBuffer input, int start, int end) throws FramingException {
			if (end < start || input.get(end) != CARRIAGE_RETURN) {
				throw new FramingException("A line of a header does not end with CR LF");
			}
			if (end > start) {
				readField(input, start, end);
			}
		}

		private void readField(ByteBuffer input, int start, int end) throws FramingException {
			int colon = Bytes.indexOf(input, start, COLON);
			if (colon < 0 || colon > end) {
				throw new FramingException("A line of a header is no field: it has no colon");
			}
			if (isName(input, start, colon)) {
				if (this.length != UNKNOWN) {
					throw new FramingException("A header has the field Content-Length twice");
				}
				this.length = length(input, skipBlanks(input, colon + 1, end), end);
			}
		}

		private static boolean isName(ByteBuffer input, int start, int end) {
			boolean same = end - start == NAME.length;
			for (int i = 0; same && i < NAME.length; i++) {
				byte letter = input.get(start + i);
				same = NAME[i] == ((letter >= 'A' && letter <= 'Z') ? letter + 'a' - 'A' : letter);
			}
			return same;
		}

		private static int skipBlanks(ByteBuffer input, int start, int end) {
			int index = start;
			while (index < end && (input.get(index) == ' ' || input.get(index) == '\t')) {
				index++;
			}
			return index;
		}

		private int length(ByteBuffer input, int start, int end) throws FramingException {
			long number = 0;
			int index = start;
			for (; index < end && input.get(index) >= '0' && input.get(index) <= '9'; index++) {
				number = 10 * number + input.get(index) - '0';
				FrameLengths.check(number, ContentLengthFraming.this.maxFrameLength);
			}
			if (index == start || skipBlanks(input, index, end) != end) {
				throw new FramingException("The field Content-Length of a header is no number");
			}
			return (int) number;
		}

		private void endHeader() throws FramingException {
			if (this.length == UNKNOWN) {
				throw new FramingException("A header has no field Content-Length");
			}
			this.headerEnded = true;
		}

		@Override
		public void end(ByteBuffer input) throws FramingException {
			FrameLengths.checkEnd(input);
		}

	}

}

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
 * JSON Lines: each line is a JSON value. As for {@link LineFraming}, but lines of white
 * space only are passed over.
 *
 * @since 0.1.0
 */
public final class JsonLinesFraming implements Framing {

	private final LineFraming lines;

	/**
	 * Creates a framing.
	 * @param maxFrameLength the greatest number of bytes in a line, its end not counted
	 * @throws IllegalArgumentException if it is less than 1
	 */
	public JsonLinesFraming(int maxFrameLength) {
		this.lines = new LineFraming(maxFrameLength);
	}

	@Override
	public FrameDecoder newDecoder() {
		return new Decoder(this.lines.newDecoder());
	}

	@Override
	public ByteBuffer encode(ByteBuffer payload) throws FramingException {
		return this.lines.encode(payload);
	}

	@Override
	public ByteBuffer encode(ByteBuffer payload, ByteBuffer memory) throws FramingException {
		return this.lines.encode(payload, memory);
	}

	@Override
	public byte[] cutMark() {
		return this.lines.cutMark();
	}

	private static final class Decoder implements FrameDecoder {

		private final FrameDecoder lines;

		Decoder(FrameDecoder lines) {
			this.lines = lines;
		}

		@Override
		public @Nullable ByteBuffer next(ByteBuffer input) throws FramingException {
			ByteBuffer line;
			do {
				line = this.lines.next(input);
			}
			while (line != null && isBlank(line));
			return line;
		}

		private static boolean isBlank(ByteBuffer line) {
			for (int i = line.position(); i < line.limit(); i++) {
				if (line.get(i) != ' ' && line.get(i) != '\t') {
					return false;
				}
			}
			return true;
		}

		@Override
		public void end(ByteBuffer input) throws FramingException {
			this.lines.end(input);
		}

	}

}

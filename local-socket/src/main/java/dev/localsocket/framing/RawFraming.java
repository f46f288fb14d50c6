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
 * No frames: bytes are handled as they arrive, in pieces of no meaning.
 *
 * @since 0.1.0
 */
public final class RawFraming implements Framing {

	private final int maxFrameLength;

	/**
	 * Creates a framing.
	 * @param maxFrameLength the greatest number of bytes in a piece
	 * @throws IllegalArgumentException if it is less than 1
	 */
	public RawFraming(int maxFrameLength) {
		this.maxFrameLength = FrameLengths.checkLimit(maxFrameLength);
	}

	@Override
	public FrameDecoder newDecoder() {
		return new Decoder();
	}

	@Override
	public ByteBuffer encode(ByteBuffer payload) {
		ByteBuffer frame = payload.slice();
		payload.position(payload.limit());
		return frame;
	}

	private final class Decoder implements FrameDecoder {

		@Override
		public @Nullable ByteBuffer next(ByteBuffer input) {
			if (!input.hasRemaining()) {
				return null;
			}
			int length = Math.min(input.remaining(), RawFraming.this.maxFrameLength);
			ByteBuffer piece = input.slice(input.position(), length);
			input.position(input.position() + length);
			return piece;
		}

		@Override
		public void end(ByteBuffer input) {
			// Every piece is complete
		}

	}

}

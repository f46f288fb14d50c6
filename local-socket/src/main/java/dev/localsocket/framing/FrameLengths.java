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

/**
 * What all framings check.
 */
final class FrameLengths {

	private FrameLengths() {
	}

	static int checkLimit(int maxFrameLength) {
		if (maxFrameLength < 1) {
			throw new IllegalArgumentException(
					"The maximum frame length must be at least 1 byte, but is " + maxFrameLength);
		}
		return maxFrameLength;
	}

	static void check(long length, int limit) throws FramingException {
		if (length > limit) {
			throw new FramingException("A message is longer than the limit of %d bytes".formatted(limit));
		}
	}

	static void checkEnd(ByteBuffer input) throws FramingException {
		if (input.hasRemaining()) {
			throw new FramingException(
					"The last message is incomplete; its %d bytes are dropped".formatted(input.remaining()));
		}
	}

}

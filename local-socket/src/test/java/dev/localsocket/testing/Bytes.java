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

package dev.localsocket.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Random;

/**
 * Bytes to send.
 */
public final class Bytes {

	private Bytes() {
	}

	/**
	 * Returns bytes without a pattern, the same for the same count.
	 * @param count how many
	 * @return the bytes
	 */
	public static byte[] random(int count) {
		byte[] bytes = new byte[count];
		new Random(count).nextBytes(bytes);
		return bytes;
	}

	/**
	 * Reads a blocking channel to its end.
	 * @param channel the channel
	 * @return how many bytes there were
	 * @throws IOException if reading fails
	 */
	public static long drain(ReadableByteChannel channel) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
		long total = 0;
		for (int count; (count = channel.read(buffer.clear())) >= 0;) {
			total += count;
		}
		return total;
	}

}

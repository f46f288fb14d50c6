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
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Bytes}.
 */
class BytesTests {

	@Test
	void findsWhatALoopFinds() {
		Random random = new Random(1);
		for (int i = 0; i < 20_000; i++) {
			ByteBuffer buffer = random(random);
			int from = random.nextInt(buffer.limit() + 1);
			byte value = (byte) (random.nextInt(4) - 2);
			assertThat(Bytes.indexOf(buffer, from, value)).as("%d from %d in %s", value, from, buffer)
				.isEqualTo(loop(buffer, from, value));
		}
	}

	/**
	 * Of few values, of which the highest bit of some is set, in an array of its own or
	 * in a part of one.
	 */
	private static ByteBuffer random(Random random) {
		ByteBuffer buffer = random.nextBoolean() ? ByteBuffer.allocate(64) : ByteBuffer.allocateDirect(64);
		for (int i = 0; i < buffer.capacity(); i++) {
			buffer.put(i, (byte) ((random.nextInt(20) == 0) ? random.nextInt(4) - 2 : 127 + random.nextInt(3)));
		}
		int start = random.nextInt(8);
		return buffer.slice(start, random.nextInt(buffer.capacity() - start))
			.order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
	}

	private static int loop(ByteBuffer buffer, int from, byte value) {
		for (int i = from; i < buffer.limit(); i++) {
			if (buffer.get(i) == value) {
				return i;
			}
		}
		return -1;
	}

}

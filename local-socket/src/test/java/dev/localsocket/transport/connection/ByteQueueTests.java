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

package dev.localsocket.transport.connection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;

import dev.localsocket.testing.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ByteQueue}.
 */
class ByteQueueTests {

	private final ByteQueue queue = new ByteQueue();

	@Test
	void newQueueIsEmpty() {
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(this.queue.size()).isZero();
		assertThat(this.queue.remove(ByteBuffer.allocate(10))).isZero();
		assertThat(this.queue.contains((byte) 0)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1023, 1024, 1025, 65_535, 65_536, 65_537, 1_000_000 })
	void bytesComeOutAsTheyWentIn(int count) {
		byte[] bytes = Bytes.random(count);
		ByteBuffer source = ByteBuffer.wrap(bytes);
		this.queue.add(source);
		assertThat(source.hasRemaining()).isFalse();
		assertThat(this.queue.size()).isEqualTo(count);
		ByteBuffer target = ByteBuffer.allocateDirect(count + 1);
		assertThat(this.queue.remove(target)).isEqualTo(count);
		assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(bytes));
		assertThat(this.queue.isEmpty()).isTrue();
	}

	@Test
	void copyToLeavesTheBytes() {
		this.queue.add(ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
		ByteBuffer target = ByteBuffer.allocate(2);
		assertThat(this.queue.copyTo(target)).isEqualTo(2);
		assertThat(target.array()).containsExactly(1, 2);
		assertThat(this.queue.size()).isEqualTo(3);
	}

	@Test
	void skipRemovesFromTheFront() {
		this.queue.add(ByteBuffer.wrap(Bytes.random(200_000)));
		this.queue.skip(150_000);
		assertThat(this.queue.size()).isEqualTo(50_000);
		ByteBuffer target = ByteBuffer.allocate(50_000);
		this.queue.remove(target);
		assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(Bytes.random(200_000), 150_000, 50_000));
	}

	@Test
	void chunksAreRemovedWithTheirMemory() {
		this.queue.add(ByteBuffer.wrap(Bytes.random(100)));
		ByteBuffer chunk = this.queue.removeChunk();
		assertThat(chunk.array()).hasSize(100);
		assertThat(chunk).isEqualTo(ByteBuffer.wrap(Bytes.random(100)));
		this.queue.add(ByteBuffer.wrap(new byte[100]));
		assertThat(this.queue.size()).isEqualTo(100);
		assertThat(chunk).isEqualTo(ByteBuffer.wrap(Bytes.random(100)));
		this.queue.clear();
		assertThat(this.queue.removeChunk().hasRemaining()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 64, 65, 65_535, 65_536, 65_537, 200_000 })
	void chunksAreAllThatIsThereInOrder(int count) {
		byte[] bytes = Bytes.random(count);
		this.queue.add(ByteBuffer.wrap(bytes));
		this.queue.skip(1);
		ByteBuffer joined = ByteBuffer.allocate(count);
		while (!this.queue.isEmpty()) {
			joined.put(this.queue.removeChunk());
			assertThat(this.queue.size()).isEqualTo(joined.remaining() - 1);
		}
		assertThat(joined.flip()).isEqualTo(ByteBuffer.wrap(bytes, 1, count - 1));
	}

	@Test
	void containsSeesOnlyWhatIsStillThere() {
		this.queue.add(ByteBuffer.wrap(new byte[] { 1, 2 }));
		this.queue.skip(1);
		assertThat(this.queue.contains((byte) 1)).isFalse();
		assertThat(this.queue.contains((byte) 2)).isTrue();
		assertThat(this.queue.contains((byte) 0)).isFalse();
	}

	@Test
	void clearRemovesEverything() {
		this.queue.add(ByteBuffer.allocate(100_000));
		this.queue.clear();
		assertThat(this.queue.isEmpty()).isTrue();
		this.queue.add(ByteBuffer.wrap(new byte[] { 7 }));
		assertThat(this.queue.size()).isEqualTo(1);
		assertThat(this.queue.contains((byte) 7)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void orderSurvivesAnyMixtureOfSizes(long seed) {
		Random random = new Random(seed);
		byte[] bytes = Bytes.random(500_000);
		ByteBuffer source = ByteBuffer.wrap(bytes);
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		while (received.size() < bytes.length) {
			this.queue.add(next(source, random.nextInt(5000)));
			ByteBuffer target = ByteBuffer.allocate(random.nextInt(5000));
			this.queue.remove(target);
			received.write(target.array(), 0, target.position());
			assertThat(this.queue.size()).isEqualTo(source.position() - received.size());
		}
		assertThat(received.toByteArray()).isEqualTo(bytes);
	}

	private static ByteBuffer next(ByteBuffer source, int wanted) {
		int count = Math.min(wanted, source.remaining());
		ByteBuffer slice = source.slice(source.position(), count);
		source.position(source.position() + count);
		return slice;
	}

}

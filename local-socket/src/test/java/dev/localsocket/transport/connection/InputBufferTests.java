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

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link InputBuffer}.
 */
class InputBufferTests {

	private final AtomicInteger resumed = new AtomicInteger();

	private final InputBuffer buffer = new InputBuffer(this.resumed::incrementAndGet);

	@Test
	void thereIsAlwaysRoomWithoutALimit() {
		this.buffer.lend(ByteBuffer.allocate(1_000_000));
		assertThat(this.buffer.room(5)).isEqualTo(5);
		assertThat(this.buffer.size()).isEqualTo(1_000_000);
		assertThat(this.buffer.total()).isEqualTo(1_000_000);
	}

	@Test
	void roomIsWhatTheLimitLeaves() {
		this.buffer.setLimit(10);
		assertThat(this.buffer.room(100)).isEqualTo(10);
		this.buffer.lend(ByteBuffer.allocate(7));
		assertThat(this.buffer.room(100)).isEqualTo(3);
		assertThat(this.buffer.room(2)).isEqualTo(2);
		this.buffer.setLimit(5);
		assertThat(this.buffer.room(100)).isZero();
		assertThat(this.buffer.size()).isEqualTo(7);
	}

	@Test
	void readingIsResumedOnceWhenHalfOfAFullBufferIsFree() {
		this.buffer.setLimit(10);
		this.buffer.lend(ByteBuffer.allocate(10));
		assertThat(this.buffer.room(1)).isZero();
		this.buffer.take(ByteBuffer.allocate(4));
		assertThat(this.resumed).hasValue(0);
		this.buffer.take(ByteBuffer.allocate(1));
		assertThat(this.resumed).hasValue(1);
		this.buffer.take(ByteBuffer.allocate(1));
		assertThat(this.resumed).hasValue(1);
	}

	@Test
	void readingIsNotResumedWhenItWasNotPaused() {
		this.buffer.setLimit(10);
		this.buffer.lend(ByteBuffer.allocate(9));
		assertThat(this.buffer.room(1)).isEqualTo(1);
		this.buffer.take(ByteBuffer.allocate(9));
		assertThat(this.resumed).hasValue(0);
	}

	@Test
	void takeTellsNothingNowFromNothingMore() {
		assertThat(this.buffer.take(ByteBuffer.allocate(1))).isZero();
		this.buffer.lend(ByteBuffer.wrap(new byte[] { 1 }));
		assertThat(this.buffer.end(null)).isTrue();
		assertThat(this.buffer.end(null)).isFalse();
		assertThat(this.buffer.take(ByteBuffer.allocate(1))).isEqualTo(1);
		assertThat(this.buffer.take(ByteBuffer.allocate(1))).isEqualTo(-1);
	}

	@Test
	void nothingIsAddedAfterTheEnd() {
		assertThat(this.buffer.lend(ByteBuffer.allocate(1))).isTrue();
		this.buffer.end(null);
		assertThat(this.buffer.lend(ByteBuffer.allocate(1))).isFalse();
		assertThat(this.buffer.size()).isEqualTo(1);
		assertThat(this.buffer.total()).isEqualTo(1);
		assertThat(this.buffer.room(1)).isZero();
	}

	@Test
	void lentBytesAreTakenAfterThoseThatWereKept() {
		this.buffer.lend(ByteBuffer.wrap(new byte[] { 1, 2 }));
		this.buffer.take(ByteBuffer.allocate(1));
		this.buffer.keep();
		ByteBuffer loan = ByteBuffer.wrap(new byte[] { 3, 4 });
		this.buffer.lend(loan);
		assertThat(this.buffer.size()).isEqualTo(3);
		assertThat(this.buffer.contains((byte) 2)).isTrue();
		assertThat(this.buffer.contains((byte) 4)).isTrue();
		assertThat(this.buffer.contains((byte) 1)).isFalse();
		ByteBuffer target = ByteBuffer.allocate(2);
		assertThat(this.buffer.take(target)).isEqualTo(2);
		assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(new byte[] { 2, 3 }));
		assertThat(loan.remaining()).isEqualTo(1);
	}

	@Test
	void whatIsKeptDoesNotChangeWithTheLoan() {
		ByteBuffer loan = ByteBuffer.wrap(new byte[] { 1 });
		this.buffer.lend(loan);
		this.buffer.keep();
		loan.clear().put((byte) 9);
		ByteBuffer target = ByteBuffer.allocate(1);
		this.buffer.take(target);
		assertThat(target.get(0)).isEqualTo((byte) 1);
	}

	@Test
	void lenderMayBorrowWhatItHasLent() {
		ByteBuffer loan = ByteBuffer.wrap(new byte[] { 1, 2, 3 });
		this.buffer.lend(loan);
		this.buffer.take(ByteBuffer.allocate(1));
		ByteBuffer borrowed = this.buffer.take(true);
		assertThat(borrowed).isEqualTo(ByteBuffer.wrap(new byte[] { 2, 3 })).matches(ByteBuffer::isReadOnly);
		assertThat(this.buffer.size()).isZero();
		this.buffer.keep();
		assertThat(this.buffer.take(true)).isEqualTo(ByteBuffer.allocate(0));
		loan.put(1, (byte) 9);
		assertThat(borrowed).isEqualTo(ByteBuffer.wrap(new byte[] { 9, 3 }));
	}

	@Test
	void whoMustNotBorrowGetsACopy() throws Exception {
		ByteBuffer loan = ByteBuffer.wrap(new byte[] { 1, 2 });
		this.buffer.lend(loan.duplicate());
		ByteBuffer own = this.buffer.take(false);
		this.buffer.lend(loan.duplicate());
		ByteBuffer elsewhere = CompletableFuture.supplyAsync(() -> this.buffer.take(true)).get();
		loan.put(0, (byte) 9);
		assertThat(own).isEqualTo(ByteBuffer.wrap(new byte[] { 1, 2 })).matches(ByteBuffer::hasArray);
		assertThat(elsewhere).isEqualTo(ByteBuffer.wrap(new byte[] { 1, 2 })).matches(ByteBuffer::hasArray);
	}

	@Test
	void whatWasKeptIsTakenBeforeWhatIsLent() {
		this.buffer.lend(ByteBuffer.wrap(new byte[] { 1 }));
		this.buffer.keep();
		this.buffer.lend(ByteBuffer.wrap(new byte[] { 2 }));
		this.buffer.end(null);
		assertThat(this.buffer.take(true)).isEqualTo(ByteBuffer.wrap(new byte[] { 1 })).matches(ByteBuffer::hasArray);
		assertThat(this.buffer.take(true)).isEqualTo(ByteBuffer.wrap(new byte[] { 2 })).matches(ByteBuffer::isReadOnly);
		assertThat(this.buffer.take(true)).isNull();
	}

	@Test
	void readingIsResumedWhenAllIsTaken() {
		this.buffer.setLimit(10);
		this.buffer.lend(ByteBuffer.allocate(10));
		assertThat(this.buffer.room(1)).isZero();
		this.buffer.take(true);
		assertThat(this.resumed).hasValue(1);
	}

	@Test
	void closeEndsALoan() {
		this.buffer.lend(ByteBuffer.allocate(5));
		this.buffer.close();
		this.buffer.keep();
		assertThat(this.buffer.size()).isZero();
	}

	@Test
	void awaitFailsAfterTheLastByteWhenTheConnectionBroke() throws Exception {
		this.buffer.lend(ByteBuffer.allocate(1));
		this.buffer.end(new IOException("broken"));
		assertThat(this.buffer.await(Duration.ZERO)).isTrue();
		this.buffer.take(ByteBuffer.allocate(1));
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> this.buffer.await(Duration.ZERO))
			.withMessageContaining("broken");
	}

	@Test
	void closeDropsEverythingAndFailsReaders() {
		this.buffer.lend(ByteBuffer.allocate(1));
		this.buffer.close();
		assertThat(this.buffer.size()).isZero();
		assertThat(this.buffer.isEnded()).isTrue();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> this.buffer.await(Duration.ZERO));
	}

	@Test
	void awaitTimesOut() throws Exception {
		assertThat(this.buffer.await(Duration.ZERO)).isFalse();
		assertThat(this.buffer.await(Duration.ofMillis(1))).isFalse();
	}

}

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

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link OutputBuffer}.
 */
class OutputBufferTests {

	private final AtomicInteger flushes = new AtomicInteger();

	private final AtomicBoolean reporting = new AtomicBoolean();

	private final FakeSocket socket = new FakeSocket();

	private final OutputBuffer buffer = new OutputBuffer(this.socket, this.flushes::incrementAndGet);

	@Test
	void offerTakesAllOrNothing() {
		this.buffer.setLimit(10);
		assertThat(this.buffer.offer(ByteBuffer.allocate(6))).isEqualTo(WriteResult.TAKEN);
		ByteBuffer tooMuch = ByteBuffer.allocate(5);
		assertThat(this.buffer.offer(tooMuch)).isEqualTo(WriteResult.BUFFER_FULL);
		assertThat(tooMuch.remaining()).isEqualTo(5);
		assertThat(this.buffer.offer(ByteBuffer.allocate(4))).isEqualTo(WriteResult.TAKEN);
		assertThat(this.buffer.size()).isEqualTo(10);
	}

	@Test
	void offerTakesAnythingWithoutALimit() {
		assertThat(this.buffer.offer(ByteBuffer.allocate(5_000_000))).isEqualTo(WriteResult.TAKEN);
		assertThat(this.buffer.offer(ByteBuffer.allocate(5_000_000))).isEqualTo(WriteResult.TAKEN);
	}

	@Test
	void replyIsTakenBeyondTheLimit() {
		this.buffer.setLimit(10);
		assertThat(this.buffer.offerBeyondLimit(ByteBuffer.allocate(11))).isEqualTo(WriteResult.TAKEN);
		assertThat(this.buffer.offer(ByteBuffer.allocate(1))).isEqualTo(WriteResult.BUFFER_FULL);
		this.buffer.end();
		assertThat(this.buffer.offerBeyondLimit(ByteBuffer.allocate(1))).isEqualTo(WriteResult.OUTPUT_ENDED);
	}

	@Test
	void bufferIsWritableAgainWhenHalfOfTheMarkIsLeft() {
		AtomicInteger told = new AtomicInteger();
		this.buffer.setLimit(10);
		this.buffer.offer(ByteBuffer.allocate(9));
		assertThat(this.buffer.isWritable(told::incrementAndGet)).isTrue();
		this.buffer.offer(ByteBuffer.allocate(1));
		assertThat(this.buffer.isWritable(told::incrementAndGet)).isFalse();
		this.buffer.sent(4);
		assertThat(this.buffer.isWritable()).isFalse();
		assertThat(told).hasValue(0);
		this.buffer.sent(1);
		assertThat(this.buffer.isWritable()).isTrue();
		this.buffer.sent(5);
		assertThat(told).hasValue(1);
	}

	@Test
	void bufferWithoutALimitIsWritableWhileLessThan64KibibytesWait() {
		this.buffer.offer(ByteBuffer.allocate(64 * 1024 - 1));
		assertThat(this.buffer.isWritable()).isTrue();
		this.buffer.offer(ByteBuffer.allocate(1));
		assertThat(this.buffer.isWritable()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "end", "abort", "discard" })
	void whoWaitsUntilTheBufferIsWritableIsToldOfTheEnd(String end) {
		AtomicInteger told = new AtomicInteger();
		this.buffer.offer(ByteBuffer.allocate(64 * 1024));
		assertThat(this.buffer.isWritable(told::incrementAndGet)).isFalse();
		switch (end) {
			case "end" -> this.buffer.end();
			case "abort" -> this.buffer.abort();
			default -> this.buffer.discard();
		}
		assertThat(told).hasValue(1);
		assertThat(this.buffer.isWritable(told::incrementAndGet)).isTrue();
	}

	@Test
	void outputThatEndsUnfinishedEndsWithAMark() {
		this.buffer.start(this.reporting::get);
		this.buffer.setUnfinished(ByteBuffer.wrap(new byte[] { 7 }));
		this.buffer.offer(ByteBuffer.allocate(1));
		this.buffer.end();
		ByteBuffer rest = ByteBuffer.allocate(10);
		assertThat(this.buffer.copyTo(rest)).isOne();
		assertThat(rest.get(0)).isEqualTo((byte) 7);
	}

	@Test
	void outputThatIsFinishedEndsWithoutAMark() {
		this.buffer.setUnfinished(ByteBuffer.wrap(new byte[] { 7 }));
		this.buffer.setUnfinished(null);
		this.buffer.end();
		assertThat(this.buffer.size()).isZero();
	}

	@Test
	void unfinishedOutputThatIsAbortedIsSentByTheLoopBeyondWhatTheKernelTookBefore() {
		this.socket.room = 0;
		this.socket.extraRoom = 10_000;
		this.buffer.start(this.reporting::get);
		this.buffer.setUnfinished(ByteBuffer.wrap(new byte[] { 7 }));
		this.buffer.offer(ByteBuffer.allocate(5_000));
		this.buffer.abort();
		assertThat(this.socket.sent.size()).isZero();
		assertThat(this.buffer.discard()).isZero();
		assertThat(this.socket.sent.toByteArray()).hasSize(5_001).endsWith(7);
	}

	@Test
	void flushIsAskedForWhenBytesBeginToWait() {
		this.buffer.offer(ByteBuffer.allocate(1));
		this.buffer.offer(ByteBuffer.allocate(1));
		assertThat(this.flushes).hasValue(1);
		assertThat(this.buffer.copyTo(ByteBuffer.allocate(10))).isEqualTo(2);
		this.buffer.sent(2);
		this.buffer.offer(ByteBuffer.allocate(1));
		assertThat(this.flushes).hasValue(2);
	}

	@Test
	void nothingIsSentBeforeTheStart() {
		this.buffer.offer(ByteBuffer.allocate(3));
		assertThat(this.socket.calls).isZero();
		assertThat(this.buffer.size()).isEqualTo(3);
	}

	@Test
	void whoAddsBytesSendsThem() {
		this.buffer.start(() -> false);
		this.buffer.offer(ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
		assertThat(this.socket.sent.toByteArray()).containsExactly(1, 2, 3);
		assertThat(this.buffer.size()).isZero();
		assertThat(this.buffer.total()).isEqualTo(3);
		assertThat(this.flushes).hasValue(0);
	}

	@Test
	void whatTheKernelDoesNotTakeWaitsInOrder() {
		this.buffer.start(() -> false);
		this.socket.room = 2;
		this.buffer.offer(ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
		this.socket.room = 10;
		this.buffer.offer(ByteBuffer.wrap(new byte[] { 4 }));
		assertThat(this.socket.sent.toByteArray()).containsExactly(1, 2);
		assertThat(this.flushes).hasValue(1);
		ByteBuffer rest = ByteBuffer.allocate(10);
		assertThat(this.buffer.copyTo(rest)).isEqualTo(2);
		assertThat(rest.flip()).isEqualTo(ByteBuffer.wrap(new byte[] { 3, 4 }));
	}

	@Test
	void putSendsToo() throws Exception {
		this.buffer.start(() -> false);
		this.buffer.put(ByteBuffer.allocate(200_000));
		assertThat(this.socket.sent.size()).isEqualTo(200_000);
		assertThat(this.flushes).hasValue(0);
	}

	@Test
	void sentBytesAreReportedOnceAndOnlyIfThatIsWanted() {
		this.buffer.start(this.reporting::get);
		this.buffer.offer(ByteBuffer.allocate(3));
		assertThat(this.buffer.takeUnreported()).isZero();
		this.reporting.set(true);
		this.buffer.offer(ByteBuffer.allocate(4));
		this.buffer.offer(ByteBuffer.allocate(5));
		assertThat(this.flushes).hasValue(1);
		assertThat(this.buffer.takeUnreported()).isEqualTo(9);
		assertThat(this.buffer.takeUnreported()).isZero();
	}

	@Test
	void whatIsAddedDuringATurnIsSentByOneCall() {
		this.buffer.start(() -> false);
		this.buffer.collectIn(ByteBuffer.allocate(10));
		this.buffer.offer(ByteBuffer.wrap(new byte[] { 1, 2 }));
		this.buffer.offer(ByteBuffer.wrap(new byte[] { 3 }));
		assertThat(this.buffer.size()).isEqualTo(3);
		assertThat(this.socket.calls).isZero();
		assertThat(this.buffer.sendCollected()).isFalse();
		assertThat(this.socket.calls).isEqualTo(1);
		assertThat(this.socket.sent.toByteArray()).containsExactly(1, 2, 3);
		assertThat(this.buffer.size()).isZero();
		assertThat(this.flushes).hasValue(0);
	}

	@Test
	void moreThanATurnCollectsWaitsInOrder() {
		this.buffer.start(() -> false);
		this.buffer.collectIn(ByteBuffer.allocate(2));
		this.buffer.offer(ByteBuffer.wrap(new byte[] { 1 }));
		this.buffer.offer(ByteBuffer.wrap(new byte[] { 2, 3 }));
		this.buffer.offer(ByteBuffer.wrap(new byte[] { 4 }));
		assertThat(this.buffer.size()).isEqualTo(4);
		assertThat(this.buffer.sendCollected()).isTrue();
		assertThat(this.socket.calls).isZero();
		ByteBuffer all = ByteBuffer.allocate(10);
		this.buffer.copyTo(all);
		assertThat(all.flip()).isEqualTo(ByteBuffer.wrap(new byte[] { 1, 2, 3, 4 }));
	}

	@Test
	void collectedBytesThatTheKernelDoesNotTakeWait() {
		this.buffer.start(() -> false);
		this.socket.room = 1;
		this.buffer.collectIn(ByteBuffer.allocate(10));
		this.buffer.offer(ByteBuffer.wrap(new byte[] { 1, 2 }));
		assertThat(this.buffer.sendCollected()).isFalse();
		assertThat(this.buffer.size()).isEqualTo(1);
		assertThat(this.buffer.total()).isEqualTo(1);
	}

	@Test
	void collectedBytesAreOfferedAgainWhenSendingFails() {
		this.buffer.start(() -> false);
		this.socket.peerGone = true;
		this.buffer.collectIn(ByteBuffer.allocate(10));
		this.buffer.offer(ByteBuffer.wrap(new byte[] { 1, 2 }));
		assertThat(this.buffer.sendCollected()).isTrue();
		assertThat(this.buffer.size()).isEqualTo(2);
	}

	@Test
	void discardDropsWhatWasCollected() {
		this.buffer.start(() -> false);
		this.buffer.collectIn(ByteBuffer.allocate(10));
		this.buffer.offer(ByteBuffer.allocate(4));
		assertThat(this.buffer.discard()).isEqualTo(4);
		assertThat(this.buffer.sendCollected()).isFalse();
		assertThat(this.socket.calls).isZero();
	}

	@Test
	void nothingIsSentAfterTheEnd() {
		this.buffer.start(() -> false);
		this.buffer.end();
		assertThat(this.buffer.offer(ByteBuffer.allocate(1))).isEqualTo(WriteResult.OUTPUT_ENDED);
		assertThat(this.socket.calls).isZero();
	}

	@Test
	void bytesStayUntilTheKernelHasTakenThem() throws Exception {
		this.buffer.offer(ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
		this.buffer.copyTo(ByteBuffer.allocate(3));
		assertThat(this.buffer.awaitSent(Duration.ZERO)).isFalse();
		this.buffer.sent(2);
		assertThat(this.buffer.size()).isEqualTo(1);
		ByteBuffer rest = ByteBuffer.allocate(3);
		assertThat(this.buffer.copyTo(rest)).isEqualTo(1);
		assertThat(rest.get(0)).isEqualTo((byte) 3);
		this.buffer.sent(1);
		assertThat(this.buffer.awaitSent(Duration.ZERO)).isTrue();
		assertThat(this.buffer.awaitSent(Duration.ofMillis(-1))).isFalse();
		assertThat(this.buffer.total()).isEqualTo(3);
	}

	@Test
	void nothingIsTakenAfterTheEnd() {
		this.buffer.offer(ByteBuffer.allocate(2));
		this.buffer.end();
		assertThat(this.buffer.offer(ByteBuffer.allocate(1))).isEqualTo(WriteResult.OUTPUT_ENDED);
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> this.buffer.put(ByteBuffer.allocate(1)));
		assertThat(this.buffer.size()).isEqualTo(2);
		assertThat(this.buffer.isEnded()).isTrue();
	}

	@Test
	void discardTellsHowMuchIsDropped() {
		this.buffer.offer(ByteBuffer.allocate(5));
		assertThat(this.buffer.discard()).isEqualTo(5);
		assertThat(this.buffer.discard()).isZero();
		assertThat(this.buffer.offer(ByteBuffer.allocate(1))).isEqualTo(WriteResult.OUTPUT_ENDED);
	}

	@Test
	void sentBytesMayHaveBeenDiscardedMeanwhile() {
		this.buffer.offer(ByteBuffer.allocate(5));
		this.buffer.copyTo(ByteBuffer.allocate(5));
		this.buffer.discard();
		this.buffer.sent(5);
		assertThat(this.buffer.size()).isZero();
		assertThat(this.buffer.total()).isEqualTo(5);
	}

	@Test
	void isFinishedWhenNothingIsLeftAndNothingWillFollow() {
		assertThat(this.buffer.isFinished()).isFalse();
		this.buffer.offer(ByteBuffer.allocate(3));
		this.buffer.end();
		assertThat(this.buffer.isFinished()).isFalse();
		this.buffer.sent(3);
		assertThat(this.buffer.isFinished()).isTrue();
	}

}

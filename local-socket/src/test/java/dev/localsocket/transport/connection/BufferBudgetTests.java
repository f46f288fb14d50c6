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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BufferBudget}.
 */
@Timeout(60)
class BufferBudgetTests {

	private static final int MAX = 80_000;

	private static final long NOT_AT_ALL = -1;

	private BufferBudget budget = new BufferBudget(MAX, Duration.ofSeconds(1));

	private final List<String> evicted = new CopyOnWriteArrayList<>();

	private final AtomicInteger resumed = new AtomicInteger();

	private final Runnable resume = this.resumed::incrementAndGet;

	@AfterEach
	void makeRoom() {
		this.budget.add(-this.budget.used());
		eventually().until(() -> this.budget.hasRoom(() -> {
		}));
	}

	@Test
	void nobodyIsToldWhileThereIsRoom() {
		this.budget.add(MAX);
		assertThat(this.budget.hasRoom(this.resume)).isTrue();
		assertThat(this.resumed).hasValue(0);
		assertThat(this.budget.used()).isEqualTo(MAX);
	}

	@Test
	void whoAskedForRoomIsToldOnceWhenAnEighthIsFree() {
		this.budget.add(MAX + 1);
		assertThat(this.budget.hasRoom(this.resume)).isFalse();
		assertThat(this.budget.hasRoom(this.resume)).isFalse();
		this.budget.add(-MAX / 16);
		assertThat(this.budget.hasRoom(this.resume)).isFalse();
		this.budget.add(-MAX / 16 - 1);
		eventually().until(() -> this.resumed.get() == 1);
		assertThat(this.budget.hasRoom(this.resume)).isTrue();
	}

	@Test
	void whoHasGoneIsNotTold() {
		CountDownLatch other = new CountDownLatch(1);
		this.budget.add(MAX + 1);
		assertThat(this.budget.hasRoom(this.resume)).isFalse();
		assertThat(this.budget.hasRoom(other::countDown)).isFalse();
		this.budget.forget(this.resume);
		this.budget.add(-MAX);
		eventually().until(() -> other.getCount() == 0);
		assertThat(this.resumed).hasValue(0);
	}

	@Test
	void slowestReaderGoesFirstAndNoMoreThanNeeded() {
		hold("quick", 20_000, 2_000, NOT_AT_ALL);
		hold("slow", 20_000, 3_000, NOT_AT_ALL);
		hold("incomplete", 20_000, NOT_AT_ALL, 100_000);
		hold("handled", 20_000, NOT_AT_ALL, NOT_AT_ALL);
		hold("last", 1, 0, NOT_AT_ALL);
		eventually().until(() -> this.budget.hasRoom(this.resume));
		assertThat(this.evicted).containsExactly("slow");
	}

	@Test
	void whoHasBegunAMessageGoesAfterThoseThatDoNotRead() {
		hold("incomplete", 40_000, NOT_AT_ALL, 5_000);
		hold("newer", 20_000, NOT_AT_ALL, 4_000);
		hold("handled", 25_000, NOT_AT_ALL, NOT_AT_ALL);
		eventually().until(() -> this.budget.hasRoom(this.resume));
		assertThat(this.evicted).containsExactly("incomplete");
	}

	@Test
	void readerThatHasJustTakenSomethingIsGivenASecond() {
		long begun = System.nanoTime();
		hold("quick", MAX + 1, 1, NOT_AT_ALL);
		eventually().until(() -> this.budget.hasRoom(this.resume));
		assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
		assertThat(this.evicted).containsExactly("quick");
	}

	@Test
	void readerThatHasJustTakenSomethingGoesWhenTheBudgetIsExceededByFar() {
		this.budget = new BufferBudget(MAX, Duration.ofDays(1));
		hold("first", MAX + 1, 1, NOT_AT_ALL);
		hold("second", MAX / 4, 2, NOT_AT_ALL);
		eventually().until(() -> this.evicted.contains("first"));
	}

	@Test
	void whatOneGivesBackMeanwhileIsNotAskedOfAnother() {
		this.budget.enter(new Ending(60_000));
		this.budget.add(60_000);
		hold("other", 30_000, 5_000, NOT_AT_ALL);
		eventually().until(() -> this.budget.hasRoom(this.resume));
		assertThat(this.evicted).isEmpty();
	}

	@Test
	void whatWaitsForAHandlerStays() {
		hold("handled", MAX + 1, NOT_AT_ALL, NOT_AT_ALL);
		long begun = System.nanoTime();
		eventually().until(() -> System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(1_300));
		assertThat(this.evicted).isEmpty();
		assertThat(this.budget.hasRoom(this.resume)).isFalse();
	}

	@Test
	void sizeMustNotBeNegative() {
		assertThatIllegalArgumentException().isThrownBy(() -> new BufferBudget(-1)).withMessageContaining("-1");
	}

	@Test
	void noBudgetIsNeverUsedUp() {
		assertThat(BufferBudget.NONE.isLimited()).isFalse();
		assertThat(BufferBudget.NONE.hasRoom(this.resume)).isTrue();
	}

	private void hold(String name, long bytes, long untakenMillis, long incompleteMillis) {
		this.budget.enter(new Holder(name, bytes, untakenMillis, incompleteMillis));
		this.budget.add(bytes);
	}

	/** A connection whose figures do not change. */
	private final class Holder implements BufferBudget.Holder {

		private final String name;

		private final long bytes;

		private final long untaken;

		private final long incomplete;

		Holder(String name, long bytes, long untakenMillis, long incompleteMillis) {
			this.name = name;
			this.bytes = bytes;
			this.untaken = TimeUnit.MILLISECONDS.toNanos(untakenMillis);
			this.incomplete = TimeUnit.MILLISECONDS.toNanos(incompleteMillis);
		}

		@Override
		public long heldBytes() {
			return this.bytes;
		}

		@Override
		public long untakenNanos() {
			return this.untaken;
		}

		@Override
		public long incompleteNanos() {
			return this.incomplete;
		}

		@Override
		public void evict(long max, Duration still) {
			assertThat(max).isEqualTo(MAX);
			BufferBudgetTests.this.evicted.add(this.name);
			BufferBudgetTests.this.budget.leave(this);
			BufferBudgetTests.this.budget.add(-this.bytes);
		}

	}

	/** A connection that ends when somebody looks at it. */
	private final class Ending implements BufferBudget.Holder {

		private final AtomicLong bytes;

		Ending(long bytes) {
			this.bytes = new AtomicLong(bytes);
		}

		@Override
		public long heldBytes() {
			return this.bytes.get();
		}

		@Override
		public long untakenNanos() {
			BufferBudgetTests.this.budget.add(-this.bytes.getAndSet(0));
			return NOT_AT_ALL;
		}

		@Override
		public long incompleteNanos() {
			return NOT_AT_ALL;
		}

		@Override
		public void evict(long max, Duration still) {
			throw new AssertionError("It has ended");
		}

	}

}

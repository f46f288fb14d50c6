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

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BufferHoldings} and {@link BufferAccount}.
 */
class BufferHoldingsTests {

	private final AtomicLong budget = new AtomicLong();

	private int changes;

	private final BufferHoldings holdings = new BufferHoldings((change) -> {
		this.changes++;
		this.budget.addAndGet(change);
	});

	private final BufferAccount account = new BufferAccount(this.holdings);

	@Test
	void shortMessagesThatPassThroughAreNotCounted() {
		for (int i = 0; i < 1000; i++) {
			this.account.update(BufferAccount.STEP - 1);
			this.account.update(0);
		}
		assertThat(this.changes).isZero();
	}

	@Test
	void countIsNeverFarFromWhatIsThere() {
		for (int size = 0; size < 100_000; size += 100) {
			this.account.update(size);
			assertThat(size - this.budget.get()).isBetween(0L, (long) BufferAccount.STEP);
		}
		for (int size = 100_000; size > 0; size -= 100) {
			this.account.update(size);
			assertThat(this.budget.get() - size).isBetween((long) -BufferAccount.STEP, (long) BufferAccount.STEP);
		}
		this.account.update(0);
		assertThat(this.budget).hasValue(0);
	}

	@Test
	void endOfTheConnectionEndsTheCounting() {
		this.account.update(10_000);
		this.holdings.close();
		this.account.update(20_000);
		assertThat(this.budget).hasValue(0);
		assertThat(this.holdings.counted()).isZero();
	}

	@Test
	void whatIsStillUsedIsCountedAfterTheEnd() {
		this.account.update(10_000);
		this.holdings.setRetained(true);
		this.holdings.close();
		this.account.update(20_000);
		assertThat(this.budget).hasValue(20_000);
		this.holdings.setRetained(false);
		assertThat(this.budget).hasValue(0);
		this.account.update(30_000);
		assertThat(this.budget).hasValue(0);
	}

	@Test
	void whatIsAbandonedIsNotCounted() {
		this.account.update(10_000);
		this.holdings.setRetained(true);
		this.holdings.abandon();
		assertThat(this.budget).hasValue(0);
		this.account.update(0);
		this.holdings.close();
		this.holdings.setRetained(false);
		assertThat(this.budget).hasValue(0);
	}

	@Test
	void whatIsUsedAgainIsCountedAgain() {
		this.account.update(10_000);
		this.holdings.close();
		this.holdings.setRetained(true);
		assertThat(this.budget).hasValue(10_000);
	}

}

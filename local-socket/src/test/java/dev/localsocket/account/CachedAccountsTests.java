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

package dev.localsocket.account;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CachedAccounts}.
 */
class CachedAccountsTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);

	private final List<Long> lookups = new ArrayList<>();

	private boolean broken;

	private final CachedAccounts accounts = new CachedAccounts(new Accounts() {

		@Override
		public OptionalLong userId(String name) {
			return OptionalLong.of(1);
		}

		@Override
		public OptionalLong groupId(String name) {
			return OptionalLong.of(2);
		}

		@Override
		public UserAccount user(long uid) {
			CachedAccountsTests.this.lookups.add(uid);
			if (CachedAccountsTests.this.broken) {
				throw new AccountLookupException("broken");
			}
			return new UserAccount("user" + uid, Set.of(uid));
		}

		@Override
		public @Nullable String groupName(long gid) {
			CachedAccountsTests.this.lookups.add(gid);
			return null;
		}

	}, this.now::get);

	@Test
	void answerIsRememberedForAMinute() {
		assertThat(this.accounts.user(7).name()).isEqualTo("user7");
		this.now.addAndGet(CachedAccounts.TIME_TO_LIVE.toNanos());
		assertThat(this.accounts.user(7).name()).isEqualTo("user7");
		assertThat(this.lookups).containsExactly(7L);
		this.now.incrementAndGet();
		this.accounts.user(7);
		assertThat(this.lookups).containsExactly(7L, 7L);
	}

	@Test
	void thatThereIsNoSuchGroupIsRememberedToo() {
		assertThat(this.accounts.groupName(3)).isNull();
		assertThat(this.accounts.groupName(3)).isNull();
		assertThat(this.lookups).containsExactly(3L);
	}

	@Test
	void failureIsRememberedForSomeSeconds() {
		this.broken = true;
		assertFails(7);
		this.broken = false;
		this.now.addAndGet(CachedAccounts.TIME_TO_LIVE_OF_FAILURES.toNanos());
		assertFails(7);
		assertThat(this.lookups).containsExactly(7L);
		assertThat(this.accounts.user(8).name()).isEqualTo("user8");
		this.now.incrementAndGet();
		assertThat(this.accounts.user(7).name()).isEqualTo("user7");
		assertThat(this.lookups).containsExactly(7L, 8L, 7L);
	}

	@Test
	void failureOfAnInterruptedThreadIsNotRemembered() {
		this.broken = true;
		Thread.currentThread().interrupt();
		assertFails(7);
		assertThat(Thread.interrupted()).isTrue();
		this.broken = false;
		assertThat(this.accounts.user(7).name()).isEqualTo("user7");
	}

	@Test
	void anyNumberOfFailuresTakesBoundedMemory() {
		this.broken = true;
		for (int uid = 0; uid <= CachedAccounts.MAX_ENTRIES; uid++) {
			assertFails(uid);
		}
		this.lookups.clear();
		assertFails(0);
		assertFails(CachedAccounts.MAX_ENTRIES);
		assertThat(this.lookups).containsExactly(0L);
	}

	private void assertFails(long uid) {
		assertThatExceptionOfType(AccountLookupException.class).isThrownBy(() -> this.accounts.user(uid))
			.withMessage("broken");
	}

	@Test
	void anyNumberOfUsersTakesBoundedMemory() {
		for (int uid = 0; uid <= CachedAccounts.MAX_ENTRIES; uid++) {
			this.accounts.user(uid);
		}
		this.lookups.clear();
		this.accounts.user(0);
		this.accounts.user(CachedAccounts.MAX_ENTRIES);
		assertThat(this.lookups).containsExactly(0L);
	}

	@Test
	void numbersOfNamesAreAskedForAlways() {
		assertThat(this.accounts.userId("a")).hasValue(1);
		assertThat(this.accounts.groupId("a")).hasValue(2);
	}

}

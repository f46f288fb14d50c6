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

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Remembers for a minute what other accounts have said of an id, also that there is none,
 * so that a peer that connects again and again costs no lookups. A failure is remembered
 * for 5 seconds, unless the thread was interrupted. Thread-safe: the same may be asked
 * twice at the same time, which does no harm.
 *
 * @since 0.1.0
 */
public final class CachedAccounts implements Accounts {

	static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);

	static final Duration TIME_TO_LIVE_OF_FAILURES = Duration.ofSeconds(5);

	/** A peer can have as many user ids as its user namespace has. */
	static final int MAX_ENTRIES = 1000;

	private final Accounts accounts;

	private final LongSupplier nanoTime;

	private final Map<Long, Entry<UserAccount>> users = new ConcurrentHashMap<>();

	private final Map<Long, Entry<@Nullable String>> groups = new ConcurrentHashMap<>();

	/**
	 * Creates a cache.
	 * @param accounts knows the users and groups
	 */
	public CachedAccounts(Accounts accounts) {
		this(accounts, System::nanoTime);
	}

	CachedAccounts(Accounts accounts, LongSupplier nanoTime) {
		this.accounts = accounts;
		this.nanoTime = nanoTime;
	}

	@Override
	public OptionalLong userId(String name) {
		return this.accounts.userId(name);
	}

	@Override
	public OptionalLong groupId(String name) {
		return this.accounts.groupId(name);
	}

	@Override
	public UserAccount user(long uid) {
		return get(this.users, uid, this.accounts::user);
	}

	@Override
	public @Nullable String groupName(long gid) {
		return get(this.groups, gid, this.accounts::groupName);
	}

	private <T extends @Nullable Object> T get(Map<Long, Entry<T>> entries, long id, LongFunction<T> lookup) {
		Entry<T> entry = entries.get(id);
		if (entry == null || entry.isOutdated(this.nanoTime.getAsLong())) {
			entry = look(id, lookup);
			if (entries.size() >= MAX_ENTRIES) {
				entries.clear();
			}
			entries.put(id, entry);
		}
		return entry.answer().get();
	}

	private <T extends @Nullable Object> Entry<T> look(long id, LongFunction<T> lookup) {
		try {
			T value = lookup.apply(id);
			return new Entry<>(() -> value, this.nanoTime.getAsLong(), TIME_TO_LIVE);
		}
		catch (AccountLookupException ex) {
			if (Thread.currentThread().isInterrupted()) {
				throw ex;
			}
			String message = String.valueOf(ex.getMessage());
			return new Entry<>(() -> {
				throw new AccountLookupException(message);
			}, this.nanoTime.getAsLong(), TIME_TO_LIVE_OF_FAILURES);
		}
	}

	/** What was said, or that it failed, when, and for how long that holds. */
	private record Entry<T extends @Nullable Object>(Supplier<T> answer, long time, Duration timeToLive) {

		boolean isOutdated(long now) {
			return now - time() > timeToLive().toNanos();
		}

	}

}

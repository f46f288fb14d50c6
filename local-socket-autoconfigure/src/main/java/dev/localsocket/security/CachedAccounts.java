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

package dev.localsocket.security;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Remembers for a minute what other accounts have said of an id, so that a peer that
 * connects again and again costs no lookups. What failed is asked again. Thread-safe: the
 * same may be asked twice at the same time, which does no harm.
 */
public final class CachedAccounts implements Accounts {

	static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);

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
		long now = this.nanoTime.getAsLong();
		Entry<T> entry = entries.get(id);
		if (entry == null || now - entry.time() > TIME_TO_LIVE.toNanos()) {
			entry = new Entry<>(lookup.apply(id), now);
			if (entries.size() >= MAX_ENTRIES) {
				entries.clear();
			}
			entries.put(id, entry);
		}
		return entry.value();
	}

	/** What was said, and when. */
	private record Entry<T extends @Nullable Object>(T value, long time) {

	}

}

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

package dev.localsocket.autoconfigure;

import java.util.Collection;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

import dev.localsocket.account.AccountLookupException;
import dev.localsocket.account.Accounts;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Makes numbers of the users and groups that the properties of a server name, because the
 * kernel tells only the numbers of a peer.
 */
class AllowedPeersFactory {

	/** The one above means "none", see {@code chown(2)}. */
	private static final long MAX_ID = 0xffff_fffeL;

	private final Accounts accounts;

	AllowedPeersFactory(Accounts accounts) {
		this.accounts = accounts;
	}

	/**
	 * Looks up users and groups.
	 * @param section the section that names them, below the prefix of all keys
	 * @param properties who they are
	 * @return the same in numbers
	 * @throws InvalidConfigurationPropertyValueException if there is no such user or
	 * group
	 */
	AllowedPeers create(String section, AuthorizationProperties properties) {
		Set<Long> uids = ids(section, "allowed-uids", properties.allowedUids());
		uids.addAll(ids(section, "allowed-users", "user", properties.allowedUsers(), this.accounts::userId));
		Set<Long> gids = ids(section, "allowed-gids", properties.allowedGids());
		gids.addAll(ids(section, "allowed-groups", "group", properties.allowedGroups(), this.accounts::groupId));
		return new AllowedPeers(uids, gids);
	}

	private static Set<Long> ids(String section, String key, Collection<Long> ids) {
		ids.stream().filter((id) -> id < 0 || id > MAX_ID).findFirst().ifPresent((id) -> {
			throw invalid(section, key, id, "An id is from 0 to " + MAX_ID + ".");
		});
		return new HashSet<>(ids);
	}

	private static Set<Long> ids(String section, String key, String kind, Collection<String> names,
			Function<String, OptionalLong> lookup) {
		Set<Long> ids = new HashSet<>();
		for (String name : names) {
			ids.add(id(section, key, kind, name, lookup));
		}
		return ids;
	}

	private static long id(String section, String key, String kind, String name,
			Function<String, OptionalLong> lookup) {
		try {
			return lookup.apply(name)
				.orElseThrow(() -> invalid(section, key, name,
						"This system knows no %s of that name. Correct it, create the %s, or use its number with '%s'."
							.formatted(kind, kind, "user".equals(kind) ? "allowed-uids" : "allowed-gids")));
		}
		catch (AccountLookupException ex) {
			throw invalid(section, key, name, "The %s could not be looked up: %s.".formatted(kind, ex.getMessage()));
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String section, String key, Object value,
			String reason) {
		return InvalidProperty.of(section + "." + key, value, reason);
	}

}

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

package dev.localsocket.client;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import dev.localsocket.account.AccountLookupException;
import dev.localsocket.account.Accounts;
import dev.localsocket.account.PeerCredentials;

/**
 * Which users' servers a client talks to. Thread-safe. A name is looked up when the first
 * server comes that is not trusted by its id, and again until there is such a user.
 *
 * @since 0.1.0
 */
public final class ServerTrust implements Predicate<PeerCredentials> {

	/** Trusts servers of the user that this process runs as, and of root. */
	public static final Predicate<PeerCredentials> OWN_USER_AND_ROOT = PeerCredentials::isOwnUserOrRoot;

	/** Trusts all servers. */
	public static final Predicate<PeerCredentials> ANY_USER = (server) -> true;

	private final Set<String> users;

	private final Accounts accounts;

	private final Map<String, Long> idsByName = new ConcurrentHashMap<>();

	/**
	 * Trusts the servers of users.
	 * @param users the names of the users, or their ids in decimal digits
	 * @param accounts knows the ids of names
	 */
	public ServerTrust(Set<String> users, Accounts accounts) {
		this.users = Set.copyOf(users);
		this.accounts = accounts;
	}

	/**
	 * Tells whether a server is trusted. May block, for a lookup.
	 * @param server the peer
	 * @return whether it is
	 * @throws AccountLookupException if that cannot be found out
	 */
	@Override
	public boolean test(PeerCredentials server) {
		return this.users.contains(Long.toString(server.uid()))
				|| this.users.stream().anyMatch((user) -> server.uid() >= 0 && server.uid() == id(user));
	}

	private long id(String user) {
		Long known = this.idsByName.get(user);
		if (known != null || isId(user)) {
			return (known != null) ? known : -1;
		}
		long id = this.accounts.userId(user).orElse(-1);
		if (id >= 0) {
			this.idsByName.put(user, id);
		}
		return id;
	}

	private static boolean isId(String user) {
		return user.chars().allMatch((c) -> c >= '0' && c <= '9');
	}

}

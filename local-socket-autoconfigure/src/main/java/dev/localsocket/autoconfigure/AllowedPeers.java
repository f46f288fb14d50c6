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

import java.util.Collections;
import java.util.Set;

import dev.localsocket.AccessDecision;
import dev.localsocket.account.AccountLookupException;
import dev.localsocket.account.Accounts;
import dev.localsocket.account.PeerCredentials;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups that may connect to a server. Immutable and thread-safe.
 *
 * @param uids the ids of users
 * @param gids the ids of groups, any of whose members may connect
 */
record AllowedPeers(Set<Long> uids, Set<Long> gids) {

	private static final AccessDecision REFUSED = AccessDecision
		.refuse("The user is neither one of those that may connect nor a member of such a group");

	AllowedPeers {
		uids = Set.copyOf(uids);
		gids = Set.copyOf(gids);
	}

	/**
	 * Tells whether everybody may connect, because neither users nor groups are named.
	 * @return whether everybody may
	 */
	public boolean isUnrestricted() {
		return this.uids.isEmpty() && this.gids.isEmpty();
	}

	/**
	 * Tells whether the account databases may be needed for a decision.
	 * @return whether they may
	 */
	public boolean needsAccounts() {
		return !this.gids.isEmpty();
	}

	/**
	 * Decides on a peer: by its user id, the group id of its process, and then the groups
	 * that its user is a member of.
	 * @param peer the peer
	 * @param accounts knows the groups of users
	 * @return whether it may connect
	 * @throws AccountLookupException if the groups cannot be found out
	 */
	public AccessDecision decide(PeerCredentials peer, Accounts accounts) {
		if (isUnrestricted() || this.uids.contains(peer.uid()) || this.gids.contains(peer.gid())) {
			return AccessDecision.allow();
		}
		if (needsAccounts() && !Collections.disjoint(this.gids, accounts.user(peer.uid()).groups())) {
			return AccessDecision.allow();
		}
		return REFUSED;
	}

}

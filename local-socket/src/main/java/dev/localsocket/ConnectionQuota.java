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

package dev.localsocket;

import dev.localsocket.account.PeerCredentials;

/**
 * How many connections there may be for one more of a peer to be let in.
 *
 * @param max how many of all users may be open, or 0 for no limit
 * @param reserved how many of these the peer may not use
 * @param maxOfUser how many of its user may be open, or 0 for no limit
 */
record ConnectionQuota(int max, int reserved, int maxOfUser) {

	static ConnectionQuota of(PeerCredentials peer, ConnectionLimits limits) {
		if (peer.isOwnUserOrRoot()) {
			return new ConnectionQuota(limits.maxConnections(), 0, limits.maxConnectionsPerUser());
		}
		return new ConnectionQuota(limits.maxConnections(), limits.reservedConnections(),
				lesser(limits.maxConnectionsPerUser(), limits.maxConnectionsPerOtherUser()));
	}

	private static int lesser(int limit, int other) {
		return (limit == 0 || other == 0) ? limit + other : Math.min(limit, other);
	}

	boolean isReachedBy(int open) {
		return this.max > 0 && open >= this.max - this.reserved;
	}

	String text() {
		String text = "The limit of %d connections is reached".formatted(this.max);
		return (this.reserved == 0) ? text
				: text + ", of which %d are reserved for root and the user of the server".formatted(this.reserved);
	}

}

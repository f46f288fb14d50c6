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

import dev.localsocket.account.OwnUser;
import dev.localsocket.account.PeerCredentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionQuota}.
 */
class ConnectionQuotaTests {

	private static final PeerCredentials ROOT = new PeerCredentials(1, 0, 0);

	/** Nobody's id, because the kernel uses it for "no change". */
	private static final PeerCredentials OTHER = new PeerCredentials(1, 0xFFFF_FFFEL, 1);

	private static final ConnectionLimits LIMITS = ConnectionLimits.NONE.withMaxConnections(10);

	@Test
	void reserveIsLeftToRootAndTheOwnUser() {
		ConnectionLimits limits = LIMITS.withReservedConnections(2);
		assertThat(ConnectionQuota.of(OTHER, limits).isReachedBy(7)).isFalse();
		assertThat(ConnectionQuota.of(OTHER, limits).isReachedBy(8)).isTrue();
		assertThat(ConnectionQuota.of(OTHER, limits).text()).contains("10 connections", "2 are reserved for root");
		assertThat(ConnectionQuota.of(ROOT, limits).isReachedBy(9)).isFalse();
		assertThat(ConnectionQuota.of(ROOT, limits).isReachedBy(10)).isTrue();
		assertThat(ConnectionQuota.of(new PeerCredentials(1, OwnUser.ID, 1), limits).isReachedBy(9)).isFalse();
	}

	@Test
	void peerOfWhomNothingIsKnownIsAnother() {
		assertThat(new PeerCredentials(-1, -1, -1).isOwnUserOrRoot()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "0,0,0,0", "5,0,5,5", "0,5,5,0", "3,5,3,3", "5,3,3,5" })
	void lesserLimitOfAUserHolds(int each, int other, int ofOther, int ofRoot) {
		ConnectionLimits limits = LIMITS.withMaxConnectionsPerUser(each).withMaxConnectionsPerOtherUser(other);
		assertThat(ConnectionQuota.of(OTHER, limits).maxOfUser()).isEqualTo(ofOther);
		assertThat(ConnectionQuota.of(ROOT, limits).maxOfUser()).isEqualTo(ofRoot);
	}

}

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

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import dev.localsocket.AccessDecision;
import dev.localsocket.account.AccountLookupException;
import dev.localsocket.account.Accounts;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.account.UserAccount;
import dev.localsocket.security.LocalSocketAuthorizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AllowedPeers} and {@link ApplicationAuthorizer}.
 */
class AllowedPeersTests {

	private final List<String> questions = new ArrayList<>();

	private static AccessDecision decision(AllowedPeers allowed, long uid, long gid) {
		return allowed.decide(new PeerCredentials(1, uid, gid), new MemberOfTen());
	}

	private static AccessDecision decision(LocalSocketAuthorizer... authorizers) {
		return new ApplicationAuthorizer("control", () -> List.of(authorizers)).decide(new PeerCredentials(1, 5, 5));
	}

	private LocalSocketAuthorizer answering(String name, boolean answer) {
		return (server, peer) -> {
			this.questions.add(name + " " + server + " " + peer.uid());
			return AccessDecision.allowIf(answer, name + " does not allow it");
		};
	}

	@ParameterizedTest
	@CsvSource({ "1000,1000,true", "1001,1001,false", "1001,50,true", "7,7,true", "0,0,false", "-1,-1,false" })
	void peerNeedsToMatchOnlyOne(long uid, long gid, boolean allowed) {
		AllowedPeers peers = new AllowedPeers(Set.of(1000L), Set.of(50L, 10L));
		assertThat(decision(peers, uid, gid).isAllowed()).isEqualTo(allowed);
	}

	@Test
	void everybodyMayConnectWhereNobodyIsNamed() {
		assertThat(decision(new AllowedPeers(Set.of(), Set.of()), -1, -1).isAllowed()).isTrue();
	}

	@Test
	void accountsAreAskedOnlyForGroups() {
		AllowedPeers users = new AllowedPeers(Set.of(1000L), Set.of());
		assertThat(decision(users, 13, 13).reason()).startsWith("The user is neither one");
		AllowedPeers groups = new AllowedPeers(Set.of(1000L), Set.of(50L));
		assertThat(decision(groups, 1000, 13).isAllowed()).isTrue();
		assertThatExceptionOfType(AccountLookupException.class).isThrownBy(() -> decision(groups, 13, 13));
	}

	@Test
	void allAuthorizersMustAllowIt() {
		assertThat(decision().isAllowed()).isTrue();
		assertThat(decision(answering("a", true), answering("b", true)).isAllowed()).isTrue();
		assertThat(this.questions).containsExactly("a control 5", "b control 5");
		this.questions.clear();
		assertThat(decision(answering("a", true), answering("b", false), answering("c", true)).reason())
			.isEqualTo("b does not allow it");
		assertThat(this.questions).containsExactly("a control 5", "b control 5");
	}

	/** The user 7 is a member of the group 10; about 13 there is no answer. */
	private static final class MemberOfTen implements Accounts {

		@Override
		public OptionalLong userId(String name) {
			return OptionalLong.empty();
		}

		@Override
		public OptionalLong groupId(String name) {
			return OptionalLong.empty();
		}

		@Override
		public UserAccount user(long uid) {
			if (uid == 13) {
				throw new AccountLookupException("no answer");
			}
			return (uid == 7) ? new UserAccount("seven", Set.of(10L)) : UserAccount.NONE;
		}

		@Override
		public @Nullable String groupName(long gid) {
			return null;
		}

	}

}

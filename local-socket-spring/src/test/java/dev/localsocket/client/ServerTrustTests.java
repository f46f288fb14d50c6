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

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import dev.localsocket.LocalServer;
import dev.localsocket.account.Accounts;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.account.SystemAccounts;
import dev.localsocket.account.UserAccount;
import dev.localsocket.testing.SocketSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerTrust}.
 */
class ServerTrustTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private PeerCredentials own() throws IOException {
		LocalServer server = this.sandbox.listeningServer();
		return this.sandbox.connect(server).peerCredentials();
	}

	@Test
	void theOwnUserAndRootAreTrustedByDefault() throws IOException {
		PeerCredentials own = own();
		assertThat(ServerTrust.OWN_USER_AND_ROOT).accepts(own, new PeerCredentials(-1, 0, 0))
			.rejects(new PeerCredentials(-1, own.uid() + 1, own.gid()), new PeerCredentials(-1, -1, -1));
	}

	@Test
	void usersAreTrustedByNameAndById() throws IOException {
		PeerCredentials own = own();
		assertThat(new ServerTrust(Set.of(Long.toString(own.uid())), new SystemAccounts())).accepts(own);
		assertThat(new ServerTrust(Set.of(String.valueOf(own.userName())), new SystemAccounts())).accepts(own);
		assertThat(new ServerTrust(Set.of("nobody-else"), new SystemAccounts())).rejects(own);
	}

	@Test
	void nameIsLookedUpUntilThereIsSuchAUser() {
		CountingAccounts accounts = new CountingAccounts();
		ServerTrust trust = new ServerTrust(Set.of("late", "7"), accounts);
		PeerCredentials server = new PeerCredentials(1, 1000, 1000);
		assertThat(trust).accepts(new PeerCredentials(1, 7, 7)).rejects(new PeerCredentials(-1, -1, -1));
		assertThat(accounts.questions).isEmpty();
		assertThat(trust).rejects(server);
		accounts.ids.put("late", 1000L);
		assertThat(trust).accepts(server).accepts(server);
		assertThat(accounts.questions).containsExactly("late", "late");
	}

	/** Knows the ids of users only. */
	private static final class CountingAccounts implements Accounts {

		private final Map<String, Long> ids = new HashMap<>();

		private final List<String> questions = new ArrayList<>();

		@Override
		public OptionalLong userId(String name) {
			this.questions.add(name);
			Long id = this.ids.get(name);
			return (id != null) ? OptionalLong.of(id) : OptionalLong.empty();
		}

		@Override
		public OptionalLong groupId(String name) {
			return OptionalLong.empty();
		}

		@Override
		public UserAccount user(long uid) {
			return UserAccount.NONE;
		}

		@Override
		public @Nullable String groupName(long gid) {
			return null;
		}

	}

}

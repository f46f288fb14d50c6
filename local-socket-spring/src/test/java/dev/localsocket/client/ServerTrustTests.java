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
import java.util.Set;

import dev.localsocket.LocalServer;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.account.SystemAccounts;
import dev.localsocket.testing.SocketSandbox;
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

}

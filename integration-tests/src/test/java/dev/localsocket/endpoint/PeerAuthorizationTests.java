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

package dev.localsocket.endpoint;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

import dev.localsocket.LocalServer;
import dev.localsocket.account.Accounts;
import dev.localsocket.account.SystemAccounts;
import dev.localsocket.account.UserAccount;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.autoconfigure.security.LocalSocketSecurityAutoConfiguration;
import dev.localsocket.event.ConnectionRejectedEvent;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.test.LocalSocketEvents;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a process of another user is let in or not, and is whom the handlers act as.
 */
@Timeout(60)
class PeerAuthorizationTests {

	private static final String KEY = "local-socket.servers.control.authorization.";

	/** The id of {@link OtherUser} and of its group. */
	private static final long ID = 65534;

	@TempDir
	Path directory;

	@TempDir
	Path classes;

	@BeforeEach
	void openDirectory() throws Exception {
		OtherUser.assumeRoot();
		OtherUser.open(this.directory);
	}

	private ApplicationContextRunner runner(String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class,
					LocalSocketSecurityAutoConfiguration.class))
			.withBean(WhoAmI.class)
			.withBean(LocalSocketEvents.class)
			.withPropertyValues("local-socket.directory=" + this.directory,
					"local-socket.servers.control.socket-options=world-access")
			.withPropertyValues(properties);
	}

	private String askAsOtherUser(ApplicationContext context) throws Exception {
		return askAs(context, Long.toString(ID));
	}

	private String askAs(ApplicationContext context, String id) throws Exception {
		String path = context.getBean(LocalServer.class).fullServerName();
		ChildJvm jvm = OtherUser.of(ChildJvm.small(), this.classes, id);
		try (ChildProcess client = jvm.start(AskMain.class, path, "whoami")) {
			return client.receive();
		}
	}

	private void assertServed(ApplicationContext context) throws Exception {
		assertThat(askAsOtherUser(context)).startsWith("answer " + OtherUser.name() + " [UID_65534, GID_65534");
	}

	@Test
	void anyUserIsServedWhereNobodyIsNamed() {
		runner().run(this::assertServed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "allowed-users=root,nobody", "allowed-uids=65534", "allowed-gids=65534" })
	void userThatIsNamedIsServed(String property) {
		runner(KEY + property).run(this::assertServed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "allowed-users=root", "allowed-groups=root", "allowed-uids=0,1,2", "allowed-gids=0" })
	void userThatIsNotNamedIsRejectedBeforeAnythingElse(String property) {
		runner(KEY + property).run((context) -> {
			assertThat(askAsOtherUser(context)).isIn("answer null", "failure Connection reset", "failure Broken pipe");
			LocalSocketEvents events = context.getBean(LocalSocketEvents.class);
			assertThat(events.await(ConnectionRejectedEvent.class).getPeerCredentials().uid()).isEqualTo(ID);
			assertThat(events.stream(NewConnectionEvent.class)).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "allowed-uids=4000000000", "allowed-gids=4000000000" })
	void userWithAnIdThatIsNegativeAsASignedNumberIsServed(String property) {
		runner(KEY + property)
			.run((context) -> assertThat(askAs(context, "4000000000")).startsWith("answer 4000000000 [UID_4000000000"));
	}

	@Test
	void memberOfAGroupIsServedThoughItsProcessHasOnlyThePrimaryGroup() {
		runner(KEY + "allowed-gids=4242").withBean(Accounts.class, MemberOf4242::new).run(this::assertServed);
	}

	@Test
	void optionsThatKeepTheUserOutDecideFirst() {
		runner("local-socket.servers.control.socket-options=user-access", KEY + "allowed-users=nobody")
			.run((context) -> {
				assertThat(askAsOtherUser(context)).startsWith("failure Permission denied");
				assertThat(context.getBean(LocalSocketEvents.class).stream(ConnectionRejectedEvent.class)).isEmpty();
			});
	}

	static class WhoAmI {

		@LocalSocketListener
		String whoami(String line) {
			Authentication peer = SecurityContextHolder.getContext().getAuthentication();
			return (peer != null) ? peer.getName() + " " + peer.getAuthorities() : "nobody at all";
		}

	}

	/** The other user is also a member of the group 4242. */
	private static final class MemberOf4242 implements Accounts {

		private final Accounts accounts = new SystemAccounts();

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
			return (uid == ID) ? new UserAccount(this.accounts.user(uid).name(), Set.of(4242L))
					: this.accounts.user(uid);
		}

		@Override
		public @Nullable String groupName(long gid) {
			return this.accounts.groupName(gid);
		}

	}

}

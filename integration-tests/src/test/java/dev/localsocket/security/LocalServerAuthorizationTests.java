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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

import dev.localsocket.AccessDecision;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.RejectionReason;
import dev.localsocket.account.AccountLookupException;
import dev.localsocket.account.Accounts;
import dev.localsocket.account.UserAccount;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.event.ConnectionRejectedEvent;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.event.ServerClosedEvent;
import dev.localsocket.event.ServerErrorEvent;
import dev.localsocket.event.ServerListeningEvent;
import dev.localsocket.test.LocalSocketEvents;
import dev.localsocket.test.LocalSocketTestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that servers let in whom the properties and the authorizers of an application
 * allow.
 */
@Timeout(60)
class LocalServerAuthorizationTests {

	private static final String KEY = "local-socket.servers.control.authorization.";

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(Echo.class)
			.withBean(LocalSocketEvents.class)
			.withPropertyValues("local-socket.directory=" + this.directory, "local-socket.servers.control.enabled=true")
			.withPropertyValues(properties);
	}

	private static String ownId(String kind) throws IOException {
		return Files.getAttribute(Path.of("/proc/self"), "unix:" + kind).toString();
	}

	private static void assertServed(ApplicationContext context) {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(context.getBean(LocalServer.class))) {
			client.send("hello").expectLine("hello");
		}
	}

	private static void assertRejected(ApplicationContext context, RejectionReason reason) {
		LocalSocketEvents events = context.getBean(LocalSocketEvents.class);
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(context.getBean(LocalServer.class))) {
			client.expectEnd();
		}
		assertThat(events.await(ConnectionRejectedEvent.class).getReason()).isEqualTo(reason);
		assertThat(events.stream(LocalServerEvent.class).filter((event) -> !(event instanceof ServerErrorEvent)))
			.hasExactlyElementsOfTypes(ServerListeningEvent.class, ConnectionRejectedEvent.class);
		assertThat(context.getBean(Echo.class).calls).isZero();
	}

	@Test
	void userThatIsNamedByItsIdIsServed() throws IOException {
		runner(KEY + "allowed-uids=4242," + ownId("uid")).run(LocalServerAuthorizationTests::assertServed);
	}

	@Test
	void userThatIsNotNamedIsRejected() {
		runner(KEY + "allowed-uids=4242,4243")
			.run((context) -> assertRejected(context, RejectionReason.NOT_AUTHORIZED));
	}

	@Test
	void rootIsNotLetInUnlessItIsNamed() {
		runner(KEY + "allowed-users=nobody").run((context) -> assertRejected(context, RejectionReason.NOT_AUTHORIZED));
	}

	@Test
	void groupOfThePeersProcessCounts() throws IOException {
		runner(KEY + "allowed-gids=" + ownId("gid")).run(LocalServerAuthorizationTests::assertServed);
	}

	@Test
	void oneMatchIsEnough() throws IOException {
		runner(KEY + "allowed-users=nobody", KEY + "allowed-gids=4242", KEY + "allowed-uids=" + ownId("uid"))
			.run(LocalServerAuthorizationTests::assertServed);
	}

	@ParameterizedTest
	@CsvSource({ "allowed-users,mallory,true", "allowed-users,alice,false", "allowed-groups,friends,true",
			"allowed-groups,enemies,false", "allowed-gids,10,true", "allowed-gids,11,false" })
	void namesAndMembershipsAreThoseOfTheAccounts(String key, String value, boolean allowed) throws IOException {
		FixedAccounts accounts = new FixedAccounts(Long.parseLong(ownId("uid")));
		runner(KEY + key + "=" + value).withBean(Accounts.class, () -> accounts).run((context) -> {
			if (allowed) {
				assertServed(context);
			}
			else {
				assertRejected(context, RejectionReason.NOT_AUTHORIZED);
			}
		});
	}

	@Test
	void membershipThatCannotBeLookedUpIsNone() {
		Accounts accounts = new FixedAccounts(4242) {

			@Override
			public UserAccount user(long uid) {
				throw new AccountLookupException("no answer");
			}

		};
		runner(KEY + "allowed-groups=friends").withBean(Accounts.class, () -> accounts)
			.run((context) -> assertRejected(context, RejectionReason.DECISION_FAILED));
	}

	@ParameterizedTest
	@ValueSource(strings = { "allowed-users", "allowed-groups", "allowed-uids", "allowed-gids" })
	void emptyListAloneStopsTheStart(String key) {
		runner(KEY + key + "=${nobody:}").run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessageContaining(KEY + key)
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
					(ex) -> assertThat(ex.getReason()).contains("everybody who can reach the socket could connect")));
	}

	@Test
	void emptyListBesideAnotherNamesNobody() throws Exception {
		runner(KEY + "allowed-users=", KEY + "allowed-uids=" + ownId("uid"))
			.run(LocalServerAuthorizationTests::assertServed);
		runner(KEY + "allowed-users=", KEY + "allowed-uids=4242")
			.run((context) -> assertRejected(context, RejectionReason.NOT_AUTHORIZED));
	}

	@Test
	void sectionWithoutKeysRestrictsNobody() {
		runner("local-socket.servers.control.authorization=").run(LocalServerAuthorizationTests::assertServed);
	}

	@Test
	void authorizerOfTheApplicationDecides() {
		runner()
			.withBean(LocalSocketAuthorizer.class,
					() -> (server, peer) -> AccessDecision.allowIf(server.equals("control"), "no"))
			.run(LocalServerAuthorizationTests::assertServed);
		runner()
			.withBean(LocalSocketAuthorizer.class,
					() -> (server, peer) -> AccessDecision.allowIf(!server.equals("control"), "no"))
			.run((context) -> assertRejected(context, RejectionReason.NOT_AUTHORIZED));
	}

	@Test
	void authorizerRunsOnAWorkerAndMayBlock() {
		runner()
			.withBean(LocalSocketAuthorizer.class,
					() -> (server, peer) -> AccessDecision
						.allowIf(Thread.currentThread().getName().startsWith("local-socket-listener"), "no"))
			.run(LocalServerAuthorizationTests::assertServed);
	}

	@Test
	void authorizerThatThrowsLetsNobodyIn() {
		runner().withBean(LocalSocketAuthorizer.class, () -> (server, peer) -> {
			throw new IllegalStateException("broken");
		}).run((context) -> assertRejected(context, RejectionReason.DECISION_FAILED));
	}

	@Test
	void propertiesAndAllAuthorizersMustAllowIt() throws IOException {
		runner(KEY + "allowed-uids=" + ownId("uid"))
			.withBean("first", LocalSocketAuthorizer.class, () -> (server, peer) -> AccessDecision.allow())
			.withBean("second", LocalSocketAuthorizer.class, () -> (server, peer) -> AccessDecision.refuse("no"))
			.run((context) -> assertRejected(context, RejectionReason.NOT_AUTHORIZED));
		runner(KEY + "allowed-uids=4242")
			.withBean(LocalSocketAuthorizer.class, () -> (server, peer) -> AccessDecision.allow())
			.run((context) -> assertRejected(context, RejectionReason.NOT_AUTHORIZED));
	}

	@Test
	void authorizerCanUseTheServers() {
		runner().withUserConfiguration(UsesServer.class).run(LocalServerAuthorizationTests::assertServed);
	}

	@Test
	void authorizerMadeByAFactoryBeanIsAskedToo() {
		runner().withBean("factory", AuthorizerFactory.class)
			.run((context) -> assertRejected(context, RejectionReason.NOT_AUTHORIZED));
	}

	@Test
	void authorizerOfTheParentContextIsAskedToo() {
		new ApplicationContextRunner()
			.withBean(LocalSocketAuthorizer.class, () -> (server, peer) -> AccessDecision.refuse("no"))
			.run((parent) -> runner().withParent(parent)
				.run((context) -> assertRejected(context, RejectionReason.NOT_AUTHORIZED)));
	}

	@Test
	void serverThatTheApplicationDeclaresAsksToo() {
		runner("local-socket.servers.control.enabled=false").withUserConfiguration(OwnServer.class)
			.withBean(LocalSocketAuthorizer.class, () -> (server, peer) -> AccessDecision.refuse("no"))
			.run((context) -> {
				LocalServer own = context.getBean("own", LocalServer.class);
				try (LocalSocketTestClient client = LocalSocketTestClient.connect(own)) {
					client.expectEnd();
				}
				assertThat(context.getBean(LocalSocketEvents.class).await(ConnectionRejectedEvent.class).getBeanName())
					.isEqualTo("own");
			});
	}

	@Test
	void serverWithoutRestrictionsAsksNobody() {
		runner().run((context) -> {
			assertServed(context);
			context.getBean(LocalServer.class).close();
			assertThat(context.getBean(LocalSocketEvents.class).await(ServerClosedEvent.class)).isNotNull();
		});
	}

	static class Echo {

		private volatile int calls;

		@LocalSocketListener
		String echo(String line, LocalSocket socket) {
			this.calls++;
			return line;
		}

	}

	static class UsesServer {

		@Bean
		LocalSocketAuthorizer authorizer(LocalServer server) {
			return (name, peer) -> AccessDecision.allowIf(server.activeConnections() < 10, "full");
		}

	}

	static class OwnServer {

		@Bean
		LocalServer own() {
			return new LocalServer();
		}

	}

	/** Does not say before it is created what it makes. */
	static class AuthorizerFactory implements FactoryBean<Object> {

		@Override
		public Object getObject() {
			return (LocalSocketAuthorizer) (server, peer) -> AccessDecision.refuse("no");
		}

		@Override
		public Class<?> getObjectType() {
			return LocalSocketAuthorizer.class;
		}

	}

	/** The user {@code mallory} is a member of the group {@code friends}, 10. */
	private static class FixedAccounts implements Accounts {

		private final long uid;

		FixedAccounts(long uid) {
			this.uid = uid;
		}

		@Override
		public OptionalLong userId(String name) {
			return OptionalLong.of(name.equals("mallory") ? this.uid : 4242);
		}

		@Override
		public OptionalLong groupId(String name) {
			return OptionalLong.of(name.equals("friends") ? 10 : 4242);
		}

		@Override
		public UserAccount user(long uid) {
			return (uid == this.uid) ? new UserAccount("mallory", Set.of(10L)) : UserAccount.NONE;
		}

		@Override
		public @Nullable String groupName(long gid) {
			return null;
		}

	}

}

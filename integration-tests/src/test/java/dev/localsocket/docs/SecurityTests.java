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

package dev.localsocket.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import dev.localsocket.AccessDecision;
import dev.localsocket.LocalServer;
import dev.localsocket.account.Accounts;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.account.UserAccount;
import dev.localsocket.annotation.LocalSocketErrorHandler;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.security.LocalSocketSecurityAutoConfiguration;
import dev.localsocket.event.ConnectionRejectedEvent;
import dev.localsocket.security.AccountAuthenticationConverter;
import dev.localsocket.security.LocalSocketAuthorizer;
import dev.localsocket.security.PeerAuthenticationConverter;
import dev.localsocket.security.PeerAuthenticationToken;
import dev.localsocket.test.LocalSocketEvents;
import dev.localsocket.test.LocalSocketTestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Samples of who may connect, and of handlers that act as their peer.
 */
@Timeout(30)
class SecurityTests {

	@TempDir
	Path directory;

	@Test
	void allowedPeers() {
		for (String group : List.of("wheel", "audio")) {
			Samples.runner(this.directory, "authorization.yml", Shutdown.class)
				.withBean(Accounts.class, () -> new Alice(group))
				.withBean(LocalSocketEvents.class)
				.run((context) -> {
					try (LocalSocketTestClient client = Samples.connect(context)) {
						if (group.equals("wheel")) {
							client.send("stop").expectLine("stopped");
						}
						else {
							client.expectEnd();
							assertThat(context.getBean(LocalSocketEvents.class).await(ConnectionRejectedEvent.class))
								.isNotNull();
						}
					}
				});
		}
	}

	@Test
	void proxy() throws IOException {
		assumeTrue(Files.getAttribute(this.directory, "unix:uid").equals(0), "Only root may use any group");
		assumeTrue(Files.readAllLines(Path.of("/etc/group")).stream().anyMatch((line) -> line.startsWith("www-data:")));
		Samples.runner(this.directory, "proxy.yml", Shutdown.class).run((context) -> {
			Path socket = Path.of(context.getBean(LocalServer.class).fullServerName());
			assertThat(Files.readAttributes(socket, PosixFileAttributes.class).group().getName()).isEqualTo("www-data");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket))).isEqualTo("rwxrwx---");
		});
	}

	@Test
	void authorizer() {
		Samples.runner(this.directory, Shutdown.class, OwnChildren.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.expectEnd();
			}
		});
	}

	private ApplicationContextRunner secured(Class<?>... samples) {
		return Samples.runner(this.directory, samples)
			.withConfiguration(AutoConfigurations.of(LocalSocketSecurityAutoConfiguration.class))
			.withUserConfiguration(MethodSecurity.class);
	}

	@Test
	void preAuthorize() {
		secured(Shutdown.class).withBean(Accounts.class, () -> new Alice("wheel")).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("stop").expectLine("stopped");
			}
		});
		secured(Shutdown.class).withBean(Accounts.class, () -> new Alice("audio")).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("stop").expectEnd();
			}
			assertThat(context.getBean(LocalServer.class).errorCount()).isOne();
		});
	}

	@Test
	void denial() {
		secured(Shutdown.class, Denials.class).withBean(Accounts.class, () -> new Alice("audio")).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("stop").expectLine("denied").send("stop").expectLine("denied");
			}
		});
	}

	@Test
	void converter() {
		secured(Reload.class, Roles.class).withBean(Accounts.class, () -> new Alice("wheel")).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("reload").expectLine("reloaded");
			}
		});
	}

	static class OwnChildren {

		// tag::authorizer[]
		@Bean
		LocalSocketAuthorizer ownChildren() {
			return (server, peer) -> AccessDecision.allowIf(
					ProcessHandle.current().children().anyMatch((child) -> child.pid() == peer.pid()),
					"Only children of this process may connect");
		}
		// end::authorizer[]

	}

	// tag::method-security[]
	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class MethodSecurity {

	}
	// end::method-security[]

	static class Shutdown {

		// tag::pre-authorize[]
		@LocalSocketListener("control")
		@PreAuthorize("hasAuthority('GROUP_wheel')")
		String stop(String command) {
			return "stopped";
		}
		// end::pre-authorize[]

	}

	static class Denials {

		// tag::denial[]
		@Bean
		LocalSocketErrorHandler denials() {
			return (failure) -> (failure.exception() instanceof AccessDeniedException) ? "denied" : "failed";
		}
		// end::denial[]

	}

	static class Reload {

		@LocalSocketListener("control")
		@PreAuthorize("hasRole('OPERATOR')")
		String reload(String command) {
			return "reloaded";
		}

	}

	static class Roles {

		// tag::peer-roles[]
		@Bean
		PeerAuthenticationConverter operators(Accounts accounts) {
			PeerAuthenticationConverter converter = new AccountAuthenticationConverter(accounts);
			return (peer) -> asOperator(peer, converter.convert(peer));
		}

		private static Authentication asOperator(PeerCredentials peer, Authentication user) {
			return user.getName().equals("alice") ? new PeerAuthenticationToken(peer, user.getName(),
					AuthorityUtils.createAuthorityList("ROLE_OPERATOR")) : user;
		}
		// end::peer-roles[]

	}

	/** Whoever connects is {@code alice}, a member of one group. */
	private record Alice(String group) implements Accounts {

		@Override
		public OptionalLong userId(String name) {
			return OptionalLong.of(name.equals("root") ? 4242 : 4243);
		}

		@Override
		public OptionalLong groupId(String name) {
			return OptionalLong.of(name.hashCode());
		}

		@Override
		public UserAccount user(long uid) {
			return new UserAccount("alice", Set.of((long) this.group.hashCode()));
		}

		@Override
		public @Nullable String groupName(long gid) {
			return (gid == this.group.hashCode()) ? this.group : null;
		}

	}

}

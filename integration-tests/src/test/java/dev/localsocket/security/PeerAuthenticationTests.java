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
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.AccountLookupException;
import dev.localsocket.account.Accounts;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.account.UserAccount;
import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.LocalSocketErrorHandler;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.autoconfigure.security.LocalSocketSecurityAutoConfiguration;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.test.LocalSocketTestClient;
import dev.localsocket.testing.LineClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.ListeningSecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that handlers act as the peer of their connection, with real connections, and on
 * threads that are looked at afterwards.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class PeerAuthenticationTests {

	private static final PeerCredentials PEER = new PeerCredentials(1, 1000, 100);

	private static final int MANY = 2000;

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?>... configurations) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class,
					LocalSocketSecurityAutoConfiguration.class))
			.withUserConfiguration(configurations)
			.withBean(Accounts.class, Everybody::new)
			.withPropertyValues("local-socket.directory=" + this.directory,
					"local-socket.servers.control.enabled=true");
	}

	private static LocalSocketTestClient connect(ApplicationContext context) {
		return LocalSocketTestClient.connect(context.getBean(LocalServer.class));
	}

	@Test
	void authenticationTellsTheUserAndItsGroups() {
		Authentication authentication = new AccountAuthenticationConverter(new Everybody()).convert(PEER);
		assertThat(authentication.isAuthenticated()).isTrue();
		assertThat(authentication.getName()).isEqualTo("alice");
		assertThat(authentication.getPrincipal()).isEqualTo("alice");
		assertThat(authentication.getCredentials()).isNull();
		assertThat(authentication.getDetails()).isEqualTo(PEER);
		assertThat(authentication.getAuthorities()).extracting(GrantedAuthority::getAuthority)
			.containsExactly("UID_1000", "GID_100", "GROUP_users", "GID_10", "GROUP_wheel", "GID_77");
	}

	@Test
	void userWithoutAnAccountHasItsIdAsName() {
		Authentication authentication = new AccountAuthenticationConverter(new Everybody())
			.convert(new PeerCredentials(1, 4242, 4243));
		assertThat(authentication.getName()).isEqualTo("4242");
		assertThat(authentication.getAuthorities()).extracting(GrantedAuthority::getAuthority)
			.containsExactly("UID_4242", "GID_4243");
	}

	@ParameterizedTest
	@ValueSource(classes = { OnWorker.class, OnEventLoop.class, OfConnection.class, OfConnectionOnEventLoop.class })
	void handlerActsAsThePeerAndItsThreadDoesNotAfterwards(Class<?> listener) {
		runner(listener, OneWorker.class, Secured.class).run((context) -> {
			for (int i = 0; i < 3; i++) {
				try (LocalSocketTestClient client = connect(context)) {
					askIfItIsRead(client, listener).expectLine("alice");
				}
			}
			Threads threads = context.getBean(Threads.class);
			assertThat(threads.seen).isNotEmpty();
			for (Executor thread : List.copyOf(threads.seen)) {
				assertThat(authenticationOn(thread)).isNull();
			}
		});
	}

	/** A connection handler here closes without reading, maybe before a line is sent. */
	private static LocalSocketTestClient askIfItIsRead(LocalSocketTestClient client, Class<?> listener) {
		return listener.getSimpleName().startsWith("OfConnection") ? client : client.send("who");
	}

	private static @Nullable Authentication authenticationOn(Executor thread) {
		return CompletableFuture.supplyAsync(() -> SecurityContextHolder.getContext().getAuthentication(), thread)
			.join();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void handlerOnAVirtualThreadActsAsThePeer() {
		runner(OnWorker.class, Threads.class).withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> {
				try (LocalSocketTestClient client = connect(context)) {
					client.send("who").expectLine("alice");
				}
			});
	}

	@Test
	void whatWasThereBeforeIsThereAfterwards() {
		SecurityContextImpl before = new SecurityContextImpl(
				new PeerAuthenticationToken(PEER, "before", AuthorityUtils.NO_AUTHORITIES));
		runner(OnWorker.class, Threads.class)
			.withBean("localSocketListenerExecutor", Executor.class, () -> (task) -> new Thread(() -> {
				SecurityContextHolder.setContext(before);
				task.run();
				assertThat(SecurityContextHolder.getContext()).isSameAs(before);
			}).start())
			.run((context) -> {
				try (LocalSocketTestClient client = connect(context)) {
					client.send("who").expectLine("alice");
				}
			});
	}

	@Test
	void serviceIsProtected() {
		runner(UsesService.class, Secured.class).run((context) -> {
			try (LocalSocketTestClient client = connect(context)) {
				client.send("read").expectLine("secret of alice").send("write").expectEnd();
			}
		});
	}

	@Test
	void listenerIsProtected() {
		runner(ProtectedListener.class, Secured.class).run((context) -> {
			try (LocalSocketTestClient client = connect(context)) {
				client.send("mine").expectLine("mine").send("yours").expectEnd();
			}
		});
	}

	@Test
	void denialClosesTheConnectionAndIsLoggedInOneLine(CapturedOutput output) {
		runner(UsesService.class, Secured.class).run((context) -> {
			try (LocalSocketTestClient client = connect(context)) {
				client.send("write").expectEnd();
			}
			assertThat(context.getBean(LocalServer.class).errorCount()).isOne();
		});
		assertThat(output).containsOnlyOnce("may not do that").doesNotContain("\tat ");
	}

	@Test
	void errorHandlerOfTheApplicationCanAnswerADenial() {
		runner(UsesService.class, Secured.class).withBean(LocalSocketErrorHandler.class, () -> (failure) -> "denied")
			.run((context) -> {
				try (LocalSocketTestClient client = connect(context)) {
					client.send("write").expectLine("denied").send("read").expectLine("secret of alice");
				}
			});
	}

	@Test
	void converterOfTheApplicationReplacesOurs() {
		runner(OnWorker.class, Threads.class)
			.withBean(PeerAuthenticationConverter.class,
					() -> (peer) -> new PeerAuthenticationToken(peer, "pid" + peer.pid(),
							AuthorityUtils.createAuthorityList("ROLE_ADMIN")))
			.run((context) -> {
				try (LocalSocketTestClient client = connect(context)) {
					client.send("who").expectLine("pid" + ProcessHandle.current().pid());
				}
			});
	}

	@ParameterizedTest
	@ValueSource(classes = { OnWorker.class, OnEventLoop.class, OfConnection.class })
	void handlerOfAPeerThatCannotBeAuthenticatedIsNotCalled(Class<?> listener) {
		runner(listener, Threads.class).withBean(PeerAuthenticationConverter.class, () -> (peer) -> {
			throw new AccountLookupException("no answer");
		}).run((context) -> {
			try (LocalSocketTestClient client = connect(context)) {
				askIfItIsRead(client, listener).expectEnd();
			}
			assertThat(context.getBean(Threads.class).seen).isEmpty();
		});
	}

	@Test
	void listenerThatComesFirstAndFailsKeepsNobodyFromActingAsThePeer() {
		runner(WhoAmI.class, FirstAndFailing.class)
			.withBean(PeerAuthenticationConverter.class,
					() -> (peer) -> new PeerAuthenticationToken(peer, "alice", AuthorityUtils.NO_AUTHORITIES))
			.run((context) -> {
				try (LocalSocketTestClient client = connect(context)) {
					client.send("who").expectLine("alice");
				}
			});
	}

	/** Not even until the next connection comes. */
	@Test
	void authenticationsGoWithTheirConnections() {
		Queue<WeakReference<Authentication>> made = new ConcurrentLinkedQueue<>();
		runner(WhoAmI.class).withBean(PeerAuthenticationConverter.class, () -> (peer) -> {
			Authentication authentication = new PeerAuthenticationToken(peer, "alice", AuthorityUtils.NO_AUTHORITIES);
			made.add(new WeakReference<>(authentication));
			return authentication;
		}).run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			Path path = Path.of(server.fullServerName());
			for (int i = 0; i < MANY; i++) {
				try (LineClient client = new LineClient(path).send("who\n")) {
					assertThat(client.readLine()).isEqualTo("alice");
				}
			}
			await().until(() -> server.activeConnections() == 0);
			assertThat(made).hasSize(MANY);
			// Each worker may still have one in its hands
			await().untilAsserted(() -> {
				System.gc();
				assertThat(made).filteredOn((reference) -> reference.get() != null).hasSizeLessThan(20);
			});
		});
	}

	@Test
	void holderOfTheApplicationIsUsed() {
		SecurityContextHolderStrategy holder = new ListeningSecurityContextHolderStrategy((event) -> {
		});
		runner(WithHolder.class).withBean(SecurityContextHolderStrategy.class, () -> holder).run((context) -> {
			try (LocalSocketTestClient client = connect(context)) {
				client.send("who").expectLine("alice");
			}
		});
	}

	private static String name() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? authentication.getName() : "nobody";
	}

	static class FirstAndFailing {

		@Order(Ordered.HIGHEST_PRECEDENCE)
		@EventListener
		void fail(NewConnectionEvent event) {
			throw new IllegalStateException("A listener that comes first and fails");
		}

	}

	static class WhoAmI {

		@LocalSocketListener
		String who(String line) {
			return name();
		}

	}

	static class OnWorker {

		private final Threads threads;

		OnWorker(Threads threads) {
			this.threads = threads;
		}

		@LocalSocketListener
		String who(String line) {
			this.threads.addWorker();
			return name();
		}

	}

	static class OnEventLoop {

		private final Threads threads;

		OnEventLoop(Threads threads) {
			this.threads = threads;
		}

		@LocalSocketListener(execution = Execution.EVENT_LOOP)
		String who(String line, LocalSocket socket) {
			this.threads.seen.add(socket.eventLoop());
			return name();
		}

	}

	static class OfConnection {

		private final Threads threads;

		OfConnection(Threads threads) {
			this.threads = threads;
		}

		@LocalSocketListener
		void who(LocalSocket socket) throws IOException {
			this.threads.addWorker();
			socket.outputStream().write((name() + "\n").getBytes());
		}

	}

	static class OfConnectionOnEventLoop {

		private final Threads threads;

		OfConnectionOnEventLoop(Threads threads) {
			this.threads = threads;
		}

		@LocalSocketListener(execution = Execution.EVENT_LOOP)
		void who(LocalSocket socket) {
			this.threads.seen.add(socket.eventLoop());
			socket.write(ByteBuffer.wrap((name() + "\n").getBytes()));
		}

	}

	static class WithHolder {

		private final SecurityContextHolderStrategy holder;

		WithHolder(SecurityContextHolderStrategy holder) {
			this.holder = holder;
		}

		@LocalSocketListener
		String who(String line) {
			Authentication authentication = this.holder.getContext().getAuthentication();
			return (authentication != null) ? authentication.getName() : "nobody";
		}

	}

	/** The threads that handlers were called on. */
	static class Threads {

		private final List<Executor> seen = new ArrayList<>();

		private @Nullable Executor worker;

		synchronized void addWorker() {
			this.seen.add((this.worker != null) ? this.worker : Runnable::run);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Threads.class)
	static class OneWorker {

		@Bean(defaultCandidate = false)
		ExecutorService localSocketListenerExecutor(Threads threads) {
			ExecutorService worker = Executors.newSingleThreadExecutor();
			threads.worker = worker;
			return worker;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class Secured {

	}

	static class Secrets {

		@PreAuthorize("hasAuthority('GROUP_wheel')")
		public String read() {
			return "secret of " + name();
		}

		@PreAuthorize("hasAuthority('GROUP_nobody')")
		public String write() {
			return "written";
		}

	}

	@Import(Secrets.class)
	static class UsesService {

		private final Secrets secrets;

		UsesService(Secrets secrets) {
			this.secrets = secrets;
		}

		@LocalSocketListener
		String handle(String line) {
			return line.equals("read") ? this.secrets.read() : this.secrets.write();
		}

	}

	static class ProtectedListener {

		@LocalSocketListener
		@PreAuthorize("authentication.name == 'alice' and #line == 'mine'")
		String handle(String line) {
			return line;
		}

	}

	/** Whoever connects is {@code alice}. */
	private static final class Everybody implements Accounts {

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
			return (uid != 4242) ? new UserAccount("alice", Set.of(10L, 100L, 77L)) : UserAccount.NONE;
		}

		@Override
		public @Nullable String groupName(long gid) {
			return switch ((int) gid) {
				case 10 -> "wheel";
				case 100 -> "users";
				default -> null;
			};
		}

	}

}

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

package dev.localsocket.annotation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.autoconfigure.security.LocalSocketSecurityAutoConfiguration;
import dev.localsocket.error.CloseReason;
import dev.localsocket.event.ConnectionClosedEvent;
import dev.localsocket.messaging.LastReply;
import dev.localsocket.messaging.LocalSocketHeaders;
import dev.localsocket.rpc.CommandException;
import dev.localsocket.rpc.JsonRpcError;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.JsonRpcExceptionResolver;
import dev.localsocket.testing.LineClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.convert.ConversionService;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for servers with the protocol {@code command}, with real sockets.
 */
@Timeout(30)
class CommandTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?>... listeners) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(LifecycleAutoConfiguration.class, LocalSocketAutoConfiguration.class))
			.withUserConfiguration(listeners)
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory,
					"local-socket.servers.control.protocol=command");
	}

	/** What comes back until the end of the connection. */
	private List<String> ask(String... lines) throws IOException {
		try (LineClient client = new LineClient(this.directory.resolve("control"))) {
			client.send(String.join("\n", lines) + "\n").shutdownOutput();
			List<String> answer = new ArrayList<>();
			for (String line = client.readLine(); line != null; line = client.readLine()) {
				answer.add(line);
			}
			return answer;
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					add 1 2                | 3
					add 1                  | 11
					add                    | error: usage: add LEFT [RIGHT]
					add 1 2 3              | error: usage: add LEFT [RIGHT]
					add one                | error: usage: add LEFT [RIGHT]; 'one' is no LEFT
					add 99999999999        | error: usage: add LEFT [RIGHT]; '99999999999' is no LEFT
					add ''                 | error: usage: add LEFT [RIGHT]; '' is no LEFT
					level WARN             | WARN
					level loud             | error: usage: level LEVEL; 'loud' is none of TRACE, DEBUG, INFO, WARN, ERROR, FATAL, OFF
					echo 'a  b' "c d" e\\ f | [a  b][c d][e f]
					echo                   |
					echo ''                | []
					echo 'a                | error: a single quote has no end
					sum                    | 0
					sum 1 2 3              | 6
					sum 1 x                | error: usage: sum [NUMBERS]...; 'x' is no NUMBERS
					user                   | user
					user add bob           | added bob
					user add               | error: usage: user add NAME
					user del bob           | error: usage: user
					maybe                  | null Optional.empty
					maybe a                | a Optional.empty
					maybe a b              | a Optional[b]
					who                    | control who true
					nul                    | error: unknown command 'nul'; did you mean 'null'?
					`   `                  | error: no command; try help
					Add 1                  | error: unknown command 'Add'; did you mean 'add'?
					""")
	void lineIsACommand(String line, @Nullable String answer) {
		runner(Commands.class).run((context) -> {
			List<String> lines = ask(line, "last");
			assertThat(lines).endsWith("bye");
			assertThat(lines.subList(0, lines.size() - 1)).containsExactlyElementsOf(
					(answer != null) ? List.of(answer) : line.equals("echo") ? List.of("") : List.of());
		});
	}

	@Test
	void repliesAreThoseOfMessageHandlers() {
		runner(Commands.class)
			.run((context) -> assertThat(ask("list", "stream", "flux", "later", "null", "empty", "last", "list"))
				.containsExactly("a", "b", "c", "d", "e", "f", "late", "bye"));
	}

	@Test
	void escapesOfTheLineAreNotRepeated() {
		runner(Commands.class).run((context) -> assertThat(ask("a\u001bb", "add \u001b[2J", "refuse \u0007"))
			.containsExactly("error: unknown command 'a\\u001bb'; try help",
					"error: usage: add LEFT [RIGHT]; '\\u001b[2J' is no LEFT", "error: no \\u0007 here"));
	}

	@Test
	void helpIsMadeOfTheMethods() {
		runner(Small.class).run((context) -> {
			assertThat(ask("help")).containsExactly("greet LAST-NAME [COUNT]  greet somebody",
					"help [COMMAND]...        list the commands, or explain one");
			assertThat(ask("help greet")).containsExactly("usage: greet LAST-NAME [COUNT]", "greet somebody",
					"  LAST-NAME: who is greeted", "  COUNT: by default 2");
			assertThat(ask("greet x", "help gret")).containsExactly("x x",
					"error: unknown command 'gret'; did you mean 'greet'?");
		});
	}

	@Test
	void ownHelpComesFirst() {
		runner(OwnHelp.class).run((context) -> assertThat(ask("help", "help me", "hlp")).containsExactly("mine: []",
				"mine: [me]", "error: unknown command 'hlp'; did you mean 'help'?"));
	}

	@Test
	void handlerWithoutARouteTakesTheRest() {
		runner(Small.class, Rest.class).run(
				(context) -> assertThat(ask("greet x 1", "what  'is", "what  'is' this", "help greet", ""))
					.startsWith("x", "error: a single quote has no end", "rest: what  'is' this",
							"usage: greet LAST-NAME [COUNT]")
					.endsWith("rest: "));
	}

	@Test
	void exceptionSaysNothingToThePeerAndTheConnectionStays() {
		runner(Failing.class)
			.run((context) -> assertThat(ask("fail", "refuse", "known", "resolved", "late", "partly", "error", "ok"))
				.containsExactly("error: the command 'fail' has failed", "error: not today", "error: well known",
						"error: by a resolver", "error: the command 'late' has failed", "a",
						"error: the command 'partly' has failed", "error: the command 'error' has failed", "ok"));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void exceptionIsLoggedWithItsPeer(CapturedOutput output) {
		runner(Failing.class).run((context) -> {
			ask("refuse", "fail");
			assertThat(output)
				.contains("The listener 'CommandTests.Failing.fail()' of the server 'control' failed for the")
				.contains("secret of the database")
				.doesNotContain("not today");
		});
	}

	@Test
	void errorHandlerOfTheListenerDecides() {
		runner(OwnErrorHandler.class).run((context) -> assertThat(ask("fail", "usage 1", "unknown"))
			.containsExactly("handled: boom", "error: usage: usage", "error: unknown command 'unknown'; try help"));
	}

	@Test
	void errorHandlerOfTheApplicationDecides() {
		runner(Failing.class).withBean(DisconnectingErrorHandler.class)
			.run((context) -> assertThat(ask("refuse", "fail", "ok")).containsExactly("error: not today"));
	}

	@Test
	void whatIsNoTextEndsTheConnection() {
		runner(Small.class, Closings.class).run((context) -> {
			try (LineClient client = new LineClient(this.directory.resolve("control"))) {
				client.send(new byte[] { 'g', (byte) 0xff, '\n' });
				assertThat(client.readLine()).isNull();
			}
			assertThat(context.getBean(Closings.class).reasons.take()).isEqualTo(CloseReason.ERROR);
			assertThat(ask("greet x 1")).containsExactly("x");
		});
	}

	@Test
	void commandsOfAConnectionRunInOrder() {
		runner(Mixed.class).run((context) -> {
			Mixed mixed = context.getBean(Mixed.class);
			try (LineClient client = new LineClient(this.directory.resolve("control"))) {
				client.send("slow\nfast\nslow\n");
				mixed.entered.await();
				assertThat(mixed.fast).isEmpty();
				mixed.released.countDown();
				assertThat(client.readLine()).startsWith("slow local-socket-listener-");
				assertThat(client.readLine()).startsWith("fast local-socket-loop-");
				assertThat(client.readLine()).startsWith("slow local-socket-listener-");
			}
			assertThat(mixed.fast).hasSize(1);
		});
	}

	@Test
	void eventLoopServesOthersWhileACommandBlocks() {
		runner(Mixed.class).run((context) -> {
			Mixed mixed = context.getBean(Mixed.class);
			try (LineClient blocked = new LineClient(this.directory.resolve("control"))) {
				blocked.send("slow\n");
				mixed.entered.await();
				assertThat(ask("fast")).singleElement().asString().startsWith("fast ");
				mixed.released.countDown();
				assertThat(blocked.readLine()).startsWith("slow ");
			}
		});
	}

	@Test
	void stopInterruptsACommand() {
		runner(Interrupted.class).withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=1ms")
			.run((context) -> {
				Interrupted bean = context.getBean(Interrupted.class);
				try (LineClient client = new LineClient(this.directory.resolve("control"))) {
					client.send("block\n");
					bean.entered.await();
					context.getBean(LocalServer.class).connections().forEach(LocalSocket::abort);
					context.close();
					assertThat(bean.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
				}
			});
	}

	@Test
	void conditionHidesCommands() {
		runner(Conditional.class).run((context) -> assertThat(ask("yes", "no", "help")).containsExactly("yes",
				"error: unknown command 'no'; try help", "help [COMMAND]...  list the commands, or explain one",
				"yes"));
	}

	@Test
	void connectionThatNoCommandWantsStaysPending() {
		runner(NeverWanted.class).run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			try (LineClient client = new LineClient(this.directory.resolve("control"))) {
				await().until(server::hasPendingConnections);
				client.send("no\n");
				try (LocalSocket socket = server.nextPendingConnection()) {
					assertThat(socket).isNotNull();
				}
				assertThat(client.readLine()).isNull();
			}
		});
	}

	@Test
	void listenersOfLazyBeansAreCommandsToo() {
		runner(LazyConfiguration.class).run((context) -> assertThat(ask("lazy")).containsExactly("lazy"));
	}

	@Test
	void conversionServiceOfTheApplicationConverts() {
		runner(Durations.class)
			.withBean("conversionService", ConversionService.class, ApplicationConversionService::new)
			.run((context) -> assertThat(ask("wait 5s", "wait soon")).containsExactly("PT5S",
					"error: usage: wait TIME; 'soon' is no TIME"));
	}

	@Test
	void denialIsAReply() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class,
					LocalSocketSecurityAutoConfiguration.class))
			.withUserConfiguration(Guarded.class)
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory,
					"local-socket.servers.control.protocol=command")
			.run((context) -> assertThat(ask("open", "closed", "open", "fail")).containsExactly("open",
					"error: access denied", "open", "error: the command 'fail' has failed"));
	}

	@Test
	void interceptorsAreToldOfTheRoute() {
		runner(Small.class, Rest.class).withBean(Invocations.class).run((context) -> {
			ask("greet x", "rest", "greet", "help");
			assertThat(context.getBean(Invocations.class).routes).containsExactly("prepare greet", "greet", "rest:",
					"greet", "failed usage: greet LAST-NAME [COUNT]");
		});
	}

	static class Commands {

		@LocalSocketListener(servers = "control", route = "add")
		String add(int left, @Argument(defaultValue = "10") int right) {
			return String.valueOf(left + right);
		}

		@LocalSocketListener(servers = "control", route = "level")
		String level(LogLevel level) {
			return level.toString();
		}

		@LocalSocketListener(servers = "control", route = "echo")
		String echo(String... words) {
			return String.join("", Arrays.stream(words).map((word) -> "[" + word + "]").toList());
		}

		@LocalSocketListener(servers = "control", route = "sum")
		int sum(List<Integer> numbers) {
			return numbers.stream().mapToInt(Integer::intValue).sum();
		}

		@LocalSocketListener(servers = "control", route = "user")
		String user() {
			return "user";
		}

		@LocalSocketListener(servers = "control", route = "user add")
		String addUser(String name) {
			return "added " + name;
		}

		@LocalSocketListener(servers = "control", route = "maybe")
		String maybe(@Nullable String one, Optional<String> other) {
			return one + " " + other;
		}

		@LocalSocketListener(servers = "control", route = "who")
		String who(PeerCredentials peer, LocalSocket socket, LocalServer server,
				@Header(LocalSocketHeaders.ROUTE) String route, @Header(LocalSocketHeaders.SERVER) String name) {
			return name + " " + route + " " + (peer.pid() == ProcessHandle.current().pid());
		}

		@LocalSocketListener(servers = "control", route = "list")
		List<String> list() {
			return List.of("a", "b");
		}

		@LocalSocketListener(servers = "control", route = "stream")
		Stream<String> stream() {
			return Stream.of("c", "d");
		}

		@LocalSocketListener(servers = "control", route = "flux")
		Flux<String> flux() {
			return Flux.just("e", "f");
		}

		@LocalSocketListener(servers = "control", route = "later")
		CompletableFuture<String> later() {
			return CompletableFuture.supplyAsync(() -> "late");
		}

		@LocalSocketListener(servers = "control", route = "null")
		@Nullable String nothing() {
			return null;
		}

		@LocalSocketListener(servers = "control", route = "empty")
		List<String> empty() {
			return List.of();
		}

		@LocalSocketListener(servers = "control", route = "last")
		LastReply last() {
			return new LastReply("bye");
		}

		@LocalSocketListener(servers = "control", route = "refuse")
		String refuse(String what) {
			throw new CommandException("no " + what + " here");
		}

	}

	static class Small {

		@LocalSocketListener(servers = "control", route = "greet", description = "greet somebody")
		String greet(@Argument(name = "lastName", description = "who is greeted") String name,
				@Argument(defaultValue = "2") int count) {
			return (name + " ").repeat(count).strip();
		}

	}

	static class OwnHelp {

		@LocalSocketListener(servers = "control", route = "help")
		String help(List<String> words) {
			return "mine: " + words;
		}

	}

	static class Rest {

		@LocalSocketListener("control")
		String rest(String line) {
			return "rest: " + line;
		}

	}

	static class Failing {

		@LocalSocketListener(servers = "control", route = "fail")
		String fail() {
			throw new IllegalStateException("secret of the database");
		}

		@LocalSocketListener(servers = "control", route = "error")
		String error() {
			throw new AssertionError("secret");
		}

		@LocalSocketListener(servers = "control", route = "refuse")
		String refuse() {
			throw new CommandException("not today");
		}

		@LocalSocketListener(servers = "control", route = "known")
		String known() {
			throw new KnownException();
		}

		@LocalSocketListener(servers = "control", route = "resolved")
		String resolved() throws IOException {
			throw new IOException("secret");
		}

		@LocalSocketListener(servers = "control", route = "late")
		CompletableFuture<String> late() {
			return CompletableFuture.failedFuture(new IllegalStateException("secret"));
		}

		@LocalSocketListener(servers = "control", route = "partly")
		Stream<String> partly() {
			return Stream.of("a", "b").peek((text) -> {
				if (text.equals("b")) {
					throw new IllegalStateException("secret");
				}
			});
		}

		@LocalSocketListener(servers = "control", route = "ok")
		String ok() {
			return "ok";
		}

		@Bean
		static JsonRpcExceptionResolver resolver() {
			return (failure) -> (failure instanceof IOException) ? new JsonRpcException(1, "by a resolver") : null;
		}

	}

	@JsonRpcError(code = 7, message = "well known")
	static class KnownException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	static class OwnErrorHandler {

		@LocalSocketListener(servers = "control", route = "fail", errorHandler = "handler")
		String fail() {
			throw new IllegalStateException("boom");
		}

		@LocalSocketListener(servers = "control", route = "usage", errorHandler = "handler")
		String usage() {
			return "x";
		}

		@Bean(defaultCandidate = false)
		static LocalSocketErrorHandler handler() {
			return (failure) -> "handled: " + failure.text();
		}

	}

	static class Closings {

		final BlockingQueue<CloseReason> reasons = new LinkedBlockingQueue<>();

		@LocalSocketListener("control")
		void closed(ConnectionClosedEvent event) {
			this.reasons.add(event.getReason());
		}

	}

	static class Mixed {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch released = new CountDownLatch(1);

		final BlockingQueue<String> fast = new LinkedBlockingQueue<>();

		@LocalSocketListener(servers = "control", route = "slow")
		String slow() throws InterruptedException {
			this.entered.countDown();
			this.released.await();
			return "slow " + Thread.currentThread().getName();
		}

		@LocalSocketListener(servers = "control", route = "fast", execution = Execution.EVENT_LOOP)
		String fast() {
			String thread = Thread.currentThread().getName();
			this.fast.add(thread);
			return "fast " + thread;
		}

	}

	static class Interrupted {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch interrupted = new CountDownLatch(1);

		@LocalSocketListener(servers = "control", route = "block")
		void block() {
			this.entered.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.interrupted.countDown();
			}
		}

	}

	static class Conditional {

		@LocalSocketListener(servers = "control", route = "yes", condition = "true")
		String yes() {
			return "yes";
		}

		@LocalSocketListener(servers = "control", route = "no", condition = "false")
		String no() {
			return "no";
		}

	}

	static class NeverWanted {

		@LocalSocketListener(servers = "control", route = "no", condition = "false")
		String no() {
			return "no";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyConfiguration {

		@Bean
		@Lazy
		LazyCommand lazyCommand() {
			return new LazyCommand();
		}

	}

	static class LazyCommand {

		@LocalSocketListener(servers = "control", route = "lazy")
		String lazy() {
			return "lazy";
		}

	}

	static class Durations {

		@LocalSocketListener(servers = "control", route = "wait")
		String pause(@Argument("time") Duration duration) {
			return duration.toString();
		}

	}

	@EnableMethodSecurity
	static class Guarded {

		@Bean
		Doors doors() {
			return new Doors();
		}

	}

	static class Doors {

		@LocalSocketListener(servers = "control", route = "open")
		public String open() {
			return "open";
		}

		@LocalSocketListener(servers = "control", route = "closed")
		@PreAuthorize("hasAuthority('nobody has this')")
		public String closed() {
			return "closed";
		}

		@LocalSocketListener(servers = "control", route = "fail")
		public String fail() {
			throw new IllegalStateException("secret");
		}

	}

	static class Invocations implements ListenerInterceptor {

		final BlockingQueue<String> routes = new LinkedBlockingQueue<>();

		@Override
		public void prepare(ListenerInvocation invocation) {
			this.routes.add("prepare " + invocation.route());
		}

		@Override
		public Interception begin(ListenerInvocation invocation) {
			this.routes.add(invocation.route().isEmpty() ? invocation.method().getName() + ":" : invocation.route());
			assertThat(invocation.meta()).isEqualTo(Map.of());
			return new Interception() {

				@Override
				public void failed(Throwable failure) {
					Invocations.this.routes.add("failed " + failure.getMessage());
				}

			};
		}

	}

}

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
package dev.localsocket.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import dev.localsocket.LocalServer;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.testing.LineClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.logging.LogLevel;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the console of an application, with a real socket.
 */
@Timeout(60)
class ConsoleTests {

	private static final Logger logger = LoggerFactory.getLogger(ConsoleTests.class);

	@TempDir
	static Path directory;

	@Nullable private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		context = start("local-socket.console.server=ops");
	}

	@AfterAll
	static void stop() {
		context().close();
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("local-socket.directory=" + directory, "spring.application.name=tested",
					"management.endpoint.env.show-values=never", "management.endpoint.health.show-details=always",
					"management.endpoint.heapdump.access=none", "a.secret.password=hidden")
			.properties(properties)
			.run();
	}

	private static ConfigurableApplicationContext context() {
		ConfigurableApplicationContext current = context;
		assertThat(current).isNotNull();
		return current;
	}

	@BeforeEach
	void forget() {
		Application.events.getEvents().clear();
	}

	/** The block that a command is answered with, which must be followed by another. */
	private static List<String> ask(String line) throws IOException {
		return ask("ops", line);
	}

	private static List<String> ask(String server, String line) throws IOException {
		try (LineClient client = new LineClient(directory.resolve(server))) {
			client.send(line + "\n");
			List<String> block = block(client);
			client.send("help watch\n");
			assertThat(block(client)).first().isEqualTo("usage: watch SECONDS COMMAND...");
			return block;
		}
	}

	private static List<String> block(LineClient client) throws IOException {
		List<String> block = new ArrayList<>();
		for (String line = client.readLine(); !"".equals(line); line = client.readLine()) {
			assertThat(line).isNotNull();
			block.add(line);
		}
		return block;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					kettle                         | water  cold
					kettle milk                    | milk
					kettle milk --twice=true       | milk milk
					kettle milk true               | milk milk
					kettle milk --TWICE=true       | milk milk
					kettle milk --read             | milk
					kettle -- --milk               | --milk
					kettle milk --thrice=x         | error: usage: kettle, or kettle CONTENT [TWICE], or kettle CONTENT LEVEL [TAGS]..., or kettle CONTENT --delete
					kettle milk maybe              | error: 'maybe' cannot be the parameter twice, which takes a value of the type Boolean
					kettle milk --write            | error: usage: kettle, or kettle CONTENT [TWICE], or kettle CONTENT LEVEL [TAGS]..., or kettle CONTENT --delete
					kettle milk --level=WARN       | milk WARN []
					kettle milk --write WARN       | milk WARN []
					kettle milk --write WARN a b   | milk WARN [a, b]
					kettle milk --level=WARN --tags=a --tags=b | milk WARN [a, b]
					kettle milk --level=x          | error: 'x' cannot be the parameter level, which takes one of TRACE, DEBUG, INFO, WARN, ERROR, FATAL, OFF
					kettle milk --delete           |
					kettle milk --frobnicate       | error: unknown option '--frobnicate'; a value is given as --name=value, and '--' ends the options
					kettle nothing                 | error: not found
					kettle later                   | in time
					kettle mono                    | single
					kettle flux                    | a;b
					kettle broken                  | error: the command has failed
					ketle                          | error: unknown command 'ketle'; did you mean 'kettle'?
					own                            | of the application
					pieces                         | AAEC
					text                           | first;second
					""")
	void commandIsAnOperation(String line, @Nullable String answer) throws IOException {
		assertThat(String.join(";", ask(line))).isEqualTo((answer != null) ? answer : "");
	}

	@Test
	void endpointsOfSpringBootAreCommands() throws IOException {
		assertThat(ask("health")).contains("status  UP").contains("components");
		assertThat(ask("health diskspace")).isEqualTo(List.of("error: not found"));
		assertThat(ask("health diskSpace")).startsWith("status  UP");
		assertThat(ask("loggers")).anyMatch((line) -> line.matches(" +NAME +CONFIGURED-LEVEL +EFFECTIVE-LEVEL"));
		assertThat(ask("loggers a.b DEBUG")).isEmpty();
		assertThat(ask("loggers a.b")).containsExactly("configuredLevel  DEBUG", "effectiveLevel   DEBUG");
		assertThat(ask("loggers a.b --write")).isEmpty();
		assertThat(ask("loggers a.b")).containsExactly("effectiveLevel  INFO");
		assertThat(ask("env spring.application.name")).contains("  value   ******");
		assertThat(ask("threaddump")).anyMatch((line) -> line.contains("java.lang.Thread.State"));
		assertThat(ask("localsockets ops")).contains("server").anyMatch((line) -> line.contains("listening"));
		assertThat(ask("beans")).contains("contexts");
		assertThat(ask("conditions")).contains("contexts");
		assertThat(ask("configprops")).contains("contexts");
		assertThat(ask("scheduledtasks")).isNotEmpty();
		assertThat(ask("info")).isEmpty();
		assertThat(ask("auditevents")).contains("events");
		assertThat(ask("shutdown")).first().asString().startsWith("error: unknown command 'shutdown'");
		assertThat(ask("heapdump")).first().asString().startsWith("error: unknown command 'heapdump'");
	}

	@Test
	void jsonIsJson() throws IOException {
		Map<?, ?> health = JsonMapper.shared().readValue(String.join("\n", ask("health --json")), Map.class);
		assertThat(health.get("status")).isEqualTo("UP");
		Map<?, ?> threads = JsonMapper.shared().readValue(String.join("\n", ask("threaddump --json")), Map.class);
		assertThat((List<?>) threads.get("threads")).isNotEmpty();
	}

	@Test
	void formatIsThatOfTheConnectionIfNoOptionTells() throws IOException {
		try (LineClient client = new LineClient(directory.resolve("ops"))) {
			client.send("format json\nhealth diskSpace\nhealth diskSpace --text\nown\nformat x\nformat\n");
			assertThat(block(client)).isEmpty();
			assertThat(block(client)).startsWith("{");
			assertThat(block(client)).startsWith("status  UP");
			assertThat(block(client)).containsExactly("of the application");
			assertThat(block(client)).containsExactly("error: there is no format 'x' but text, color and json");
			assertThat(block(client)).containsExactly("error: usage: format FORMAT");
		}
	}

	@Test
	void colorIsForTerminals() throws IOException {
		assertThat(ask("health --color")).contains("status  \u001b[32mUP\u001b[0m");
	}

	@Test
	void failureThatHasABodyIsAnErrorFirst() throws IOException {
		Application.up = false;
		try {
			assertThat(ask("health")).startsWith("error: not available").contains("status  DOWN");
		}
		finally {
			Application.up = true;
		}
	}

	@Test
	void helpExplainsAllCommands() throws IOException {
		assertThat(ask("help")).anyMatch((line) -> line.startsWith("health [PATH]..."))
			.anyMatch((line) -> line.startsWith("tail [LEVEL] [LOGGER]"))
			.anyMatch((line) -> line.startsWith("own "))
			.anyMatch((line) -> line.startsWith("loggers [NAME] [CONFIGURED-LEVEL]"));
		assertThat(ask("help kettle")).startsWith("usage: kettle", "       kettle CONTENT [TWICE]",
				"       kettle CONTENT LEVEL [TAGS]...", "       kettle CONTENT --delete");
	}

	@Test
	void changesAreAudited() throws IOException {
		ask("kettle milk --level=WARN");
		ask("kettle milk");
		ask("kettle milk --delete");
		List<AuditEvent> events = Application.events.find(null, null, "LOCAL_SOCKET_CONSOLE");
		assertThat(events).hasSize(2)
			.allSatisfy((event) -> assertThat(event.getPrincipal()).isEqualTo(System.getProperty("user.name")))
			.allSatisfy((event) -> assertThat(event.getData()).containsEntry("outcome", "SUCCESS")
				.containsEntry("pid", ProcessHandle.current().pid()));
		assertThat(events.get(0).getData()).containsEntry("command", "kettle milk --level=WARN")
			.containsEntry("operation", "WRITE");
	}

	@Test
	void denialIsAnErrorAndAudited() throws IOException {
		assertThat(ask("guarded")).containsExactly("error: access denied");
		assertThat(Application.events.find(null, null, "LOCAL_SOCKET_CONSOLE")).singleElement()
			.satisfies((event) -> assertThat(event.getData()).containsEntry("outcome", "DENIED")
				.containsEntry("operation", "READ"));
	}

	@Test
	void onlyOperatorsMayChangeSomething() throws IOException {
		try (ConfigurableApplicationContext other = start("local-socket.console.server=readonly",
				"local-socket.console.operators.allowed-uids=12345")) {
			assertThat(other.isActive()).isTrue();
			forget();
			assertThat(ask("readonly", "kettle")).containsExactly("water  cold");
			assertThat(ask("readonly", "kettle milk --level=WARN")).containsExactly("error: access denied");
			assertThat(Application.events.find(null, null, "LOCAL_SOCKET_CONSOLE")).singleElement()
				.satisfies((event) -> assertThat(event.getData()).containsEntry("outcome", "DENIED"));
		}
	}

	@Test
	void exposureAndAccessDecideWhatIsACommand() throws IOException {
		try (ConfigurableApplicationContext other = start("local-socket.console.server=limited",
				"local-socket.console.exposure.include=kettle,loggers", "local-socket.console.exposure.exclude=loggers",
				"management.endpoint.kettle.access=read-only")) {
			assertThat(other.isActive()).isTrue();
			assertThat(ask("limited", "help")).noneMatch((line) -> line.startsWith("health"));
			assertThat(ask("limited", "loggers")).first().asString().startsWith("error: unknown command");
			assertThat(ask("limited", "kettle milk --level=WARN")).first().asString().startsWith("error: usage:");
		}
	}

	@Test
	void logIsFollowed() throws IOException {
		try (LineClient client = new LineClient(directory.resolve("ops"))) {
			client.send("tail WARN dev.localsocket.console\n");
			await().until(ConsoleTests::isFollowed);
			logger.info("too quiet");
			logger.warn("first\n\nthird");
			assertThat(client.readLine()).endsWith("d.localsocket.console.ConsoleTests - first");
			assertThat(client.readLine()).isEqualTo(" ");
			assertThat(client.readLine()).isEqualTo("third");
		}
		await().until(() -> !isFollowed());
	}

	@Test
	void followedLogEndsWithTheApplication() throws IOException {
		ConfigurableApplicationContext other = start("local-socket.console.server=ending");
		try (LineClient client = new LineClient(directory.resolve("ending"))) {
			client.send("tail ERROR nobody\n");
			await().until(ConsoleTests::isFollowed);
			other.close();
			assertThat(client.readLine()).isEmpty();
			assertThat(client.readLine()).isNull();
		}
		finally {
			other.close();
		}
	}

	@Test
	void followedLogEndsWithTheServerAndMayBeginWithItAgain() throws IOException {
		try (ConfigurableApplicationContext other = start("local-socket.console.server=stopping")) {
			LocalServer server = other.getBean("stopping", LocalServer.class);
			try (LineClient client = new LineClient(directory.resolve("stopping"))) {
				client.send("tail ERROR nobody\n");
				await().until(ConsoleTests::isFollowed);
				server.close();
				assertThat(client.readLine()).isEmpty();
				client.send("watch 1 kettle\n");
				assertThat(client.readLine()).isEqualTo("error: the server stops");
			}
			assertThat(server.listen(directory.resolve("stopping").toString())).isTrue();
			await().untilAsserted(() -> {
				try (LineClient client = new LineClient(directory.resolve("stopping"))) {
					client.send("watch 1 kettle\n");
					assertThat(client.readLine()).startsWith("--- ");
				}
			});
		}
	}

	@Test
	void linesThatWaitHaveALimitTogether() {
		FollowedLines lines = new FollowedLines();
		String half = "x".repeat(FollowedLines.MAX_CHARACTERS / 2);
		lines.add(half);
		lines.add(half);
		lines.add("y");
		lines.end();
		assertThat(lines.take()).isEqualTo(half);
		assertThat(lines.take()).isEqualTo(half);
		assertThat(lines.take()).startsWith("... 1 lines are left out");
		lines.add("z");
		assertThat(lines.take()).isEqualTo("z");
		assertThat(lines.take()).isNull();
	}

	private static boolean isFollowed() {
		ch.qos.logback.classic.Logger root = (ch.qos.logback.classic.Logger) LoggerFactory
			.getLogger(Logger.ROOT_LOGGER_NAME);
		Iterable<Appender<ILoggingEvent>> appenders = root::iteratorForAppenders;
		return StreamSupport.stream(appenders.spliterator(), false)
			.anyMatch((appender) -> appender.getClass().getName().contains("LogTail"));
	}

	@Test
	void commandIsRepeated() throws IOException {
		try (LineClient client = new LineClient(directory.resolve("ops"))) {
			client.send("watch 1 kettle\n");
			for (int i = 0; i < 2; i++) {
				assertThat(client.readLine()).startsWith("--- ");
				assertThat(client.readLine()).isEqualTo("water  cold");
			}
		}
		assertThat(ask("watch")).containsExactly("error: usage: watch SECONDS COMMAND...");
		assertThat(ask("watch 0 health")).containsExactly("error: '0' is no number of seconds from 1 to 86400");
		assertThat(ask("watch 1 nothing")).containsExactly("error: unknown command 'nothing'; try help");
	}

	@Test
	void followersAreLimited() throws IOException {
		List<LineClient> clients = new ArrayList<>();
		try {
			for (int i = 0; i < ConsoleFollowers.LIMIT; i++) {
				LineClient client = new LineClient(directory.resolve("ops"));
				clients.add(client);
				client.send("watch 1000 kettle\n");
				assertThat(client.readLine()).startsWith("--- ");
			}
			assertThat(ask("watch 1 kettle")).first().asString().startsWith("error: 16 commands are being followed");
		}
		finally {
			for (LineClient client : clients) {
				client.close();
			}
		}
		await().untilAsserted(() -> {
			try (LineClient client = new LineClient(directory.resolve("ops"))) {
				client.send("watch 1000 kettle\n");
				assertThat(client.readLine()).startsWith("--- ");
			}
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			protocol=json-rpc          | protocol 'command'
			framing.type=json-lines    | framing 'line'
			framing.type=raw           | framing 'line'
			""")
	void serverThatHasNoLinesOfCommandsStopsTheStart(String property, String hint) {
		String[] words = hint.split(" ");
		assertThatThrownBy(
				() -> start("local-socket.console.server=wrong", "local-socket.servers.wrong." + property).close())
			.rootCause()
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> assertThat(ex.getReason())
				.isEqualTo(
						"The server is the console, whose %s is %s. Remove this key.".formatted(words[0], words[1])));
	}

	@Test
	void framingThatIsABeanMayBeOneOfLines() throws IOException {
		try (ConfigurableApplicationContext other = start("local-socket.console.server=own-lines",
				"local-socket.servers.own-lines.framing.bean=shortLines")) {
			assertThat(other.isActive()).isTrue();
			assertThat(ask("own-lines", "kettle")).containsExactly("water  cold");
		}
	}

	@Test
	void serverIsABeanWithTheDefaultsOfAServer() {
		assertThat(context().getBean("ops", LocalServer.class).isListening()).isTrue();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	static class Application {

		static final ClearableEvents events = new ClearableEvents();

		static volatile boolean up = true;

		@Bean
		AuditEventRepository auditEventRepository() {
			return events;
		}

		@Bean
		HealthIndicator switched() {
			return () -> (up ? Health.up() : Health.down()).build();
		}

		@Bean
		Framing shortLines() {
			return new LineFraming(1024);
		}

		@Bean
		Kettle kettle() {
			return new Kettle();
		}

		@Bean
		Guarded guarded() {
			return new Guarded();
		}

		@Bean
		Pieces pieces() {
			return new Pieces();
		}

		@Bean
		Text text() {
			return new Text();
		}

		@Bean
		Own own() {
			return new Own();
		}

	}

	static class ClearableEvents implements AuditEventRepository {

		private final List<AuditEvent> all = new CopyOnWriteArrayList<>();

		@Override
		public void add(AuditEvent event) {
			this.all.add(event);
		}

		@Override
		public List<AuditEvent> find(@Nullable String principal, @Nullable Instant after, @Nullable String type) {
			return this.all.stream().filter((event) -> event.getType().equals(type)).toList();
		}

		List<AuditEvent> getEvents() {
			return this.all;
		}

	}

	static class Own {

		@LocalSocketListener(servers = "${local-socket.console.server}", route = "own",
				description = "a command of the application")
		String own() {
			return "of the application";
		}

	}

	@Endpoint(id = "guarded")
	static class Guarded {

		@ReadOperation
		@PreAuthorize("hasAuthority('NOBODY')")
		public String read() {
			return "secret";
		}

	}

	@WebEndpoint(id = "pieces")
	static class Pieces {

		@ReadOperation
		Resource read() {
			return new ByteArrayResource(new byte[] { 0, 1, 2 });
		}

	}

	@WebEndpoint(id = "text")
	static class Text {

		@ReadOperation(produces = "text/plain;charset=UTF-8")
		Resource read() {
			return new ByteArrayResource("first\nsecond\n".getBytes(StandardCharsets.UTF_8));
		}

	}

	@Endpoint(id = "kettle")
	static class Kettle {

		@ReadOperation
		Map<String, String> all() {
			return Map.of("water", "cold");
		}

		@ReadOperation
		@Nullable Object one(@Selector String content, @Nullable Boolean twice) {
			return switch (content) {
				case "nothing" -> null;
				case "broken" -> throw new IllegalStateException("not for the caller");
				case "later" -> CompletableFuture.supplyAsync(() -> "in time");
				case "mono" -> Mono.just("single");
				case "flux" -> Flux.just("a", "b");
				default -> Boolean.TRUE.equals(twice) ? content + " " + content : content;
			};
		}

		@WriteOperation
		String fill(@Selector String content, LogLevel level, @Nullable List<String> tags) {
			return content + " " + level + " " + ((tags != null) ? tags : List.of());
		}

		@DeleteOperation
		void empty(@Selector String content) {
		}

	}

}

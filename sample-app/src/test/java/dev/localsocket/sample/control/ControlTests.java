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

package dev.localsocket.sample.control;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.localsocket.LocalServer;
import dev.localsocket.sample.testing.LineClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the commands, at a real socket.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
@Timeout(60)
class ControlTests {

	@TempDir
	static Path directory;

	private final LocalServer control;

	@Autowired
	ControlTests(@Qualifier("control") LocalServer control) {
		this.control = control;
	}

	@DynamicPropertySource
	static void sockets(DynamicPropertyRegistry registry) {
		registry.add("local-socket.directory", directory::toString);
	}

	@Test
	void helpListsAllCommands() throws IOException {
		assertThat(ask("help")).extracting((line) -> line.split(" ")[0])
			.containsExactly("health", "help", "loglevel", "metrics", "quit", "status", "whoami");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			no             | error: unknown command 'no'; try help
			HELP           | error: unknown command 'HELP'; did you mean 'help'?
			"es\u001bcape" | error: unknown command 'es\\u001bcape'; try help
			"   "          | error: no command; try help
			"	"          | error: no command; try help
			help me        | error: unknown command 'me'; try help
			metrics a b    | error: usage: metrics [NAME]
			metrics no     | error: no meter has the name 'no', try metrics
			loglevel a     | error: usage: loglevel LOGGER LEVEL
			loglevel a b c | error: usage: loglevel LOGGER LEVEL
			"  quit  now " | error: usage: quit
			""")
	void mistakeIsExplained(String line, String answer) throws IOException {
		assertThat(ask(line)).containsExactly(answer);
	}

	@Test
	void emptyLineIsAnsweredWithAHint() throws IOException {
		assertThat(ask("", "whoami")).hasSize(2).first().isEqualTo("error: no command; try help");
	}

	@Test
	void statusDescribesTheProcessAndItsServers() throws IOException {
		assertThat(ask("status")).contains("application sample-app", "pid " + ProcessHandle.current().pid())
			.anyMatch((line) -> line.matches("uptime (\\d+m)?\\d+s"))
			.anyMatch((line) -> line.matches("server control at .*/sample-control: connections \\d+, errors \\d+"))
			.anyMatch((line) -> line.startsWith("server feed at "));
	}

	@Test
	void healthNamesEachComponent() throws IOException {
		assertThat(ask("health")).startsWith("application UP")
			.contains("ping UP", "localsocket UP", "localsocket/control UP", "localsocket/feed UP");
	}

	@Test
	void metricsListsNames() throws IOException {
		assertThat(ask("metrics")).contains("jvm.memory.used", "local.socket.connections.pending",
				"local.socket.connections.active", "local.socket.errors");
	}

	@Test
	void metricsHasALineForEachSetOfTags() throws IOException {
		assertThat(ask("metrics local.socket.connections.active")).containsExactly(
				"local.socket.connections.active{server=control} value=1.0 connections",
				"local.socket.connections.active{server=feed} value=0.0 connections",
				"local.socket.connections.active{server=ops} value=0.0 connections",
				"local.socket.connections.active{server=rpc} value=0.0 connections");
	}

	@Test
	void figuresAreThoseOfActuator(@Autowired Environment environment) throws Exception {
		URI uri = URI.create("http://127.0.0.1:%s/actuator/metrics/jvm.threads.started"
			.formatted(environment.getProperty("local.server.port")));
		double before = threadsStarted();
		String body = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
			.body();
		double same = Double.parseDouble(body.replaceAll(".*\"value\":([0-9.E]+).*", "$1"));
		assertThat(same).isBetween(before, threadsStarted());
	}

	private double threadsStarted() throws IOException {
		String line = ask("metrics jvm.threads.started").get(0);
		return Double.parseDouble(line.replaceAll(".*=([0-9.E]+) threads", "$1"));
	}

	@Test
	void logLevelIsChanged(@Autowired LoggingSystem loggingSystem) throws IOException {
		assertThat(ask("loglevel some.logger debug")).containsExactly("some.logger DEBUG");
		assertThat(loggingSystem.getLoggerConfiguration("some.logger")).isNotNull()
			.satisfies((logger) -> assertThat(logger.getConfiguredLevel()).isEqualTo(LogLevel.DEBUG));
	}

	@Test
	void unknownLogLevelIsRefused(@Autowired LoggingSystem loggingSystem) throws IOException {
		assertThat(ask("loglevel other.logger loud")).singleElement()
			.asString()
			.startsWith("error: usage: loglevel LOGGER LEVEL; 'loud' is none of ")
			.contains("WARN");
		assertThat(loggingSystem.getLoggerConfiguration("other.logger")).isNull();
	}

	@Test
	void whoamiTellsWhatTheKernelKnows() throws IOException {
		assertThat(ask("whoami")).singleElement()
			.asString()
			.startsWith("pid %d uid ".formatted(ProcessHandle.current().pid()))
			.endsWith(" user " + System.getProperty("user.name"));
	}

	@Test
	void commandsAfterQuitAreNotRun() throws IOException {
		assertThat(ask("whoami", "quit", "loglevel after.quit debug", "whoami")).hasSize(2).last().isEqualTo("bye");
		assertThat(ask("whoami")).hasSize(1);
	}

	@Test
	void quitEndsAConnectionThatTheClientKeepsOpen() throws IOException {
		try (LineClient client = LineClient.connect(this.control)) {
			client.send("quit\n");
			assertThat(client.readAll()).containsExactly("bye");
		}
	}

	@Test
	void tooLongALineClosesOnlyItsConnection() throws IOException {
		assertOnlyItsConnectionIsClosed("x".repeat(65 * 1024).getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void lineThatIsNoTextClosesOnlyItsConnection() throws IOException {
		assertOnlyItsConnectionIsClosed(new byte[] { 'h', (byte) 0xff, '\n' });
	}

	private void assertOnlyItsConnectionIsClosed(byte[] bytes) throws IOException {
		long errors = this.control.errorCount();
		try (LineClient neighbour = LineClient.connect(this.control);
				LineClient culprit = LineClient.connect(this.control)) {
			culprit.send(bytes);
			assertThat(culprit.readAll()).isEmpty();
			neighbour.send("whoami\n");
			assertThat(neighbour.readLine()).startsWith("pid ");
		}
		assertThat(ask("whoami")).hasSize(1);
		assertThat(this.control.errorCount()).isEqualTo(errors + 1);
	}

	@Test
	void clientThatVanishesInTheMiddleOfALineIsCountedAndHarmsNobody() throws IOException {
		long errors = this.control.errorCount();
		try (LineClient client = LineClient.connect(this.control)) {
			client.send("whoami\nloglevel half.line de");
			assertThat(client.readLine()).startsWith("pid ");
		}
		await().untilAsserted(() -> assertThat(this.control.errorCount()).isEqualTo(errors + 1));
		assertThat(ask("whoami")).hasSize(1);
	}

	@Test
	void answersOfParallelClientsAreNotMixed() throws Exception {
		List<Callable<List<String>>> clients = IntStream.range(0, 8)
			.<Callable<List<String>>>mapToObj((i) -> () -> ask(conversation(i)))
			.toList();
		ExecutorService executor = Executors.newFixedThreadPool(clients.size());
		try {
			List<Future<List<String>>> answers = executor.invokeAll(clients);
			for (int i = 0; i < answers.size(); i++) {
				assertThat(answers.get(i).get()).hasSize(200)
					.containsOnly("error: unknown command 'client-%d'; try help".formatted(i));
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static String[] conversation(int client) {
		return IntStream.range(0, 200).mapToObj((i) -> "client-" + client).toArray(String[]::new);
	}

	private List<String> ask(String... lines) throws IOException {
		return LineClient.ask(this.control, lines);
	}

}

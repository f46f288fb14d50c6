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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@code bin/lsctl}, as a shell runs it.
 */
@Timeout(120)
class LsctlTests {

	private static final Path LSCTL = Path.of("..", "bin", "lsctl").toAbsolutePath().normalize();

	@TempDir
	static Path directory;

	@Nullable private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(ConsoleTests.Application.class).web(WebApplicationType.NONE)
			.properties("local-socket.directory=" + directory, "local-socket.console.server=ops",
					"management.endpoint.shutdown.access=unrestricted", "management.endpoint.heapdump.access=none",
					"management.endpoint.health.show-details=always")
			.run();
	}

	@AfterAll
	static void stop() {
		if (context != null) {
			context.close();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			-c kettle                            | 0 | water  cold       |
			kettle                               | 0 | water  cold       |
			--json -c kettle                     | 0 | {,  "water" : "cold",} |
			--color always -c "health ping"      | 0 | status  \u001b[32mUP\u001b[0m |
			kettle 'a b'                         | 0 | a b               |
			kettle milk --level=WARN             | 0 | milk WARN []      |
			kettle milk --delete                 | 0 |                   |
			-c 'kettle "a b"'                    | 0 | a b               |
			-c nonsense                          | 1 |                   | error: unknown command 'nonsense'; try help
			-c guarded                           | 1 |                   | error: access denied
			""")
	void commandIsSent(String arguments, int status, @Nullable String output, @Nullable String errors)
			throws Exception {
		Outcome outcome = run("", "bash", "-c", LSCTL + " -d " + directory + " " + withServer(arguments));
		assertThat(outcome.output()).isEqualTo((output != null) ? output : "");
		assertThat(outcome.errors()).isEqualTo((errors != null) ? errors : "");
		assertThat(outcome.status()).isEqualTo(status);
	}

	/** Options of the client come before the name of the server. */
	private static String withServer(String arguments) {
		return arguments.startsWith("--json") ? arguments.replaceFirst("--json", "--json ops")
				: arguments.startsWith("--color") ? arguments.replaceFirst("always", "always ops") : "ops " + arguments;
	}

	@Test
	void commandsAreRead() throws Exception {
		Outcome outcome = run("kettle\n\nnonsense\nkettle milk\n", LSCTL.toString(),
				directory.resolve("ops").toString());
		assertThat(outcome.output()).isEqualTo("water  cold,milk");
		assertThat(outcome.errors()).startsWith("error: unknown command");
		assertThat(outcome.status()).isEqualTo(1);
	}

	@Test
	void serverThatIsNotThereIsATextAndAStatus() throws Exception {
		Outcome outcome = run("", LSCTL.toString(), "-d", directory.toString(), "nobody", "health");
		assertThat(outcome.errors()).isEqualTo("lsctl: %s/nobody: No such file or directory".formatted(directory));
		assertThat(outcome.status()).isEqualTo(2);
	}

	@Test
	void serverThatIsNoConsoleIsATextAndAStatus() throws Exception {
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(directory.resolve("other")));
			CompletableFuture<Integer> greeting = CompletableFuture.supplyAsync(() -> greet(server));
			Outcome outcome = run("", LSCTL.toString(), "-d", directory.toString(), "other", "health");
			assertThat(outcome.errors())
				.isEqualTo("lsctl: %s/other is no console, or lets nobody in".formatted(directory));
			assertThat(outcome.status()).isEqualTo(2);
			assertThat(greeting.get()).isEqualTo(6);
		}
	}

	private static int greet(ServerSocketChannel server) {
		try (SocketChannel connection = server.accept()) {
			return connection.write(ByteBuffer.wrap("hello\n".getBytes(StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A pipe of a shell, whose reader has gone, and one whose connection has ended. */
	@Test
	void readerThatHasGoneEndsTheClient() throws Exception {
		Outcome outcome = run("", "bash", "-c",
				"%s -d %s ops watch 1 kettle | head -n 1; echo ${PIPESTATUS[0]}".formatted(LSCTL, directory));
		assertThat(outcome.output()).matches("--- [0-9:]+,141");
		assertThat(outcome.errors()).isEmpty();
	}

	@Test
	void commandAfterAConnectionThatHasEndedGetsANewOne() throws Exception {
		Path path = directory.resolve("ending");
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(path));
			Process process = new ProcessBuilder(LSCTL.toString(), path.toString()).start();
			try (Writer typed = process.outputWriter(); BufferedReader output = process.inputReader()) {
				for (String command : List.of("first", "second")) {
					typed.write(command + "\n");
					typed.flush();
					// Has ended the connection when it returns
					answer(server, command);
					assertThat(output.readLine()).isEqualTo("that was " + command);
				}
			}
			assertThat(process.waitFor()).isZero();
		}
	}

	private static void answer(ServerSocketChannel server, String command) throws IOException {
		try (SocketChannel connection = server.accept();
				BufferedReader input = new BufferedReader(Channels.newReader(connection, StandardCharsets.UTF_8));
				Writer output = Channels.newWriter(connection, StandardCharsets.UTF_8)) {
			assertThat(input.readLine()).isEqualTo("format text");
			output.write("\n");
			output.flush();
			assertThat(input.readLine()).isEqualTo(command);
			output.write("that was " + command + "\n\n");
		}
	}

	private static ConfigurableApplicationContext start(String server) {
		return new SpringApplicationBuilder(ConsoleTests.Application.class).web(WebApplicationType.NONE)
			.properties("local-socket.directory=" + directory, "local-socket.console.server=" + server,
					"management.endpoint.shutdown.access=unrestricted")
			.run();
	}

	@Test
	void shellCompletesCommands() throws Exception {
		Outcome outcome = run("", "bash", "-c", """
				PATH=%s:$PATH
				eval "$(lsctl --completion bash)"
				COMP_WORDS=(lsctl -d %s ops he); COMP_CWORD=4; _lsctl; echo "${COMPREPLY[@]}"
				COMP_WORDS=(lsctl -d %s ops help ket); COMP_CWORD=5; _lsctl; echo "${COMPREPLY[@]}"
				""".formatted(LSCTL.getParent(), directory, directory));
		assertThat(outcome.output()).isEqualTo("health help,kettle");
	}

	@Test
	void everyCommandThatNeedsNothingMoreHasAReply() throws Exception {
		String names = run("", LSCTL.toString(), directory.resolve("ops").toString(), "help").output();
		List<String> commands = Stream.of(names.split(","))
			.map((line) -> line.split(" ")[0])
			.filter((name) -> name.matches("[a-z]+")
					&& !List.of("tail", "watch", "format", "shutdown", "guarded").contains(name))
			.toList();
		assertThat(commands).contains("auditevents", "beans", "conditions", "configprops", "env", "health", "info",
				"localsockets", "loggers", "metrics", "scheduledtasks", "threaddump");
		Outcome outcome = run(String.join("\n", commands) + "\n", LSCTL.toString(),
				directory.resolve("ops").toString());
		assertThat(outcome.errors()).isEmpty();
		assertThat(outcome.status()).isZero();
	}

	@Test
	void applicationIsShutDown() throws Exception {
		try (ConfigurableApplicationContext other = start("down")) {
			Outcome outcome = run("", LSCTL.toString(), directory.resolve("down").toString(), "shutdown");
			assertThat(outcome.output()).isEqualTo("message  Shutting down, bye...");
			await().until(() -> !other.isActive());
		}
	}

	private static Outcome run(String input, String... command) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().put("LC_ALL", "C.UTF-8");
		Process process = builder.start();
		process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
		process.getOutputStream().close();
		List<String> output = new ArrayList<>(process.inputReader(StandardCharsets.UTF_8).lines().toList());
		List<String> errors = process.errorReader(StandardCharsets.UTF_8).lines().toList();
		return new Outcome(String.join(",", output), String.join(",", errors), process.waitFor());
	}

	/** What came of a program. */
	private record Outcome(String output, String errors, int status) {

	}

}

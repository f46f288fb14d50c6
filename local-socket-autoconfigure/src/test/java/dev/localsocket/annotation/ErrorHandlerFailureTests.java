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
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.testing.LineClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that what goes wrong in an error handler does not hide why it was called.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ErrorHandlerFailureTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?> listener, LocalSocketErrorHandler errorHandler) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(listener)
			.withBean(LocalSocketErrorHandler.class, () -> errorHandler)
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory);
	}

	private LineClient connect() throws IOException {
		return new LineClient(this.directory.resolve("control"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "now", "later", "list" })
	void replyThatCannotBeSentIsLoggedWithTheFailureItIsAbout(String request, CapturedOutput output) {
		runner(Failing.class, (failure) -> "two\nlines").run((context) -> assertBothAreLogged(request,
				"A line cannot contain a line feed", context.getBean(LocalServer.class), output));
	}

	@ParameterizedTest
	@ValueSource(strings = { "now", "later", "list" })
	void elementOfAReplyThatCannotBeSentIsLoggedWithTheFailureItIsAbout(String request, CapturedOutput output) {
		runner(Failing.class, (failure) -> List.of("one", "two\nlines")).run((context) -> assertBothAreLogged(request,
				"A line cannot contain a line feed", context.getBean(LocalServer.class), output));
	}

	@ParameterizedTest
	@ValueSource(strings = { "now", "later", "list" })
	void errorHandlerThatThrowsIsLoggedWithTheFailureItIsAbout(String request, CapturedOutput output) {
		runner(Failing.class, ErrorHandlerFailureTests::fail).run((context) -> assertBothAreLogged(request,
				"The error handler is broken", context.getBean(LocalServer.class), output));
	}

	@Test
	void errorHandlerOfAConnectionHandlerThatThrowsIsLoggedWithTheFailureItIsAbout(CapturedOutput output) {
		runner(FailingConnection.class, ErrorHandlerFailureTests::fail).run((context) -> assertBothAreLogged("now",
				"The error handler is broken", context.getBean(LocalServer.class), output));
	}

	private static Object fail(ListenerFailure failure) {
		throw new IllegalStateException("The error handler is broken");
	}

	private void assertBothAreLogged(String request, String text, LocalServer server, CapturedOutput output)
			throws IOException {
		try (LineClient client = connect().send(request + "\n")) {
			String line = client.readLine();
			while (line != null) {
				line = client.readLine();
			}
		}
		await().until(() -> server.activeConnections() == 0);
		await().untilAsserted(() -> assertThat(output).contains(text, "Suppressed", "The handler is broken"));
	}

	@Test
	void textOfAFailureFitsOnALineAndTheConnectionLives() {
		runner(Json.class, (failure) -> "error: " + failure.text()).run((context) -> {
			try (LineClient client = connect().send("nonsense\n[1]\n")) {
				assertThat(client.readLine()).startsWith("error: Could not read JSON").contains("\\n");
				assertThat(client.readLine()).isEqualTo("1");
			}
		});
	}

	@Test
	void failureWithoutAMessageSaysItsType() {
		assertThat(failure(new IllegalStateException()).text()).isEqualTo("IllegalStateException");
		assertThat(failure(new IllegalStateException("a\nb")).text()).isEqualTo("a\\nb");
	}

	private static ListenerFailure failure(Exception exception) {
		return new ListenerFailure("listener", "control", new LocalSocket(), null, exception);
	}

	static class Failing {

		@LocalSocketListener
		Object reply(String request) {
			return switch (request) {
				case "later" -> CompletableFuture.supplyAsync(() -> explode());
				case "list" -> List.of(1).stream().map((element) -> explode());
				default -> explode();
			};
		}

	}

	static class FailingConnection {

		@LocalSocketListener
		void handle(LocalSocket socket) {
			explode();
		}

	}

	private static Object explode() {
		throw new IllegalStateException("The handler is broken");
	}

	static class Json {

		@LocalSocketListener
		int count(List<Integer> numbers) {
			return numbers.size();
		}

	}

}

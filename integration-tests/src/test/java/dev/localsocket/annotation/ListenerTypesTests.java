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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.localsocket.LocalServer;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.event.ConnectionRejectedEvent;
import dev.localsocket.messaging.LocalSocketHeaders;
import dev.localsocket.test.LocalSocketTestClient;
import kotlin.Unit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the types that listener methods can take and return, with real sockets. Each
 * case is a class below.
 */
@Timeout(30)
class ListenerTypesTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?>... listeners) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(listeners)
			.withPropertyValues("local-socket.directory=" + this.directory,
					"local-socket.servers.control.enabled=true");
	}

	/** After each message comes another one, whose reply must not be the first's. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			TakesMessageOfText      | hello        | hello from control
			TakesMessageOfText      | ``           | from control
			TakesMessageOfRecords   | [{"x":1}]    | 1
			TakesMessageOfBytes     | hello        | 5
			TakesMessageAsWell      | hello        | hello 5
			TakesOptional           | {"x":1}      | 1
			TakesOptional           | null         | nothing
			TakesPayloadNotRequired | {"x":1}      | 1
			TakesPayloadNotRequired | null         | nothing
			TakesNullable           | {"x":1}      | 1
			TakesNullable           | null         | nothing
			TakesRequired           | null         | error
			TakesObject             | {"x":1}      | java.util.LinkedHashMap
			TakesObject             | "text"       | java.lang.String
			TakesObject             | 17           | java.lang.Integer
			TakesAllHeaders         | hello        | control control
			ReturnsOptional         | hello        | hello
			ReturnsOptional         | nothing      | ``
			ReturnsOptionalLater    | hello        | hello
			ReturnsOptionalLater    | nothing      | ``
			ReturnsMessage          | hello        | hello
			ReturnsUnitLater        | hello        | ``
			ReturnsFutureAsObject   | hello        | error
			ErrorHandlerSaysMessage | hello        | error
			Typed                   | {"x":1}      | 1
			""")
	void valueIsConvertedAndReplyIsSent(String name, String line, String reply) throws ClassNotFoundException {
		Class<?> listener = Class.forName(ListenerTypesTests.class.getName() + "$" + name);
		runner(listener).withBean(LocalSocketErrorHandler.class, () -> (failure) -> "error").run((context) -> {
			assertThat(context).hasNotFailed();
			try (LocalSocketTestClient client = LocalSocketTestClient.connect(context.getBean(LocalServer.class))) {
				client.send(line);
				if (!reply.isEmpty()) {
					client.expectLine(reply);
				}
				client.closeOutput().expectEnd();
			}
		});
	}

	@Test
	void observerOfRejectionsTakesThePeer() {
		runner(Rejections.class)
			.withPropertyValues("local-socket.servers.control.authorization.allowed-uids=4294967294")
			.run((context) -> {
				try (LocalSocketTestClient client = LocalSocketTestClient.connect(context.getBean(LocalServer.class))) {
					client.expectEnd();
				}
				assertThat(context.getBean(Rejections.class).peer).succeedsWithin(Duration.ofSeconds(10))
					.extracting(PeerCredentials::pid)
					.isEqualTo(ProcessHandle.current().pid());
			});
	}

	record Point(int x) {

	}

	static class TakesMessageOfText {

		@LocalSocketListener
		String handle(Message<String> message) {
			return (message.getPayload() + " from " + message.getHeaders().get(LocalSocketHeaders.SERVER)).strip();
		}

	}

	static class TakesMessageOfRecords {

		@LocalSocketListener
		int handle(Message<List<Point>> message) {
			return message.getPayload().get(0).x();
		}

	}

	static class TakesMessageOfBytes {

		@LocalSocketListener
		int handle(Message<byte[]> message) {
			return message.getPayload().length;
		}

	}

	static class TakesMessageAsWell {

		@LocalSocketListener
		String handle(String line, Message<?> message) {
			return line + " " + ((byte[]) message.getPayload()).length;
		}

	}

	static class TakesOptional {

		@LocalSocketListener
		String handle(Optional<Point> point) {
			return point.map((value) -> "" + value.x()).orElse("nothing");
		}

	}

	static class TakesPayloadNotRequired {

		@LocalSocketListener
		@SuppressWarnings("NullAway") // As in an application without null annotations
		String handle(@Payload(required = false) Point point) {
			return (point != null) ? "" + point.x() : "nothing";
		}

	}

	static class TakesNullable {

		@LocalSocketListener
		String handle(@Nullable Point point) {
			return (point != null) ? "" + point.x() : "nothing";
		}

	}

	static class TakesRequired {

		@LocalSocketListener
		String handle(Point point) {
			return "" + point.x();
		}

	}

	static class TakesObject {

		@LocalSocketListener
		String handle(Object value) {
			return value.getClass().getName();
		}

	}

	static class TakesAllHeaders {

		@LocalSocketListener
		String handle(String line, MessageHeaders headers, @Headers Map<String, Object> all) {
			return headers.get(LocalSocketHeaders.SERVER) + " " + all.get(LocalSocketHeaders.SERVER);
		}

	}

	static class ReturnsOptional {

		@LocalSocketListener
		Optional<String> handle(String line) {
			return Optional.of(line).filter((text) -> !text.equals("nothing"));
		}

	}

	static class ReturnsOptionalLater {

		@LocalSocketListener
		CompletableFuture<Optional<String>> handle(String line) {
			return CompletableFuture.supplyAsync(() -> new ReturnsOptional().handle(line));
		}

	}

	static class ReturnsMessage {

		@LocalSocketListener
		Message<String> handle(String line) {
			return MessageBuilder.withPayload(line).build();
		}

	}

	static class ReturnsUnitLater {

		@LocalSocketListener
		CompletableFuture<Unit> handle(String line) {
			return CompletableFuture.completedFuture(Unit.INSTANCE);
		}

	}

	static class ReturnsFutureAsObject {

		@LocalSocketListener
		Object handle(String line) {
			return List.of(CompletableFuture.completedFuture(line));
		}

	}

	static class ErrorHandlerSaysMessage {

		@LocalSocketListener(errorHandler = "message")
		String handle(String line) {
			throw new IllegalStateException(line);
		}

		@Bean(defaultCandidate = false)
		static LocalSocketErrorHandler message() {
			return (failure) -> MessageBuilder.withPayload("error").build();
		}

	}

	abstract static class Generic<T> {

		@LocalSocketListener
		String handle(T value) {
			return text(value);
		}

		abstract String text(T value);

	}

	static class Typed extends Generic<Point> {

		@Override
		String text(Point value) {
			return "" + value.x();
		}

	}

	static class Rejections {

		final CompletableFuture<PeerCredentials> peer = new CompletableFuture<>();

		@LocalSocketListener
		void rejected(ConnectionRejectedEvent event, PeerCredentials peer) {
			this.peer.complete(peer);
		}

	}

}

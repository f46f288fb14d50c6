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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.autoconfigure.metrics.LocalSocketObservationAutoConfiguration;
import dev.localsocket.autoconfigure.security.LocalSocketSecurityAutoConfiguration;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.test.LocalSocketTestClient;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what is around the calls of handlers: error handlers, observations, the
 * diagnostic context of logs, task decorators.
 */
@Timeout(30)
class HandlerSurroundingsTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?>... configurations) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class,
					LocalSocketObservationAutoConfiguration.class, LocalSocketSecurityAutoConfiguration.class))
			.withUserConfiguration(configurations)
			.withPropertyValues("local-socket.directory=" + this.directory, "local-socket.servers.control.enabled=true",
					"local-socket.listener.max-threads=1");
	}

	private static LocalSocketTestClient connect(ApplicationContext context) {
		return LocalSocketTestClient.connect(context.getBean("control", LocalServer.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { ThrowsError.class, ThrowsErrorOnLoop.class, FailsWithErrorLater.class })
	void errorReachesTheErrorHandlerHoweverItIsThrown(Class<?> listener) {
		runner(listener)
			.withBean(LocalSocketErrorHandler.class,
					() -> (failure) -> "failed with " + rootMessage(failure.exception()))
			.run((context) -> {
				try (LocalSocketTestClient client = connect(context)) {
					client.send("a").expectLine("failed with a");
					client.send("b").expectLine("failed with b");
				}
			});
	}

	private static String rootMessage(Exception failure) {
		return String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
	}

	@Test
	void errorOfAConnectionHandlerReachesTheErrorHandler() {
		Queue<Throwable> seen = new ConcurrentLinkedQueue<>();
		runner(ConnectionThrowsError.class).withBean(LocalSocketErrorHandler.class, () -> (failure) -> {
			seen.add(NestedExceptionUtils.getMostSpecificCause(failure.exception()));
			return null;
		}).run((context) -> {
			try (LocalSocketTestClient client = connect(context)) {
				client.expectEnd();
			}
			assertThat(seen).singleElement().isInstanceOf(AssertionError.class);
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { FailsLater.class, FailsAtOnce.class })
	void errorHandlerActsInTheSurroundingsOfItsMessage(Class<?> listener) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler((observation) -> true);
		runner(listener).withBean(ObservationRegistry.class, () -> registry)
			.withBean(LocalSocketErrorHandler.class,
					() -> (failure) -> "observed %s request %s user %s"
						.formatted(registry.getCurrentObservation() != null, MDC.get("request"), user()))
			.run((context) -> {
				try (LocalSocketTestClient client = connect(context)) {
					client.send("a").expectLine("observed true request a user " + System.getProperty("user.name"));
					client.send("b").expectLine("observed true request b user " + System.getProperty("user.name"));
				}
			});
		assertThat(registry.getCurrentObservation()).isNull();
	}

	private static String user() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? authentication.getName() : "nobody";
	}

	/** All on the only worker. */
	@Test
	void whatAHandlerLeavesInTheLogsContextIsGoneWithTheNextMessage() {
		runner(Diagnoses.class).run((context) -> {
			try (LocalSocketTestClient client = connect(context); LocalSocketTestClient other = connect(context)) {
				client.send("a").expectLine("null");
				client.send("b").expectLine("null");
				other.send("c").expectLine("null");
			}
		});
	}

	@Test
	void taskDecoratorsAreAroundEachCall() {
		runner(Decorated.class, Decorators.class).run((context) -> {
			try (LocalSocketTestClient client = connect(context)) {
				client.send("a").expectLine("a");
				client.send("b").expectLine("b");
			}
			Queue<String> log = context.getBean(Decorators.class).log;
			await().until(() -> log.size() == 15);
			List<String> call = List.of("outer+", "inner+", "observe", "inner-", "outer-", "outer+", "inner+",
					"handle a", "inner-", "outer-", "outer+", "inner+", "handle b", "inner-", "outer-");
			assertThat(log).containsExactlyElementsOf(call);
		});
	}

	@Test
	void taskDecoratorThatRunsNothingIsAFailure() {
		runner(ThrowsError.class).withBean(TaskDecorator.class, () -> (task) -> () -> {
		})
			.withBean(LocalSocketErrorHandler.class, () -> (failure) -> rootMessage(failure.exception()))
			.run((context) -> {
				try (LocalSocketTestClient client = connect(context)) {
					client.send("a").expectLine("A TaskDecorator has not run its task");
				}
			});
	}

	static class ThrowsError {

		@LocalSocketListener
		String handle(String line) {
			throw new AssertionError(line);
		}

	}

	static class ThrowsErrorOnLoop {

		@LocalSocketListener(execution = Execution.EVENT_LOOP)
		String handle(String line) {
			throw new AssertionError(line);
		}

	}

	static class FailsWithErrorLater {

		@LocalSocketListener
		CompletableFuture<String> handle(String line) {
			return CompletableFuture.failedFuture(new AssertionError(line));
		}

	}

	static class ConnectionThrowsError {

		@LocalSocketListener
		void handle(LocalSocket socket) {
			throw new AssertionError("on purpose");
		}

	}

	static class FailsLater {

		@LocalSocketListener
		CompletableFuture<String> handle(String line) {
			MDC.put("request", line);
			CompletableFuture<String> reply = new CompletableFuture<>();
			Thread thread = new Thread(() -> reply.completeExceptionally(new IllegalStateException(line)));
			thread.setDaemon(true);
			thread.start();
			return reply;
		}

	}

	static class FailsAtOnce {

		@LocalSocketListener
		String handle(String line) {
			MDC.put("request", line);
			throw new IllegalStateException(line);
		}

	}

	static class Diagnoses {

		@LocalSocketListener
		String handle(String line) {
			String before = MDC.get("request");
			MDC.put("request", line);
			return String.valueOf(before);
		}

	}

	static class Decorated {

		private final Decorators decorators;

		Decorated(Decorators decorators) {
			this.decorators = decorators;
		}

		@LocalSocketListener
		String handle(String line) {
			this.decorators.log.add("handle " + line);
			return line;
		}

		@LocalSocketListener
		void observe(NewConnectionEvent event) {
			this.decorators.log.add("observe");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Decorators {

		final Queue<String> log = new ConcurrentLinkedQueue<>();

		@Bean
		@Order(1)
		TaskDecorator inner() {
			return decorator("inner");
		}

		@Bean
		@Order(2)
		TaskDecorator outer() {
			return decorator("outer");
		}

		private TaskDecorator decorator(String name) {
			return (task) -> () -> {
				this.log.add(name + "+");
				task.run();
				this.log.add(name + "-");
			};
		}

	}

}

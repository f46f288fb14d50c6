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
package dev.localsocket.metrics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.ListenerFailure;
import dev.localsocket.annotation.LocalSocketErrorHandler;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.autoconfigure.metrics.LocalSocketObservationAutoConfiguration;
import dev.localsocket.testing.LineClient;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the observation of listeners, through the auto-configuration and at real
 * sockets. The registry checks that observations are started, entered, left and stopped
 * in this order.
 */
@Timeout(30)
class ListenerObservationTests {

	@TempDir
	Path directory;

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private ApplicationContextRunner runner(Class<?> listener) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class,
					LocalSocketObservationAutoConfiguration.class))
			.withUserConfiguration(listener)
			.withBean(ObservationRegistry.class, () -> this.registry)
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory);
	}

	private LineClient connect() throws IOException {
		return new LineClient(this.directory.resolve("control"));
	}

	private void ask(String question, String... replies) throws IOException {
		try (LineClient client = connect().send(question + "\n")) {
			for (String reply : replies) {
				assertThat(client.readLine()).isEqualTo(reply);
			}
		}
	}

	private TestObservationRegistryAssert.TestObservationRegistryAssertReturningObservationContextAssert awaitStopped() {
		await().untilAsserted(() -> observations().hasSingleObservationThat().hasBeenStopped());
		return observations().hasSingleObservationThat().hasLowCardinalityKeyValue("listener", "it");
	}

	private TestObservationRegistryAssert observations() {
		return TestObservationRegistryAssert.assertThat(this.registry);
	}

	@ParameterizedTest
	@ValueSource(classes = { WorkerListener.class, LoopListener.class, StageListener.class, MonoListener.class,
			FluxListener.class })
	void messageHandlerIsObservedAndRunsInTheScope(Class<?> type) {
		runner(type).run((context) -> {
			try (LineClient client = connect().send("hello\n")) {
				assertThat(client.readLine()).isEqualTo("local.socket.listener");
				// A peer that leaves earlier may cut off a reply of several elements
				awaitStopped();
			}
			awaitStopped().hasNameEqualTo("local.socket.listener")
				.hasContextualNameEqualTo("control process")
				.hasLowCardinalityKeyValue("server", "control")
				.hasLowCardinalityKeyValue("outcome", "SUCCESS")
				.hasHighCardinalityKeyValueWithKey("connection")
				.hasHighCardinalityKeyValue("peer.pid", Long.toString(ProcessHandle.current().pid()))
				.hasHighCardinalityKeyValueWithKey("peer.uid")
				.doesNotHaveError();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { WorkerConnection.class, LoopConnection.class, StageConnection.class })
	void connectionHandlerIsObservedAndRunsInTheScope(Class<?> type) {
		runner(type).run((context) -> {
			try (LineClient client = connect()) {
				assertThat(client.readLine()).isEqualTo("local.socket.listener");
			}
			awaitStopped().hasLowCardinalityKeyValue("server", "control")
				.hasLowCardinalityKeyValue("outcome", "SUCCESS");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { FailingListener.class, FailingStage.class, FailingMono.class, FailingConnection.class,
			ErrorListener.class })
	void failureIsTheOutcome(Class<?> type) {
		runner(type).run((context) -> {
			try (LineClient client = connect()) {
				sendUnlessClosed(client);
				awaitStopped();
			}
			awaitStopped().hasLowCardinalityKeyValue("outcome", "ERROR")
				.hasError()
				.assertThatError()
				.hasMessageContaining("for the test");
		});
	}

	/** The handler of a connection fails, and closes it, without waiting for anything. */
	private static void sendUnlessClosed(LineClient client) {
		try {
			client.send("hello\n");
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageContaining("Broken pipe");
		}
	}

	@Test
	void replyThatIsCutOffByALeavingPeerIsCancelledAndNoFailureOfTheHandler() {
		runner(EndlessListener.class).run((context) -> {
			ask("hello", "local.socket.listener");
			awaitStopped().hasLowCardinalityKeyValue("outcome", "CANCELLED")
				.hasError()
				.assertThatError()
				.hasMessageContaining("before the whole reply was sent");
			EndlessListener listener = context.getBean(EndlessListener.class);
			await().untilAsserted(() -> assertThat(listener.cancelled).isTrue());
			assertThat(listener.failures).isEmpty();
		});
	}

	@Test
	void unreadablePayloadIsAFailure() {
		runner(NumberListener.class).run((context) -> {
			ask("no number");
			awaitStopped().hasLowCardinalityKeyValue("outcome", "ERROR").hasError();
		});
	}

	@Test
	void observationLastsUntilTheReplyHasBeenSent() {
		runner(LateListener.class).run((context) -> {
			try (LineClient client = connect().send("hello\n")) {
				LateListener listener = context.getBean(LateListener.class);
				await().until(() -> listener.asked);
				await().untilAsserted(() -> observations().hasSingleObservationThat().hasBeenStarted().isNotStopped());
				assertThat(client).isNotNull();
				listener.reply.complete("late");
				assertThat(client.readLine()).isEqualTo("late");
				awaitStopped();
			}
		});
	}

	@Test
	void eachMessageIsObservedAndNothingStaysBehindOnTheThread() {
		runner(WorkerListener.class).run((context) -> {
			ask("a\nb\nc", "local.socket.listener", "local.socket.listener", "local.socket.listener");
			await()
				.untilAsserted(() -> observations().hasNumberOfObservationsWithNameEqualTo("local.socket.listener", 3));
			assertThat(context.getBean(WorkerListener.class).parents).containsExactly("none", "none", "none");
		});
	}

	@Test
	void ownConventionWins() {
		runner(WorkerListener.class).withBean(OwnConvention.class).run((context) -> {
			ask("hello", "own.name");
			await().untilAsserted(() -> observations().hasSingleObservationThat()
				.hasBeenStopped()
				.hasNameEqualTo("own.name")
				.hasLowCardinalityKeyValue("by", "me")
				.hasLowCardinalityKeyValue("server", "control"));
		});
	}

	@Test
	void timerHasTheDocumentedTagsAndNoneOfAPeer() {
		MeterRegistry meters = new SimpleMeterRegistry();
		this.registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		runner(WorkerListener.class).run((context) -> {
			ask("hello", "local.socket.listener");
			await().untilAsserted(() -> assertThat(meters.find("local.socket.listener").timers()).hasSize(1));
			Timer timer = meters.get("local.socket.listener").timer();
			assertThat(timer.getId().getTags()).containsExactlyInAnyOrder(Tag.of("server", "control"),
					Tag.of("listener", "it"), Tag.of("rpc.method", "none"), Tag.of("outcome", "SUCCESS"),
					Tag.of("error", "none"));
		});
	}

	@Test
	void timerOfRunningCallsHasNoOutcomeYet() {
		MeterRegistry meters = new SimpleMeterRegistry();
		this.registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		runner(WorkerListener.class).run((context) -> {
			ask("hello", "local.socket.listener");
			assertThat(meters.get("local.socket.listener.active").longTaskTimer().getId().getTags())
				.containsExactlyInAnyOrder(Tag.of("server", "control"), Tag.of("listener", "it"),
						Tag.of("rpc.method", "none"));
			awaitStopped();
		});
	}

	/** Replies with the name of the current observation. */
	abstract static class Listener {

		final ObservationRegistry registry;

		final List<Object> parents = new CopyOnWriteArrayList<>();

		Listener(ObservationRegistry registry) {
			this.registry = registry;
		}

		String current() {
			Observation current = this.registry.getCurrentObservation();
			if (current == null) {
				return "none";
			}
			Object parent = current.getContextView().getParentObservation();
			this.parents.add((parent != null) ? parent : "none");
			return String.valueOf(current.getContextView().getName());
		}

	}

	static class WorkerListener extends Listener {

		WorkerListener(ObservationRegistry registry) {
			super(registry);
		}

		@LocalSocketListener(id = "it")
		String handle(String line) {
			return current();
		}

	}

	static class LoopListener extends Listener {

		LoopListener(ObservationRegistry registry) {
			super(registry);
		}

		@LocalSocketListener(id = "it", execution = Execution.EVENT_LOOP)
		String handle(String line) {
			return current();
		}

	}

	static class StageListener extends Listener {

		StageListener(ObservationRegistry registry) {
			super(registry);
		}

		@LocalSocketListener(id = "it")
		CompletionStage<String> handle(String line) {
			return CompletableFuture.completedFuture(current());
		}

	}

	static class MonoListener extends Listener {

		MonoListener(ObservationRegistry registry) {
			super(registry);
		}

		@LocalSocketListener(id = "it")
		Mono<String> handle(String line) {
			return Mono.fromSupplier(this::current);
		}

	}

	static class FluxListener extends Listener {

		FluxListener(ObservationRegistry registry) {
			super(registry);
		}

		@LocalSocketListener(id = "it")
		Flux<String> handle(String line) {
			return Flux.defer(() -> Flux.just(current(), "more"));
		}

	}

	static class EndlessListener extends Listener implements LocalSocketErrorHandler {

		final List<ListenerFailure> failures = new CopyOnWriteArrayList<>();

		volatile boolean cancelled;

		EndlessListener(ObservationRegistry registry) {
			super(registry);
		}

		@LocalSocketListener(id = "it")
		Flux<String> handle(String line) {
			return Flux.defer(() -> Flux.just(current()))
				.concatWith(Flux.never())
				.doOnCancel(() -> this.cancelled = true);
		}

		@Override
		public @Nullable Object handleError(ListenerFailure failure) {
			this.failures.add(failure);
			return null;
		}

	}

	static class WorkerConnection extends Listener {

		WorkerConnection(ObservationRegistry registry) {
			super(registry);
		}

		@LocalSocketListener(id = "it")
		void handle(LocalSocket socket) {
			socket.write(UTF_8.encode(current() + "\n"));
		}

	}

	static class LoopConnection extends Listener {

		LoopConnection(ObservationRegistry registry) {
			super(registry);
		}

		@LocalSocketListener(id = "it", execution = Execution.EVENT_LOOP)
		void handle(LocalSocket socket) {
			socket.write(UTF_8.encode(current() + "\n"));
		}

	}

	static class StageConnection extends Listener {

		StageConnection(ObservationRegistry registry) {
			super(registry);
		}

		@LocalSocketListener(id = "it")
		CompletionStage<Void> handle(LocalSocket socket) {
			socket.write(UTF_8.encode(current() + "\n"));
			return CompletableFuture.completedFuture(null);
		}

	}

	static class FailingListener {

		@LocalSocketListener(id = "it")
		void handle(String line) {
			throw new IllegalStateException("for the test");
		}

	}

	static class ErrorListener {

		@LocalSocketListener(id = "it")
		void handle(String line) {
			throw new AssertionError("for the test");
		}

	}

	static class FailingStage {

		@LocalSocketListener(id = "it")
		CompletionStage<String> handle(String line) {
			return CompletableFuture.failedFuture(new IllegalStateException("for the test"));
		}

	}

	static class FailingMono {

		@LocalSocketListener(id = "it")
		Mono<String> handle(String line) {
			return Mono.error(new IllegalStateException("for the test"));
		}

	}

	static class FailingConnection {

		@LocalSocketListener(id = "it")
		void handle(LocalSocket socket) {
			throw new IllegalStateException("for the test");
		}

	}

	static class NumberListener {

		@LocalSocketListener(id = "it")
		void handle(Numbers numbers) {
		}

	}

	record Numbers(int first, int second) {

	}

	static class LateListener {

		final CompletableFuture<String> reply = new CompletableFuture<>();

		volatile boolean asked;

		@LocalSocketListener(id = "it")
		CompletionStage<String> handle(String line) {
			this.asked = true;
			return this.reply;
		}

	}

	static class OwnConvention extends DefaultLocalSocketListenerObservationConvention {

		@Override
		public String getName() {
			return "own.name";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(LocalSocketListenerContext context) {
			return super.getLowCardinalityKeyValues(context).and(KeyValue.of("by", "me"));
		}

	}

}

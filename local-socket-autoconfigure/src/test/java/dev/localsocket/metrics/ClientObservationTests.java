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

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.autoconfigure.metrics.LocalSocketObservationAutoConfiguration;
import dev.localsocket.client.JsonRpcClient;
import dev.localsocket.testing.SocketSandbox;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for the observation of clients, through the auto-configuration and at real
 * sockets.
 */
@Timeout(60)
class ClientObservationTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private void run(ContextConsumer<AssertableApplicationContext> test) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class,
					LocalSocketObservationAutoConfiguration.class))
			.withUserConfiguration(Server.class)
			.withBean(ObservationRegistry.class, () -> this.registry)
			.withPropertyValues("local-socket.directory=" + this.sandbox.directory(),
					"local-socket.servers.server.framing.type=json-lines", "local-socket.clients.calc.name=server",
					"local-socket.clients.calc.protocol=json-rpc", "local-socket.clients.calc.framing.type=json-lines")
			.run(test);
	}

	private TestObservationRegistryAssert.TestObservationRegistryAssertReturningObservationContextAssert calls(
			String method) {
		eventually().untilAsserted(() -> TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("local.socket.client")
			.that()
			.hasBeenStopped());
		return TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("local.socket.client")
			.that()
			.hasContextualNameEqualTo(method)
			.hasLowCardinalityKeyValue("client", "calc")
			.hasLowCardinalityKeyValue("rpc.system", "jsonrpc")
			.hasLowCardinalityKeyValue("rpc.method", method);
	}

	@Test
	void aCallIsObserved() {
		run((context) -> {
			Observation task = Observation.start("task", this.registry);
			task.scoped(
					() -> assertThat(context.getBean(JsonRpcClient.class).<String>request("fine", null, String.class))
						.isEqualTo("it"));
			task.stop();
			calls("fine").hasLowCardinalityKeyValue("outcome", "SUCCESS")
				.hasParentObservationEqualTo(task)
				.doesNotHaveError();
		});
	}

	@Test
	void anErrorReplyIsObservedWithItsCode() {
		run((context) -> {
			assertThat(catchThrowable(() -> context.getBean(JsonRpcClient.class).request("fails", null, String.class)))
				.isNotNull();
			calls("fails").hasLowCardinalityKeyValue("outcome", "ERROR")
				.hasHighCardinalityKeyValue("rpc.jsonrpc.error_code", "7");
		});
	}

	@Test
	void aCallThatIsCancelledIsNoError() {
		run((context) -> {
			CompletableFuture<@Nullable String> call = context.getBean(JsonRpcClient.class)
				.call("waits", null, String.class);
			assertThat(context.getBean(Server.class).waiting.await(20, TimeUnit.SECONDS)).isTrue();
			call.cancel(true);
			calls("waits").hasLowCardinalityKeyValue("outcome", "CANCELLED");
		});
	}

	static class Server {

		final CountDownLatch waiting = new CountDownLatch(1);

		@LocalSocketListener("server")
		@Nullable Map<String, Object> handle(Map<String, Object> message) {
			Object id = message.get("id");
			return switch (String.valueOf(message.get("method"))) {
				case "fine" -> Map.of("jsonrpc", "2.0", "id", id, "result", "it");
				case "fails" -> Map.of("jsonrpc", "2.0", "id", id, "error", Map.of("code", 7, "message", "no money"));
				default -> {
					this.waiting.countDown();
					yield null;
				}
			};
		}

	}

}

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

package dev.localsocket.autoconfigure;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalServer;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.client.ClientInterceptor;
import dev.localsocket.client.ImportLocalSocketExchanges;
import dev.localsocket.client.JsonRpcClient;
import dev.localsocket.client.LocalSocketClient;
import dev.localsocket.client.LocalSocketClientListener;
import dev.localsocket.client.LocalSocketExchange;
import dev.localsocket.client.LocalSocketExchangeException;
import dev.localsocket.messaging.LocalServerOperations;
import dev.localsocket.testing.SocketSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of clients that speak JSON-RPC, of interfaces that call their servers, and of
 * methods that their servers call.
 */
class JsonRpcClientConfigurationTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private ApplicationContextRunner runner(String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(Server.class)
			.withPropertyValues("local-socket.directory=" + this.sandbox.directory(),
					"local-socket.servers.server.framing.type=json-lines",
					"local-socket.clients.calc.protocol=json-rpc", "local-socket.clients.calc.name=server",
					"local-socket.clients.calc.framing.type=json-lines")
			.withPropertyValues(properties);
	}

	@Test
	void anInterfaceIsABean() {
		runner().withUserConfiguration(Imported.class)
			.run((context) -> assertThat(context.getBean(Calculator.class).echo("hello")).isEqualTo("echo [hello]"));
	}

	@Test
	void interfacesOfAPackageAreFound() {
		runner("name=found").withUserConfiguration(Scanned.class)
			.run((context) -> assertThat(context.getBean(Calculator.class).named("x")).isEqualTo("found [x]"));
	}

	@Test
	void aClientEndsWithItsContext() {
		runner().run((context) -> {
			JsonRpcClient client = context.getBean("calc", JsonRpcClient.class);
			assertThat(client.<String>request("any", null, String.class)).isEqualTo("any []");
			assertThat(context).doesNotHaveBean(LocalSocketClient.class);
			context.close();
			assertThatIllegalStateException().isThrownBy(() -> client.call("any", null, String.class));
		});
	}

	@Test
	void interceptorsAreBeans() {
		runner().withUserConfiguration(Imported.class, Intercepted.class).run((context) -> {
			context.getBean(Calculator.class).echo("hello");
			assertThat(context.getBean(Intercepted.class).calls).containsExactly("calc echo");
		});
	}

	/** So that the span of a call ends before that of who waits for it. */
	@Test
	void interceptionEndsBeforeTheCallerGoesOn() {
		CountDownLatch ending = new CountDownLatch(1);
		CountDownLatch mayEnd = new CountDownLatch(1);
		ClientInterceptor slow = (call) -> (failure) -> {
			ending.countDown();
			await(mayEnd);
		};
		runner().withUserConfiguration(Imported.class).withBean(ClientInterceptor.class, () -> slow).run((context) -> {
			CompletableFuture<Object> answer = CompletableFuture
				.supplyAsync(() -> context.getBean(Calculator.class).echo("hello"));
			await(ending);
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> answer.get(200, TimeUnit.MILLISECONDS));
			mayEnd.countDown();
			assertThat(answer.get(20, TimeUnit.SECONDS)).isNotNull();
		});
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void theServerCallsListeners() {
		runner().withUserConfiguration(News.class).run((context) -> {
			News news = context.getBean(News.class);
			eventually().until(() -> context.getBean("calc", JsonRpcClient.class).isConnected());
			send(context, Map.of("jsonrpc", "2.0", "method", "news", "params", Map.of("text", "good", "more", 1)));
			assertThat(news.next()).isEqualTo("good null Optional.empty");
			send(context, Map.of("jsonrpc", "2.0", "method", "list", "params", new int[] { 1, 2 }));
			assertThat(news.next()).isEqualTo("1 and 2");
			send(context, Map.of("jsonrpc", "2.0", "method", "whole", "params", Map.of("x", 1)));
			assertThat(news.next()).isEqualTo("{x=1}");
			send(context, Map.of("jsonrpc", "2.0", "method", "ask", "id", 7));
			assertThat(context.getBean(Server.class).replies.poll(20, TimeUnit.SECONDS))
				.isEqualTo(Map.of("jsonrpc", "2.0", "id", 7, "result", "answer"));
			send(context, Map.of("jsonrpc", "2.0", "method", "list", "id", 8));
			assertThat(String.valueOf(context.getBean(Server.class).replies.poll(20, TimeUnit.SECONDS)))
				.contains("-32602", "'one' is missing");
			send(context, Map.of("jsonrpc", "2.0", "method", "fail", "id", 9));
			assertThat(String.valueOf(context.getBean(Server.class).replies.poll(20, TimeUnit.SECONDS)))
				.contains("-32603")
				.doesNotContain("secret");
		});
	}

	private static void send(AssertableApplicationContext context, Map<String, Object> message) {
		eventually().until(() -> context.getBean("server", LocalServer.class).connections().size() == 1
				&& !context.getBean(LocalServerOperations.class).broadcast("server", message).sent().isEmpty());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "framing.type=raw|needs a framing with messages", "json-rpc.reconnect-delay=0s|must be positive",
					"json-rpc.max-reconnect-delay=1ms|must not be shorter", "request-timeout=0s|must be positive" })
	void aValueThatMakesNoSenseStopsTheStart(String property, String reason) {
		runner("local-socket.clients.calc." + property).run((context) -> assertThat(context).hasFailed()
			.getFailure()
			.rootCause()
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.hasMessageContaining("local-socket.clients.calc." + property.split("=")[0])
			.hasMessageContaining(reason));
	}

	@Test
	void aClientThatSpeaksHttpNeedsItsModule() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withPropertyValues("local-socket.clients.docker.protocol=http")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("local-socket.clients.docker.protocol")
				.hasMessageContaining("add dev.localsocket:local-socket-web"));
	}

	@Test
	void aProtocolThatDoesNotExistStopsTheStart() {
		runner("local-socket.clients.calc.protocol=soap")
			.run((context) -> assertThat(context).hasFailed().getFailure().rootCause().hasMessageContaining("soap"));
	}

	@Test
	void withoutJacksonTheStartStops() {
		runner().withUserConfiguration(Imported.class)
			.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("local-socket.clients.calc.protocol"));
	}

	@Test
	void aClientThatDoesNotExistStopsTheStart() {
		assertFails(runner("local-socket.clients.calc.enabled=false").withUserConfiguration(Imported.class),
				"wants the client 'calc', which does not exist", "local-socket.clients.calc.protocol=json-rpc");
	}

	@Test
	void aClientOfAnotherProtocolStopsTheStart() {
		assertFails(runner("local-socket.clients.calc.protocol=none").withUserConfiguration(Imported.class),
				"'calc', which does not speak JSON-RPC", "local-socket.clients.calc.protocol=json-rpc");
	}

	@Test
	void oneOfSeveralClientsMustBeNamed() {
		assertFails(runner("local-socket.clients.other.protocol=json-rpc").withUserConfiguration(News.class),
				"names no client", "one of [calc, other]");
	}

	@Test
	void twoListenersOfOneNameStopTheStart() {
		assertFails(runner().withUserConfiguration(News.class, Double.class), "Two methods are called 'news'",
				"another name");
	}

	private static void assertFails(ApplicationContextRunner runner, String message, String action) {
		runner.run((context) -> assertThat(context).hasFailed()
			.getFailure()
			.extracting(NestedExceptionUtils::getMostSpecificCause)
			.isInstanceOfSatisfying(LocalSocketExchangeException.class, (ex) -> {
				assertThat(ex).hasMessageContaining(message);
				assertThat(ex.getAction()).contains(action);
			}));
	}

	@LocalSocketExchange
	interface Calculator {

		@LocalSocketExchange(positional = true)
		String echo(String text);

		@LocalSocketExchange(method = "${name:unnamed}", positional = true)
		String named(String text);

	}

	@Configuration(proxyBeanMethods = false)
	@ImportLocalSocketExchanges(client = "calc", types = Calculator.class)
	static class Imported {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportLocalSocketExchanges(basePackageClasses = JsonRpcClientConfigurationTests.class)
	static class Scanned {

	}

	@Configuration(proxyBeanMethods = false)
	static class Intercepted {

		final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

		@Bean
		ClientInterceptor recorder() {
			return (call) -> {
				this.calls.add(call.client() + " " + call.method());
				return ClientInterceptor.Interception.NONE;
			};
		}

	}

	/** Answers requests by hand, and keeps replies. */
	static class Server {

		final BlockingQueue<Map<String, Object>> replies = new LinkedBlockingQueue<>();

		@LocalSocketListener("server")
		@Nullable Map<String, Object> handle(Map<String, Object> message) {
			if (!message.containsKey("method")) {
				this.replies.add(message);
				return null;
			}
			String params = message.containsKey("params") ? String.valueOf(message.get("params")) : "[]";
			return Map.of("jsonrpc", "2.0", "id", message.get("id"), "result", message.get("method") + " " + params);
		}

	}

	static class News {

		private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

		String next() throws InterruptedException {
			return String.valueOf(this.seen.poll(20, TimeUnit.SECONDS));
		}

		@LocalSocketClientListener
		void news(String text, @Nullable String missing, Optional<String> perhaps) {
			this.seen.add(text + " " + missing + " " + perhaps);
		}

		@LocalSocketClientListener("list")
		void both(int one, int two) {
			this.seen.add(one + " and " + two);
		}

		@LocalSocketClientListener
		void whole(Map<String, Integer> all) {
			this.seen.add(all.toString());
		}

		@LocalSocketClientListener
		String ask() {
			return "answer";
		}

		@LocalSocketClientListener
		void fail() {
			throw new IllegalStateException("secret");
		}

	}

	static class Double {

		@LocalSocketClientListener
		void news() {
		}

	}

}

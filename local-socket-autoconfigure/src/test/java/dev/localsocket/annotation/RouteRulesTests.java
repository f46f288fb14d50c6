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
import java.util.Map;

import dev.localsocket.LocalSocket;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.rpc.JsonRpcPeer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Payload;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what stops the start of a server with a protocol. Each case is a class below.
 */
class RouteRulesTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(String protocol, Class<?>... configurations) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(configurations)
			.withPropertyValues("local-socket.directory=" + this.directory,
					"local-socket.servers.control.protocol=" + protocol);
	}

	private static Class<?> listener(String name) throws ClassNotFoundException {
		return Class.forName(RouteRulesTests.class.getName() + "$" + name);
	}

	private static void assertRefused(ApplicationContextRunner runner, String message, String action) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			LocalSocketListenerException ex = refusal(context.getStartupFailure());
			assertThat(ex).hasMessageContaining(message);
			assertThat(ex.getAction()).contains(action);
		});
	}

	/** Some checks are made while the container processes a bean, and it tells which. */
	private static LocalSocketListenerException refusal(@Nullable Throwable failure) {
		assertThat(failure).isNotNull();
		return (failure instanceof LocalSocketListenerException refusal) ? refusal : refusal(failure.getCause());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					none    | Good             | The method RouteRulesTests.Good.status() has the route 'status', but the local server 'control' has no protocol | local-socket.servers.control.protocol=command
					command | SameRoute        | has 2 message handlers for the route 'same': [RouteRulesTests.SameRoute.one(), RouteRulesTests.SameRoute.other()] | another route
					command | TwoRests         | has 2 message handlers without a route: [RouteRulesTests.TwoRests.one(), RouteRulesTests.TwoRests.other()] | One may have no route
					command | Connections      | The method RouteRulesTests.Connections.handle() is a connection handler, but the local server 'control' has the protocol 'command' | Give it a route
					command | Nothing          | has the protocol 'command', but no method handles its messages | route = "..."
					command | ObservesWithRoute | is an observer, for which the attribute 'route = "x"' has no effect | Remove it
					command | DescribesNothing | 'description' has no effect | a method with a route
					command | ArgumentOfNothing | has a parameter with @Argument, but no route | attribute 'route'
					command | Quoted           | has the route 'it's', which nobody can type | without quotes
					command | TwoBlanks        | has the route 'a  b', which nobody can type | one blank
					command | BlankAtTheEnd    | has the route 'a ', with blanks at an end | one or more words
					command | Invisible        | has the route 'a\\u001b', with blanks at an end or characters that are not visible | one or more words
					command | TakesMessage     | is a Message, but the method has a route | @Header
					command | TakesPayload     | The argument 'line' of the method RouteRulesTests.TakesPayload.handle() is annotated with @Payload | List<String>
					command | TakesPeer        | takes a JsonRpcPeer, but the local server 'control' does not speak JSON-RPC | protocol=json-rpc
					command | ListFirst        | The argument 'names' of the method RouteRulesTests.ListFirst.handle() takes several words, but is not the last | the last
					command | OptionalFirst    | The argument 'one' of the method RouteRulesTests.OptionalFirst.handle() may be left out, but not the one after it | the last
					command | Primitive        | The argument 'count' of the method RouteRulesTests.Primitive.handle() is a int, which cannot be null | defaultValue
					command | WrongDefault     | has the default 'x', which is no int | Correct the default
					command | TakesMap         | which no word of a command can become | Converter<String, Map>
					""")
	void listenerThatCannotWorkIsRefused(String protocol, String name, String message, String action)
			throws ClassNotFoundException {
		assertRefused(runner(protocol, listener(name)), message, action);
	}

	@Test
	void bothBeansOfAClassAreNamed() {
		assertRefused(runner("command").withBean("one", Good.class).withBean("other", Good.class),
				"[RouteRulesTests.Good.status() of the bean 'one', RouteRulesTests.Good.status() of the bean 'other']",
				"another route");
	}

	@Test
	void protocolNeedsFrames() {
		assertRefused(runner("command", Good.class).withPropertyValues("local-socket.servers.control.framing.type=raw"),
				"The local server 'control' has a protocol, but no frames", "framing.type=line");
	}

	@Test
	void replyThatNothingConvertsIsRefused() {
		assertRefused(runner("command", ReturnsRecord.class)
			.withClassLoader(new FilteredClassLoader("tools.jackson.databind")), "returns a Point", "starter-jackson");
		runner("command", Good.class).withClassLoader(new FilteredClassLoader("tools.jackson"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void serverThatIsSwitchedOffNeedsNoListener() {
		runner("command").withPropertyValues("local-socket.servers.control.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void routeIsForTheServersThatKnowRoutes() {
		runner("command", Everywhere.class).run((context) -> assertThat(context).hasNotFailed());
		assertRefused(runner("command", Everywhere.class).withPropertyValues("local-socket.servers.other.enabled=true"),
				"but the local server 'other' has no protocol", "local-socket.servers.other.protocol=command");
	}

	static class Good {

		@LocalSocketListener(servers = "control", route = "status")
		String status() {
			return "fine";
		}

	}

	static class Everywhere {

		@LocalSocketListener(route = "status")
		String status() {
			return "fine";
		}

	}

	static class SameRoute {

		@LocalSocketListener(servers = "control", route = "same")
		void one() {
		}

		@LocalSocketListener(servers = "control", route = "same")
		void other() {
		}

	}

	static class TwoRests {

		@LocalSocketListener("control")
		void one(String line) {
		}

		@LocalSocketListener("control")
		void other(String line) {
		}

	}

	static class Connections {

		@LocalSocketListener("control")
		void handle(LocalSocket socket) {
		}

	}

	static class Nothing {

	}

	static class ObservesWithRoute {

		@LocalSocketListener(servers = "control", route = "x")
		void handle(NewConnectionEvent event) {
		}

	}

	static class DescribesNothing {

		@LocalSocketListener(servers = "control", description = "what?")
		void handle(String line) {
		}

	}

	static class ArgumentOfNothing {

		@LocalSocketListener("control")
		void handle(@Argument("line") String line) {
		}

	}

	static class Quoted {

		@LocalSocketListener(servers = "control", route = "it's")
		void handle() {
		}

	}

	static class TwoBlanks {

		@LocalSocketListener(servers = "control", route = "a  b")
		void handle() {
		}

	}

	static class BlankAtTheEnd {

		@LocalSocketListener(servers = "control", route = "a ")
		void handle() {
		}

	}

	static class Invisible {

		@LocalSocketListener(servers = "control", route = "a\u001b")
		void handle() {
		}

	}

	static class TakesMessage {

		@LocalSocketListener(servers = "control", route = "x")
		void handle(Message<String> message) {
		}

	}

	static class TakesPayload {

		@LocalSocketListener(servers = "control", route = "x")
		void handle(@Payload String line) {
		}

	}

	static class TakesPeer {

		@LocalSocketListener(servers = "control", route = "x")
		void handle(JsonRpcPeer peer) {
		}

	}

	static class ListFirst {

		@LocalSocketListener(servers = "control", route = "x")
		void handle(List<String> names, String last) {
		}

	}

	static class OptionalFirst {

		@LocalSocketListener(servers = "control", route = "x")
		void handle(@Nullable String one, String other) {
		}

	}

	static class Primitive {

		@LocalSocketListener(servers = "control", route = "x")
		void handle(@Argument(required = false) int count) {
		}

	}

	static class WrongDefault {

		@LocalSocketListener(servers = "control", route = "x")
		void handle(@Argument(defaultValue = "x") int count) {
		}

	}

	static class TakesMap {

		@LocalSocketListener(servers = "control", route = "x")
		void handle(Map<String, String> map) {
		}

	}

	static class ReturnsRecord {

		@LocalSocketListener(servers = "control", route = "x")
		Point handle() {
			return new Point(1);
		}

	}

	record Point(int x) {

	}

}

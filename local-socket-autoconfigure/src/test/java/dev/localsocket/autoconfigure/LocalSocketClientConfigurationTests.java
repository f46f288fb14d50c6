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

import java.nio.file.Path;

import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.diagnostics.BeanNameTakenException;
import dev.localsocket.client.LocalSocketClient;
import dev.localsocket.client.LocalSocketClientException;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of clients that the configuration properties declare.
 */
class LocalSocketClientConfigurationTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private ApplicationContextRunner runner(String... properties) {
		Path directory = this.sandbox.directory();
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(Greeter.class)
			.withPropertyValues("local-socket.directory=" + directory, "local-socket.servers.greeter.enabled=true",
					"local-socket.clients.greeting.name=greeter")
			.withPropertyValues(properties);
	}

	private static LocalSocketClient client(ApplicationContext context) {
		return context.getBean("greeting", LocalSocketClient.class);
	}

	@Test
	void aClientIsABeanThatReachesTheServer() {
		runner().run((context) -> {
			assertThat(client(context).request("world", String.class)).isEqualTo("Hello world");
			assertThat(client(context).request("again", String.class)).isEqualTo("Hello again");
		});
	}

	@Test
	void aClientConvertsJsonWhereJacksonIsThere() {
		runner("local-socket.servers.json.framing.type=json-lines", "local-socket.clients.jsonclient.name=json",
				"local-socket.clients.jsonclient.framing.type=json-lines")
			.withUserConfiguration(JsonGreeter.class)
			.run((context) -> {
				LocalSocketClient client = context.getBean("jsonclient", LocalSocketClient.class);
				assertThat(client.request(new Greeting("world"), Greeting.class))
					.isEqualTo(new Greeting("Hello world"));
			});
	}

	@Test
	void aKeyWithoutAValueDeclaresAClientOfTheServerOfItsName() {
		runner("local-socket.clients.other=", "local-socket.servers.greeter.name=other").run((
				context) -> assertThat(context.getBean("other", LocalSocketClient.class).request("world", String.class))
					.isEqualTo("Hello world"));
	}

	@Test
	void aClientEndsWithItsContext() {
		runner().run((context) -> {
			LocalSocketClient client = client(context);
			client.request("world", String.class);
			context.close();
			assertThatIllegalStateException().isThrownBy(() -> client.request("world", String.class));
		});
	}

	@Test
	void aClientThatIsDisabledIsNoBean() {
		runner("local-socket.clients.greeting.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LocalSocketClient.class));
	}

	@Test
	void aServerOfAnotherUserIsNotTrusted() {
		runner("local-socket.clients.greeting.server-users=nobody-else")
			.run((context) -> assertThatExceptionOfType(LocalSocketClientException.class)
				.isThrownBy(() -> client(context).request("secret", String.class))
				.satisfies((ex) -> assertThat(ex.error()).isEqualTo(SocketError.ACCESS_DENIED))
				.withMessageContaining("'local-socket.clients.NAME.server-users'"));
	}

	@Test
	void allUsersCanBeTrusted() {
		runner("local-socket.clients.greeting.server-users=*")
			.run((context) -> assertThat(client(context).request("world", String.class)).isEqualTo("Hello world"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "name| '' ", "directory|relative", "connect-timeout|0s", "request-timeout|-1s",
					"max-connections|0", "read-buffer-size|-1B", "write-buffer-size|-1B", "framing.type|delimiter" })
	void aValueThatMakesNoSenseStopsTheStart(String key, String value) {
		runner("local-socket.clients.greeting." + key + "=" + value).run((context) -> assertThat(context).hasFailed()
			.getFailure()
			.rootCause()
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.hasMessageContaining("local-socket.clients.greeting."));
	}

	@Test
	void aClientWithTheNameOfAServerStopsTheStart() {
		runner("local-socket.clients.greeter.enabled=true").run((context) -> assertThat(context).hasFailed()
			.getFailure()
			.isInstanceOf(BeanNameTakenException.class)
			.hasMessageContaining("there is a bean of that name"));
	}

	static class Greeter {

		@LocalSocketListener("greeter")
		String greet(String name) {
			return "Hello " + name;
		}

	}

	static class JsonGreeter {

		@LocalSocketListener("json")
		Greeting greet(Greeting greeting) {
			return new Greeting("Hello " + greeting.text());
		}

	}

	record Greeting(String text) {

	}

}

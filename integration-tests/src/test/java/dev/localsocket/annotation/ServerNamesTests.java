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
import java.util.function.Supplier;

import dev.localsocket.LocalServer;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.test.LocalSocketTestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which listener handles which server, and of what tells that none does.
 */
@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class ServerNamesTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?>... listeners) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(listeners)
			.withPropertyValues("local-socket.directory=" + this.directory, "local-socket.servers.first.enabled=true",
					"local-socket.servers.second.enabled=true");
	}

	private static String ask(ApplicationContext context, String server) {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(context.getBean(server, LocalServer.class))) {
			return client.send("hello").readLine();
		}
	}

	private static LocalSocketListenerException refusal(@Nullable Throwable failure) {
		assertThat(failure).isNotNull();
		return (failure instanceof LocalSocketListenerException refusal) ? refusal : refusal(failure.getCause());
	}

	@Test
	void eachBeanOfAClassNamesItsOwnServer() {
		runner().withBean("a", Named.class, () -> new Named("first"))
			.withBean("b", Named.class, () -> new Named("second"))
			.run((context) -> {
				assertThat(ask(context, "first")).isEqualTo("hello from first");
				assertThat(ask(context, "second")).isEqualTo("hello from second");
			});
	}

	@Test
	void expressionNamesSeveralServers() {
		runner(Several.class).run((context) -> {
			assertThat(ask(context, "first")).isEqualTo("hello");
			assertThat(ask(context, "second")).isEqualTo("hello");
		});
	}

	@Test
	void twoBeansOfOneMethodAreNamed() {
		runner().withBean("a", Same.class, Same::new).withBean("b", Same.class, Same::new).run((context) -> {
			LocalSocketListenerException ex = refusal(context.getStartupFailure());
			assertThat(ex).hasMessageContaining("[ServerNamesTests.Same.handle() of the bean 'a', "
					+ "ServerNamesTests.Same.handle() of the bean 'b']");
			assertThat(ex.getAction()).contains("#{__listener.server}");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			NoProperty   | names the server '${no.such.key}', but not all of it has a value | ${key:control}
			NoBean       | by the expression '#{@nothing}', which fails                     | #{__listener.server}
			NoExpression | by the expression '#{1 +', which fails                           | #{__listener.server}
			NoName       | names a server that is no name: 17                               | several names
			NoNames      | names a server that is no name: []                               | several names
			""")
	void nameThatCannotBeResolvedIsRefused(String name, String message, String action) throws ClassNotFoundException {
		runner(Class.forName(ServerNamesTests.class.getName() + "$" + name)).run((context) -> {
			LocalSocketListenerException ex = refusal(context.getStartupFailure());
			assertThat(ex).hasMessageContaining("ServerNamesTests." + name + ".handle()").hasMessageContaining(message);
			assertThat(ex.getAction()).contains(action);
		});
	}

	@Test
	void serverWithoutAHandlerIsWarnedOfOnce(CapturedOutput output) {
		runner(First.class, Observer.class).run((context) -> {
			LocalServer second = context.getBean("second", LocalServer.class);
			second.close();
			assertThat(second.listen(this.directory.resolve("second").toString())).isTrue();
			assertThat(ask(context, "first")).isEqualTo("hello");
		});
		assertThat(output.toString().lines().filter((line) -> line.contains("No method handles the connections")))
			.singleElement()
			.asString()
			.contains("WARN")
			.contains("local server 'second'")
			.contains("@LocalSocketListener(\"second\")");
	}

	@Test
	void serverThatHandlesByItselfIsNotWarnedOf(CapturedOutput output) {
		runner(First.class).withPropertyValues("local-socket.servers.second.enabled=false")
			.withBean("own", OwnServer.class)
			.run((context) -> assertThat(ask(context, "first")).isEqualTo("hello"));
		assertThat(output).doesNotContain("No method handles");
	}

	@ParameterizedTest
	@ValueSource(classes = { LazyBean.class, LazyFactory.class })
	void lateBeanWhoseDeclaredTypeHidesItsListenersIsWarnedOf(Class<?> configuration, CapturedOutput output) {
		runner(configuration).run((context) -> {
			assertThat(output).doesNotContain("are not called").contains("whether the declared type of its bean");
			assertThat(context.getBean(Supplier.class)).isNotNull();
			assertThat(context.getBean(Supplier.class)).isNotNull();
		});
		assertThat(output.toString().lines().filter((line) -> line.contains("are not called"))).singleElement()
			.asString()
			.contains("WARN")
			.contains("bean 'hidden'")
			.contains("say that it makes a " + Hidden.class.getName());
	}

	@Test
	void beanWhoseDeclaredTypeHidesItsListenersIsFoundAtTheStart(CapturedOutput output) {
		runner(EagerBean.class).run((context) -> assertThat(ask(context, "first")).isEqualTo("hello"));
		assertThat(output).doesNotContain("are not called");
	}

	static class Hidden implements Supplier<String> {

		@Override
		public String get() {
			return "";
		}

		@LocalSocketListener("first")
		String handle(String line) {
			return line;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBean {

		@Bean
		@Lazy
		Supplier<String> hidden() {
			return new Hidden();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyFactory {

		@Bean
		FactoryBean<Supplier<String>> hidden() {
			return new FactoryBean<>() {

				@Override
				public Supplier<String> getObject() {
					return new Hidden();
				}

				@Override
				public Class<?> getObjectType() {
					return Supplier.class;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EagerBean {

		@Bean
		Supplier<String> hidden() {
			return new Hidden();
		}

	}

	static class Named {

		private final String server;

		Named(String server) {
			this.server = server;
		}

		public String getServer() {
			return this.server;
		}

		@LocalSocketListener("#{__listener.server}")
		String handle(String line) {
			return line + " from " + this.server;
		}

	}

	static class Several {

		public List<String> getServers() {
			return List.of("first", "second");
		}

		@LocalSocketListener("#{__listener.servers}")
		String handle(String line) {
			return line;
		}

	}

	static class Same {

		@LocalSocketListener("first")
		String handle(String line) {
			return line;
		}

	}

	static class NoProperty {

		@LocalSocketListener("${no.such.key}")
		void handle(String line) {
		}

	}

	static class NoBean {

		@LocalSocketListener("#{@nothing}")
		void handle(String line) {
		}

	}

	static class NoExpression {

		@LocalSocketListener("#{1 +")
		void handle(String line) {
		}

	}

	static class NoName {

		@LocalSocketListener("#{17}")
		void handle(String line) {
		}

	}

	static class NoNames {

		@LocalSocketListener("#{{}}")
		void handle(String line) {
		}

	}

	static class First {

		@LocalSocketListener("first")
		String handle(String line) {
			return line;
		}

	}

	static class Observer {

		@LocalSocketListener
		void observe(NewConnectionEvent event) {
		}

	}

	static class OwnServer extends LocalServer {

	}

}

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import dev.localsocket.annotation.DisconnectingErrorHandler;
import dev.localsocket.annotation.LocalSocketErrorHandler;
import dev.localsocket.context.LocalServerLifecycle;
import dev.localsocket.context.LocalServerRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalSocketAutoConfiguration}.
 */
@Timeout(30)
class LocalSocketAutoConfigurationTests {

	@TempDir
	Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class));

	private ApplicationContextRunner runner(String... properties) {
		return this.runner.withPropertyValues("local-socket.servers.control.directory=" + this.directory)
			.withPropertyValues(properties);
	}

	@Test
	void withoutServersNothingListens() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(LocalServer.class);
			assertThat(context.getBean(LocalServerRegistry.class).all()).isEmpty();
		});
	}

	/** What makes the system calls takes a part of the start. */
	@Test
	void eventLoopsAreMadeWhenAServerNeedsThem() {
		this.runner.run((context) -> assertThat(isMade(context, "localSocketEventLoops")).isFalse());
		runner().run((context) -> assertThat(isMade(context, "localSocketEventLoops")).isTrue());
	}

	private static boolean isMade(ConfigurableApplicationContext context, String beanName) {
		return context.getBeanFactory().containsSingleton(beanName);
	}

	@ParameterizedTest
	@ValueSource(strings = { "event-loop.threads=0", "max-buffered=-1B" })
	void eventLoopsThatCannotBeMadeStopTheStartWithoutServersToo(String property) {
		this.runner.withPropertyValues("local-socket." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("local-socket." + property.split("=")[0]));
	}

	@Test
	void eachServerIsABeanThatListensWithTheContext() {
		runner("local-socket.servers.feed.name=" + this.directory.resolve("news")).run((context) -> {
			assertThat(context).getBeanNames(LocalServer.class).containsExactlyInAnyOrder("control", "feed");
			assertThat(context.getBean("control", LocalServer.class).fullServerName())
				.isEqualTo(this.directory.resolve("control").toString());
			assertThat(context.getBean("feed", LocalServer.class).fullServerName())
				.isEqualTo(this.directory.resolve("news").toString());
			assertThat(this.directory.resolve("news")).exists();
			context.close();
			assertThat(this.directory).isEmptyDirectory();
		});
	}

	@Test
	void directoryOfAllServersIsForThoseThatNameNone(@TempDir Path other) {
		runner("local-socket.directory=" + other, "local-socket.servers.feed.name=news",
				"local-socket.servers.far.name=" + this.directory.resolve("far"),
				"local-socket.servers.hidden.socket-options=abstract-namespace",
				"local-socket.servers.hidden.name=hidden-" + ProcessHandle.current().pid())
			.run((context) -> {
				assertThat(other.resolve("news")).exists();
				assertThat(this.directory.resolve("control")).exists();
				assertThat(this.directory.resolve("far")).exists();
				assertThat(context.getBean("hidden", LocalServer.class).serverName())
					.isEqualTo("hidden-" + ProcessHandle.current().pid());
			});
	}

	@Test
	void serverWithoutPropertiesHasTheNameOfItsBean() {
		String name = "local-socket-test-" + ProcessHandle.current().pid();
		this.runner.withPropertyValues("local-socket.servers." + name + "=").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(name, LocalServer.class).fullServerName())
				.isEqualTo(LocalServer.resolveName(name));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "appControl", "app_control", "app-control", "[app.control]" })
	void serverMayHaveAnyName(String name) {
		String beanName = name.replaceAll("[\\[\\]]", "");
		String server = "local-socket.servers." + name;
		ApplicationContextRunner named = this.runner
			.withPropertyValues((server + ".directory=" + this.directory).replace(".[", "["));
		named.run((context) -> assertThat(context.getBean(beanName, LocalServer.class).fullServerName())
			.isEqualTo(this.directory.resolve(beanName).toString()));
		named.withPropertyValues((server + ".enabled=false").replace(".[", "["))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LocalServer.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "app", "appControl", "app-control", "[app.control]" })
	void serverWithoutKeysInOneFileMayHaveThemInAnother(String name) {
		String beanName = name.replaceAll("[\\[\\]]", "");
		String server = ("local-socket.servers." + name).replace(".[", "[");
		Map<String, Object> keys = Map.of(server + ".directory", this.directory.toString(), server + ".max-connections",
				"7");
		ApplicationContextRunner both = this.runner.withPropertyValues(server + "=")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("other file", keys)));
		both.run((context) -> assertThat(context.getBean(beanName, LocalServer.class).limits().maxConnections())
			.isEqualTo(7));
		both.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addLast(new MapPropertySource("third file", Map.of(server + ".enabled", "false"))))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LocalServer.class));
	}

	@Test
	void sectionsWithoutKeysChangeNothing() {
		runner("local-socket.clients=", "local-socket.clients.remote=", "local-socket.event-loop=",
				"local-socket.listener=", "local-socket.servers.control.framing=",
				"local-socket.servers.control.authorization=")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("remote")
				.getBean(LocalServer.class)
				.returns(true, LocalServer::isListening));
	}

	@Test
	void environmentVariableOverridesAKeyOfAServerWithDashes() {
		Map<String, Object> variables = Map.of("LOCALSOCKET_SERVERS_APPCONTROL_MAXCONNECTIONS", "7");
		this.runner.withPropertyValues("local-socket.servers.app-control.directory=" + this.directory)
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)))
			.run((context) -> {
				assertThat(context).getBeanNames(LocalServer.class).containsExactly("app-control");
				assertThat(context.getBean(LocalServer.class).limits().maxConnections()).isEqualTo(7);
			});
	}

	@Test
	void serverThatIsNotEnabledIsNoBean() {
		runner("local-socket.servers.control.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LocalServer.class));
	}

	@Test
	void serverWithoutAutoStartupListensWhenTold() {
		runner("local-socket.servers.control.auto-startup=false").run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			assertThat(server.isListening()).isFalse();
			assertThat(server.listen(this.directory.resolve("control").toString())).isTrue();
		});
	}

	@Test
	void serverOfTheUserTakesPart() {
		this.runner.withBean("mine", LocalServer.class, () -> new LocalServer())
			.withPropertyValues("local-socket.servers.other.directory=" + this.directory)
			.run((context) -> {
				assertThat(context.getBean(LocalServerRegistry.class).find("mine")).isNotNull();
				assertThat(context.getBean("mine", LocalServer.class).serverName()).isEqualTo("mine");
			});
	}

	@Test
	void contextCanBeStoppedAndStartedAgain() {
		runner().run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			context.stop();
			assertThat(server.isListening()).isFalse();
			assertThat(this.directory).isEmptyDirectory();
			context.start();
			assertThat(server.isListening()).isTrue();
			context.stop();
			context.start();
			assertThat(server.isReachable()).isTrue();
		});
	}

	@Test
	void staleSocketIsReplaced() throws Exception {
		Path socket = this.directory.resolve("control");
		StaleSockets.create(socket);
		runner().run((context) -> assertThat(context.getBean(LocalServer.class).isReachable()).isTrue());
	}

	@Test
	void beansOfTheUserReplaceOurs() {
		runner().withUserConfiguration(Replacements.class).run((context) -> {
			assertThat(context).hasSingleBean(EventLoops.class).hasSingleBean(LocalSocketErrorHandler.class);
			assertThat(context.getBean(LocalSocketErrorHandler.class)).isNotInstanceOf(DisconnectingErrorHandler.class);
			assertThat(context.getBean(EventLoops.class).threads()).isEqualTo(3);
			assertThat(context).doesNotHaveBean(ListenerThreadPool.class);
		});
	}

	@Test
	void executorOfBootIsStillThere() {
		runner().withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.run((context) -> assertThat(context).hasBean("applicationTaskExecutor")
				.hasBean("localSocketListenerExecutor"));
	}

	@Test
	void ifOneServerCannotListenTheOthersAreStopped() {
		runner("local-socket.servers.zzz.name=/no/such/directory/x").run((context) -> assertThat(context).hasFailed());
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void lifecycleIsBesideThatOfTheWebServer() {
		runner().run((context) -> assertThat(context.getBean(LocalServerLifecycle.class).getPhase())
			.isEqualTo(Integer.MAX_VALUE - 1024));
	}

	@Configuration(proxyBeanMethods = false)
	static class Replacements {

		@Bean
		EventLoops myLoops() {
			return new EventLoops(3);
		}

		@Bean
		LocalSocketErrorHandler myErrorHandler() {
			return (failure) -> List.of();
		}

		@Bean(defaultCandidate = false)
		Executor localSocketListenerExecutor() {
			return new SimpleAsyncTaskExecutor();
		}

	}

}

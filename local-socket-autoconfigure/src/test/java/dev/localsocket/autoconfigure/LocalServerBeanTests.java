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
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.ConnectionLimits;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.SocketOption;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.annotation.LocalSocketListenerException;
import dev.localsocket.autoconfigure.health.LocalSocketHealthContributorAutoConfiguration;
import dev.localsocket.autoconfigure.metrics.LocalSocketMetricsAutoConfiguration;
import dev.localsocket.context.LocalServerCustomizer;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.metrics.LocalServerMetrics;
import dev.localsocket.testing.LineClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of servers as beans: those of the properties, those of the application, and both
 * of one name.
 */
@Timeout(30)
class LocalServerBeanTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class, MetricsAutoConfiguration.class,
					LocalSocketMetricsAutoConfiguration.class, LocalSocketHealthContributorAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("local-socket.directory=" + this.directory)
			.withPropertyValues(properties);
	}

	@Test
	void onlyServerIsInjectedByType() {
		runner("local-socket.servers.control=").withUserConfiguration(ByType.class)
			.run((context) -> assertThat(context.getBean(ByType.class).server)
				.isSameAs(context.getBean("control", LocalServer.class)));
	}

	@Test
	void oneOfSeveralServersIsInjectedByNameOrQualifier() {
		runner("local-socket.servers.control=", "local-socket.servers.feed=").withUserConfiguration(ByName.class)
			.run((context) -> {
				assertThat(context.getBean(ByName.class).feed).isSameAs(context.getBean("feed"));
				assertThat(context.getBean(ByName.class).qualified).isSameAs(context.getBean("control"));
			});
	}

	@Test
	void customizersChangeEachServerOfThePropertiesInTheirOrder() {
		runner("local-socket.servers.control.max-connections=7", "local-socket.servers.feed=")
			.withUserConfiguration(Customizers.class)
			.run((context) -> {
				assertThat(context.getBean("control", LocalServer.class).limits().maxConnections()).isEqualTo(70);
				assertThat(context.getBean("feed", LocalServer.class).limits().maxConnections()).isEqualTo(10_240);
				assertThat(context.getBean(Customizers.class).calls).containsExactly("first control 7",
						"second control 70", "first feed 1024", "second feed 10240");
			});
	}

	@Test
	void serverOfTheApplicationTakesPartInAll() {
		runner("local-socket.servers.other=").withUserConfiguration(Mine.class).run((context) -> {
			LocalServer mine = context.getBean("mine", LocalServer.class);
			assertThat(mine.fullServerName()).isEqualTo(this.directory.resolve("mine").toString());
			assertThat(context.getBean(LocalServerRegistry.class).find("mine")).isNotNull();
			assertThat(context.getBean(MeterRegistry.class)
				.get("local.socket.connections.active")
				.tag("server", "mine")
				.gauge()
				.value()).isZero();
			assertThat(context.getBean("localsocketHealthContributor", CompositeHealthContributor.class)
				.getContributor("mine")).isNotNull();
			try (LineClient client = new LineClient(Path.of(mine.fullServerName()))) {
				client.send("hello\n");
				assertThat(client.readLine()).isEqualTo("mine says hello");
			}
			context.close();
			assertThat(mine.isListening()).isFalse();
			assertThat(this.directory).isEmptyDirectory();
		});
	}

	@Test
	void serverOfTheApplicationKeepsItsSettingsWithoutProperties() {
		runner().withUserConfiguration(Mine.class, Customizers.class).run((context) -> {
			LocalServer mine = context.getBean("mine", LocalServer.class);
			assertThat(mine.limits()).isEqualTo(ConnectionLimits.NONE.withMaxConnections(3));
			assertThat(mine.socketOptions()).isEmpty();
			assertThat(context.getBean(Customizers.class).calls).isEmpty();
		});
	}

	@Test
	void serverOfTheApplicationTakesThePropertiesOfItsName() {
		runner("local-socket.servers.mine.name=other", "local-socket.servers.mine.max-pending-connections=5")
			.withUserConfiguration(Mine.class, Customizers.class)
			.run((context) -> {
				LocalServer mine = context.getBean(LocalServer.class);
				assertThat(mine).isInstanceOf(MyServer.class);
				assertThat(mine.fullServerName()).isEqualTo(this.directory.resolve("other").toString());
				assertThat(mine.maxPendingConnections()).isEqualTo(5);
				assertThat(mine.socketOptions()).containsExactly(SocketOption.USER_ACCESS);
				assertThat(mine.limits().maxConnections()).isEqualTo(10_240);
			});
	}

	@Test
	void serverOfTheApplicationIsLeftAloneByPropertiesThatAreSwitchedOff() {
		runner("local-socket.servers.mine.name=other", "local-socket.servers.mine.enabled=false")
			.withUserConfiguration(Mine.class)
			.run((context) -> {
				LocalServer mine = context.getBean(LocalServer.class);
				assertThat(mine.isListening()).isTrue();
				assertThat(mine.limits().maxConnections()).isEqualTo(3);
			});
	}

	@Test
	void listenerOfAServerThatIsSwitchedOffDoesNothing() {
		runner("local-socket.servers.mine.enabled=false").withUserConfiguration(Listener.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LocalServer.class));
	}

	@Test
	void serverIsSwitchedOffByAPlaceholder() {
		runner("local-socket.servers.control.enabled=${with-control:false}")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LocalServer.class));
	}

	@Test
	void serverWithoutASocketYetHasNoPath() {
		runner("local-socket.servers.control.auto-startup=false").run((context) -> {
			assertThat(context.getEnvironment().getProperty("local.socket.control.path")).isNull();
			LocalServer server = context.getBean(LocalServer.class);
			server.listen(this.directory.resolve("late").toString());
			assertThat(context.getEnvironment().getProperty("local.socket.control.path"))
				.isEqualTo(this.directory.resolve("late").toString());
		});
	}

	@Test
	void pathsAreInTheEnvironmentWhileServersListen() {
		runner("local-socket.servers.control.name=one", "local-socket.servers.feed=").run((context) -> {
			String key = "local.socket.control.path";
			String path = this.directory.resolve("one").toString();
			assertThat(context.getEnvironment().getProperty(key)).isEqualTo(path);
			assertThat(context.getEnvironment().getProperty("local.socket.feed.path")).endsWith("/feed");
			context.stop();
			assertThat(context.getEnvironment().getProperty(key)).isNull();
			context.start();
			assertThat(context.getEnvironment().getProperty(key)).isEqualTo(path);
			context.close();
			assertThat(context.getEnvironment().getProperty(key)).isNull();
		});
	}

	@Test
	void childLeavesTheServersOfItsParentToIt() {
		runner("local-socket.servers.control=")
			.run((parent) -> runner("local-socket.servers.control=", "local-socket.servers.feed=").withParent(parent)
				.run((child) -> {
					assertThat(child).hasNotFailed();
					assertThat(child.getBean("control")).isSameAs(parent.getBean("control"));
					assertThat(child.getBean(LocalServerRegistry.class).all()).singleElement()
						.satisfies((registration) -> assertThat(registration.beanName()).isEqualTo("feed"));
					assertThat(child.getEnvironment().getProperty("local.socket.control.path")).endsWith("/control");
					child.close();
					assertThat(parent.getBean("control", LocalServer.class).isReachable()).isTrue();
				}));
	}

	@Test
	void listenerOfAChildCannotHaveAServerOfTheParent() {
		runner("local-socket.servers.mine=")
			.run((parent) -> runner("local-socket.servers.mine=").withUserConfiguration(Listener.class)
				.withParent(parent)
				.run((child) -> assertThat(child).hasFailed()
					.getFailure()
					.isInstanceOfSatisfying(LocalSocketListenerException.class, (ex) -> {
						assertThat(ex).hasMessageContaining("Listener.answer()")
							.hasMessageContaining("'mine', which is a bean of the parent application context");
						assertThat(ex.getAction()).contains("Move the method to a bean of the parent, or the server");
					})));
	}

	@Test
	void childWithoutServersOfItsOwnStarts() {
		runner("local-socket.servers.control=")
			.run((parent) -> runner("local-socket.servers.control=").withParent(parent)
				.run((child) -> assertThat(child).hasNotFailed()));
	}

	@Test
	void childWithAMeterRegistryHasTheMetersOfItsServers() {
		runner("local-socket.servers.control=")
			.run((parent) -> runner("local-socket.servers.feed=").withParent(parent).run((child) -> {
				assertThat(listening(child.getBean(MeterRegistry.class), "feed")).isNotNull();
				assertThat(listening(child.getBean(MeterRegistry.class), "control")).isNull();
				assertThat(listening(parent.getBean(MeterRegistry.class), "feed")).isNull();
			}));
	}

	@Test
	void childThatInheritsTheMeterRegistryCanAddTheMetersOfItsServers() {
		runner("local-socket.servers.control=").run((parent) -> {
			MeterRegistry registry = parent.getBean(MeterRegistry.class);
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class,
						MetricsAutoConfiguration.class, LocalSocketMetricsAutoConfiguration.class))
				.withPropertyValues("local-socket.servers.feed.directory=" + this.directory)
				.withParent(parent)
				.run((child) -> {
					assertThat(listening(registry, "feed")).isNull();
					child.getBean(LocalServerMetrics.class).bindTo(registry);
					assertThat(listening(registry, "feed")).isNotNull().returns(1.0, Gauge::value);
					assertThat(listening(registry, "control")).isNotNull();
				});
		});
	}

	private static @Nullable Gauge listening(MeterRegistry registry, String server) {
		return registry.find("local.socket.listening").tag("server", server).gauge();
	}

	@Configuration(proxyBeanMethods = false)
	static class ByType {

		@Autowired
		LocalServer server = new LocalServer();

	}

	@Configuration(proxyBeanMethods = false)
	static class ByName {

		@Autowired
		LocalServer feed = new LocalServer();

		@Autowired
		@Qualifier("control")
		LocalServer qualified = new LocalServer();

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		final List<String> calls = new ArrayList<>();

		@Bean
		@Order(2)
		LocalServerCustomizer second() {
			return (beanName, server) -> call("second", beanName, server);
		}

		@Bean
		@Order(1)
		LocalServerCustomizer first() {
			return (beanName, server) -> {
				call("first", beanName, server);
				server.setLimits(server.limits().withMaxConnections(10 * server.limits().maxConnections()));
			};
		}

		private void call(String customizer, String beanName, LocalServer server) {
			this.calls.add("%s %s %d".formatted(customizer, beanName, server.limits().maxConnections()));
		}

	}

	/** A server of the application's own. */
	static class MyServer extends LocalServer {

	}

	@Configuration(proxyBeanMethods = false)
	static class Mine extends Listener {

		@Bean
		MyServer mine() {
			MyServer server = new MyServer();
			server.setLimits(ConnectionLimits.NONE.withMaxConnections(3));
			return server;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listener {

		@LocalSocketListener("mine")
		String answer(String line, LocalSocket socket) {
			return "mine says " + line;
		}

	}

}

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
package dev.localsocket.autoconfigure.actuate;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.management.InstanceNotFoundException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import dev.localsocket.LocalServer;
import dev.localsocket.actuate.LocalSocketInfoContributor;
import dev.localsocket.actuate.LocalSocketsEndpoint;
import dev.localsocket.actuate.LocalSocketsEndpointWebExtension;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.context.internal.ConnectionOwners;
import dev.localsocket.context.internal.DefaultLocalServerLifecycle;
import dev.localsocket.worker.ServerWorkers;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalSocketsEndpointAutoConfiguration} and
 * {@link LocalSocketInfoContributorAutoConfiguration}, at a real JMX server.
 */
@Timeout(30)
class LocalSocketsEndpointAutoConfigurationTests {

	private static final String WRITABLE = "management.endpoint.localsockets.access=unrestricted";

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(LocalSocketAutoConfiguration.class,
			LocalSocketsEndpointAutoConfiguration.class, LocalSocketInfoContributorAutoConfiguration.class);

	@TempDir
	Path directory;

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withInitializer(
					(context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory);
	}

	private ApplicationContextRunner jmx(String... properties) {
		return runner()
			.withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class, EndpointAutoConfiguration.class,
					JmxEndpointAutoConfiguration.class))
			.withPropertyValues("spring.jmx.enabled=true", "spring.jmx.unique-names=true",
					"management.endpoints.jmx.exposure.include=localsockets")
			.withPropertyValues(properties);
	}

	@Test
	void endpointIsThereOnlyWhenItIsExposed() {
		runner().run((context) -> assertThat(context).doesNotHaveBean(LocalSocketsEndpoint.class));
		jmx().run((context) -> assertThat(context).hasSingleBean(LocalSocketsEndpoint.class)
			.doesNotHaveBean(LocalSocketsEndpointWebExtension.class));
	}

	@Test
	void webExtensionIsThereWhenTheEndpointIsExposedOverHttp() {
		runner().withPropertyValues("management.endpoints.web.exposure.include=localsockets")
			.run((context) -> assertThat(context).hasSingleBean(LocalSocketsEndpoint.class)
				.hasSingleBean(LocalSocketsEndpointWebExtension.class));
	}

	@Test
	void endpointIsNotThereWithoutAccess() {
		jmx("management.endpoint.localsockets.access=none")
			.run((context) -> assertThat(context).doesNotHaveBean(LocalSocketsEndpoint.class));
	}

	@Test
	void endpointOfTheApplicationIsLeftAlone() {
		jmx().withBean("own", LocalSocketsEndpoint.class, () -> new LocalSocketsEndpoint(
				new LocalServerRegistry(List.of()),
				new DefaultLocalServerLifecycle(new LocalServerRegistry(List.of()), new ConnectionOwners(), (event) -> {
				}, new ServerWorkers(Runnable::run), Duration.ZERO)))
			.run((context) -> assertThat(context).getBeanNames(LocalSocketsEndpoint.class).containsExactly("own"));
	}

	@Test
	void readingIsAllThatIsAllowedByDefault() {
		jmx().run((context) -> assertThat(operations()).containsExactlyInAnyOrder("servers", "server", "connection"));
	}

	@ParameterizedTest
	@ValueSource(strings = { WRITABLE, "management.endpoints.access.default=unrestricted" })
	void accessAllowsChanges(String property) {
		jmx(property).run((context) -> assertThat(operations()).containsExactlyInAnyOrder("servers", "server",
				"connection", "changeServer", "closeConnection"));
	}

	@Test
	void changesAreNotAllowedBeyondTheMaximumForAllEndpoints() {
		jmx(WRITABLE, "management.endpoints.access.max-permitted=read-only")
			.run((context) -> assertThat(operations()).doesNotContain("changeServer", "closeConnection"));
	}

	@Test
	void serversAreShownOverJmx() {
		jmx().run((context) -> assertThat(invoke("server", "control"))
			.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
			.containsEntry("connections", List.of())
			.extractingByKey("server", InstanceOfAssertFactories.map(String.class, Object.class))
			.containsEntry("address", this.directory.resolve("control").toString())
			.containsEntry("listening", true)
			.extractingByKey("options", InstanceOfAssertFactories.map(String.class, Object.class))
			.containsEntry("socketOptions", List.of("USER_ACCESS"))
			.containsEntry("idleTimeout", "PT0S"));
	}

	@Test
	void serverIsStoppedAndStartedOverJmx() {
		jmx(WRITABLE).run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			assertThat(invoke("changeServer", "control", false)).isInstanceOf(Map.class);
			assertThat(server.isListening()).isFalse();
			invoke("changeServer", "control", true);
			assertThat(server.isListening()).isTrue();
		});
	}

	private static List<String> operations() throws Exception {
		MBeanInfo info = server().getMBeanInfo(name());
		return List.of(info.getOperations()).stream().map(MBeanOperationInfo::getName).toList();
	}

	private static Object invoke(String operation, Object... arguments) throws Exception {
		String[] signature = List.of(arguments)
			.stream()
			.map((argument) -> argument.getClass().getName())
			.toArray(String[]::new);
		return server().invoke(name(), operation, arguments, signature);
	}

	private static ObjectName name() throws Exception {
		return server().queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=Localsockets,*"), null)
			.stream()
			.findFirst()
			.orElseThrow(() -> new InstanceNotFoundException("localsockets"));
	}

	private static MBeanServer server() {
		return ManagementFactory.getPlatformMBeanServer();
	}

	@Test
	void informationIsContributedOnlyWhenItIsEnabled() {
		runner().run((context) -> assertThat(context).doesNotHaveBean(LocalSocketInfoContributor.class));
		runner().withPropertyValues("management.info.defaults.enabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean(LocalSocketInfoContributor.class));
		runner().withPropertyValues("management.info.local-socket.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(LocalSocketInfoContributor.class));
	}

}

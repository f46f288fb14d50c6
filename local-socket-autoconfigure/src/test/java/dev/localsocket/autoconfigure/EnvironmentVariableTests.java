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
import java.util.Map;

import dev.localsocket.LocalServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what {@code docs/properties.md} says of environment variables.
 */
class EnvironmentVariableTests {

	@TempDir
	Path directory;

	private ConfigurableApplicationContext start(Map<String, Object> variables, Map<String, Object> defaults) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		StandardEnvironment environment = new StandardEnvironment();
		String source = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		environment.getPropertySources().replace(source, new SystemEnvironmentPropertySource(source, variables));
		application.setEnvironment(environment);
		application.setDefaultProperties(defaults);
		return application.run();
	}

	@Test
	void variablesDeclareAServerOfLowerCaseLettersAndDigits() {
		try (ConfigurableApplicationContext context = start(Map.of("LOCALSOCKET_DIRECTORY", this.directory.toString(),
				"LOCALSOCKET_SERVERS_CONTROL2_MAXCONNECTIONS", "3"), Map.of())) {
			LocalServer server = context.getBean("control2", LocalServer.class);
			assertThat(server.limits().maxConnections()).isEqualTo(3);
			assertThat(server.fullServerName()).isEqualTo(this.directory.resolve("control2").toString());
		}
	}

	@Test
	void variableOverridesAKeyOfAServerWithADash() {
		try (ConfigurableApplicationContext context = start(
				Map.of("LOCALSOCKET_SERVERS_APPCONTROL_NAME", this.directory.resolve("other").toString()),
				Map.of("local-socket.servers.app-control.name", "/no/such/directory"))) {
			assertThat(context.getBeanNamesForType(LocalServer.class)).containsExactly("app-control");
			assertThat(context.getBean(LocalServer.class).fullServerName())
				.isEqualTo(this.directory.resolve("other").toString());
		}
	}

	@Test
	void variableCannotDeclareAServerWithADash() {
		try (ConfigurableApplicationContext context = start(
				Map.of("LOCALSOCKET_SERVERS_APPCONTROL_NAME", this.directory.resolve("other").toString()), Map.of())) {
			assertThat(context.getBeanNamesForType(LocalServer.class)).containsExactly("appcontrol");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

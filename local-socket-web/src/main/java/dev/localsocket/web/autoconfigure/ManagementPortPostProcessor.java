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

package dev.localsocket.web.autoconfigure;

import java.util.Map;

import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * Has Actuator a context of its own when it is to have a socket of its own: Spring Boot
 * makes one when there is a port for it. If the application has not set any, there will
 * be none.
 */
class ManagementPortPostProcessor implements EnvironmentPostProcessor {

	private static final String SOURCE = "localSocketManagementPort";

	private static final String PORT = "management.server.port";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (OnLocalWebServerCondition.isDeclared(environment,
				ConfigurationKeys.ofServer(ConfigurationKeys.MANAGEMENT_SERVER_BEAN))
				&& environment.getProperty(PORT) == null) {
			environment.getPropertySources().addLast(new MapPropertySource(SOURCE, Map.of(PORT, "0")));
		}
	}

	/**
	 * Tells whether the application has set a port for Actuator.
	 * @param environment the environment
	 * @return whether it has
	 */
	static boolean isPortSet(Environment environment) {
		return !(environment instanceof ConfigurableEnvironment configurable
				&& configurable.getPropertySources().contains(SOURCE));
	}

}

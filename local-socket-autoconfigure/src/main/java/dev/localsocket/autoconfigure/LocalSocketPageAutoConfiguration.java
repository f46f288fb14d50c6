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

import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.autoconfigure.diagnostics.InvalidKeysException;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration that says what the page lacks, if it cannot be served. What serves
 * it belongs to the web server of Actuator, which may be one of its own.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = LocalSocketAutoConfiguration.class)
@ConditionalOnProperty(ConfigurationKeys.PAGE_ENABLED)
public final class LocalSocketPageAutoConfiguration {

	private static final String ACTUATOR = "org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration";

	/**
	 * Creates the auto-configuration, as Spring Boot does.
	 */
	public LocalSocketPageAutoConfiguration() {
	}

	private static InvalidKeysException unserved(String reason, String action) {
		return new InvalidKeysException("'%s' is set, but %s".formatted(ConfigurationKeys.PAGE_ENABLED, reason),
				action + ", or remove the property.");
	}

	/** The page can be served. */
	record PageRequirements() {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass(ACTUATOR)
	static class WithoutActuator {

		@Bean
		static PageRequirements localSocketPageRequirements() {
			throw unserved("the Actuator is not there", "Add org.springframework.boot:spring-boot-starter-actuator");
		}

	}

	/** Not when it could have one, but runs without, as in a test. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnNotWebApplication
	@ConditionalOnClass(EndpointAutoConfiguration.class)
	@ConditionalOnMissingClass({ "org.springframework.web.servlet.DispatcherServlet",
			"org.springframework.web.reactive.DispatcherHandler" })
	static class WithoutWebServer {

		@Bean
		static PageRequirements localSocketPageRequirements() {
			throw unserved("the application has no web server",
					"Add one, such as org.springframework.boot:spring-boot-starter-webmvc");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(EndpointAutoConfiguration.class)
	static class WithActuator {

		@Bean
		static PageRequirements localSocketPagePortRequirements(Environment environment) {
			if (ManagementPortType.get(environment) == ManagementPortType.DISABLED) {
				throw unserved("'management.server.port' tells the Actuator to have no web server",
						"Change that property");
			}
			return new PageRequirements();
		}

	}

}

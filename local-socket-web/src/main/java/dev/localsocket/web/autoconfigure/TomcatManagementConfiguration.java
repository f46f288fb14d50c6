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

import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.web.internal.HttpConnections;
import dev.localsocket.web.internal.tomcat.LocalTomcatCustomizer;
import org.apache.catalina.startup.Tomcat;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Configuration of Tomcat for Actuator alone.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnClass({ Tomcat.class, TomcatWebServerFactory.class })
@ConditionalOnLocalWebServer(ConfigurationKeys.MANAGEMENT_SERVER_BEAN)
class TomcatManagementConfiguration {

	@Bean
	LocalTomcatCustomizer localSocketManagementTomcatCustomizer(HttpConnections managementServerConnections,
			Environment environment) {
		return new LocalTomcatCustomizer(managementServerConnections,
				ManagementPortPostProcessor.isPortSet(environment));
	}

}

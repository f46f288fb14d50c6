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

import java.util.LinkedHashSet;
import java.util.Set;

import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of HTTP on local sockets, which the module {@code local-socket-web} serves.
 *
 * @param server Socket of the web server.
 * @param management Socket of Actuator alone, which is served there and nowhere else.
 * @param tcp Whether the web server listens on its TCP port, too.
 * @since 0.1.0
 */
@ConfigurationPropertiesSource
public record LocalSocketWebProperties(@NestedConfigurationProperty @Nullable WebServerProperties server,
		@NestedConfigurationProperty @Nullable WebServerProperties management, @DefaultValue("true") boolean tcp) {

	/**
	 * Returns the properties of a server of the web.
	 * @param beanName the name of its bean
	 * @return the properties, or null if there are none
	 */
	@Nullable LocalServerProperties serverOfBean(String beanName) {
		return switch (beanName) {
			case ConfigurationKeys.WEB_SERVER_BEAN -> properties(this.server);
			case ConfigurationKeys.MANAGEMENT_SERVER_BEAN -> properties(this.management);
			default -> null;
		};
	}

	private static @Nullable LocalServerProperties properties(@Nullable WebServerProperties properties) {
		return (properties != null) ? properties.asServer() : null;
	}

	Set<String> beanNames() {
		Set<String> names = new LinkedHashSet<>();
		if (this.server != null) {
			names.add(ConfigurationKeys.WEB_SERVER_BEAN);
		}
		if (this.management != null) {
			names.add(ConfigurationKeys.MANAGEMENT_SERVER_BEAN);
		}
		return names;
	}

}

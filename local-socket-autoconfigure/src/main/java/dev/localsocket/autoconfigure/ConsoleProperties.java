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

import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the console, a command server whose commands are the Actuator endpoints.
 *
 * @param server Name of the bean of the server that is the console. It need not be
 * declared. By default, there is no console.
 * @param exposure Endpoints that are commands.
 * @param operators Users and groups that may change something, of those who may connect.
 * Where none is named, all may.
 * @since 0.1.0
 */
@ConfigurationPropertiesSource
public record ConsoleProperties(@Nullable String server, @DefaultValue Exposure exposure,
		@NestedConfigurationProperty @DefaultValue AuthorizationProperties operators) {

	/**
	 * Returns the server of a console that there is.
	 * @return the name of its bean
	 */
	String requiredServer() {
		return Objects.requireNonNull(this.server);
	}

	/**
	 * The endpoints that are commands.
	 *
	 * @param include Ids of endpoints that are commands, or '*' for all.
	 * @param exclude Ids of endpoints that are no commands, or '*' for all.
	 * @since 0.1.0
	 */
	public record Exposure(@DefaultValue("*") Set<String> include, @DefaultValue Set<String> exclude) {

	}

}

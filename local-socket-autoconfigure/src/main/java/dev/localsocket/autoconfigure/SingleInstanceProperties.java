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
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import dev.localsocket.InstanceScope;
import dev.localsocket.SingleInstance;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the application is the only one of its name.
 *
 * @param enabled Whether a second start hands its arguments over and ends. By default, if
 * there is a name, except in tests.
 * @param name Name of the application: letters, digits, dots, hyphens and underscores.
 * @param scope Within what there is one instance.
 * @param directory Directory of the socket, which nobody else may write to, an absolute
 * path. By default, the runtime directory of the user, or the one of that name in /run.
 * @param timeout Time that the first instance may give no sign of life.
 * @param startTimeout Time that the first instance may take until it begins to handle a
 * second one.
 * @param answerTimeout Time that the first instance may handle a second one. 0 for no
 * limit.
 * @param environmentVariables Names of the environment variables that a second instance
 * hands over.
 * @param standardInput Whether a second instance hands over its standard input, when the
 * first one reads it.
 * @param authorization Who may call the first instance, in the scope 'system'. By
 * default, its user and root.
 * @since 0.1.0
 */
@ConfigurationPropertiesSource
public record SingleInstanceProperties(@Nullable Boolean enabled, @Nullable String name,
		@DefaultValue("user") InstanceScope scope, @Nullable String directory, @DefaultValue("10s") Duration timeout,
		@DefaultValue("1m") Duration startTimeout, @DefaultValue("0s") Duration answerTimeout,
		@DefaultValue List<String> environmentVariables, @DefaultValue("false") boolean standardInput,
		@NestedConfigurationProperty @DefaultValue AuthorizationProperties authorization) {

	/** The key below that of all. */
	static final String KEY = "single-instance";

	SingleInstance.Builder toBuilder() {
		SingleInstance.Builder builder = named();
		set("timeout", this.timeout, builder::timeout);
		set("start-timeout", this.startTimeout, builder::startTimeout);
		set("answer-timeout", this.answerTimeout, builder::answerTimeout);
		return builder.scope(this.scope)
			.directory(path())
			.environmentVariables(this.environmentVariables.toArray(String[]::new))
			.standardInput(this.standardInput)
			.printFailure(false);
	}

	private SingleInstance.Builder named() {
		String given = (this.name != null) ? this.name : "";
		try {
			return SingleInstance.builder(given);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidProperty.of(KEY + ".name", given, ex.getMessage() + ".");
		}
	}

	private @Nullable Path path() {
		if (this.directory == null || this.directory.isEmpty()) {
			return null;
		}
		if (!this.directory.startsWith("/")) {
			throw InvalidProperty.of(KEY + ".directory", this.directory,
					"It must be an absolute path, so that all instances find the same.");
		}
		return Path.of(this.directory);
	}

	private static void set(String key, Duration value, Consumer<Duration> setter) {
		try {
			setter.accept(value);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidProperty.of(KEY + "." + key, value, ex.getMessage() + ".");
		}
	}

}

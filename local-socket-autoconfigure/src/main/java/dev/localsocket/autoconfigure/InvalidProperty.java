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

import dev.localsocket.TransportType;
import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Says what is wrong with the value of a configuration property.
 */
final class InvalidProperty {

	private InvalidProperty() {
	}

	/**
	 * Creates an exception.
	 * @param key the key below {@value ConfigurationKeys#PREFIX}
	 * @param value the value
	 * @param reason why it is wrong and what to do
	 * @return the exception
	 */
	static InvalidConfigurationPropertyValueException of(String key, @Nullable Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(ConfigurationKeys.PREFIX + "." + key, value, reason);
	}

	/**
	 * Creates an exception.
	 * @param transport the value of {@code transport}
	 * @param reason says why there is no such transport
	 * @return the exception
	 */
	static InvalidConfigurationPropertyValueException ofTransport(TransportType transport,
			UnsupportedOperationException reason) {
		return of("transport", transport, reason.getMessage() + ". Remove the cause, or the property.");
	}

	/**
	 * Creates an exception.
	 * @param beanName the name of the server's bean
	 * @param key the key below that name
	 * @param value the value
	 * @param reason why it is wrong and what to do
	 * @return the exception
	 */
	static InvalidConfigurationPropertyValueException ofServer(String beanName, String key, @Nullable Object value,
			String reason) {
		return of("%s.%s".formatted(ConfigurationKeys.ofServerBelowPrefix(beanName), key), value, reason);
	}

}

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

import org.springframework.core.convert.converter.Converter;
import org.springframework.util.StringUtils;

/**
 * Makes a client with default properties of a key without a value, such as
 * {@code local-socket.clients.control:} in YAML.
 */
class EmptyClientConverter implements Converter<String, LocalSocketClientProperties> {

	@Override
	public LocalSocketClientProperties convert(String source) {
		if (StringUtils.hasText(source)) {
			throw new IllegalArgumentException(
					"A client has properties, such as 'name', but was given the value '" + source + "'");
		}
		return LocalSocketClientProperties.defaults();
	}

}

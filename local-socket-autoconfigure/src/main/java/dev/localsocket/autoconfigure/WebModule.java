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

import org.springframework.util.ClassUtils;

/**
 * The module that serves HTTP: without it, its keys would open sockets that nobody
 * serves.
 */
final class WebModule {

	private static final String CLASS = "dev.localsocket.web.autoconfigure.LocalSocketWebAutoConfiguration";

	private WebModule() {
	}

	/**
	 * Checks that what is declared can be served, and makes sense.
	 * @param properties the properties
	 */
	static void check(LocalSocketProperties properties) {
		LocalSocketWebProperties web = properties.web();
		if (!web.beanNames().isEmpty() && !ClassUtils.isPresent(CLASS, WebModule.class.getClassLoader())) {
			throw new InvalidKeysException(
					"'%s' is set, but the library that serves HTTP on local sockets is missing"
						.formatted(ConfigurationKeys.WEB),
					"Add the dependency dev.localsocket:local-socket-web, or remove these keys.");
		}
		if (!web.tcp() && !properties.declares(ConfigurationKeys.WEB_SERVER_BEAN)) {
			throw InvalidProperty.of("web.tcp", false,
					"The web server would listen nowhere. Give it a socket, 'local-socket.web.server.name=app-http' for "
							+ "example, or remove this key.");
		}
	}

}

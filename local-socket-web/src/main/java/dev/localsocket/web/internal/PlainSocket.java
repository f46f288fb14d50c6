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

package dev.localsocket.web.internal;

import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.autoconfigure.diagnostics.InvalidKeysException;

import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;

/**
 * Sees to it that nobody takes a socket without TLS for one with it.
 */
public final class PlainSocket {

	private PlainSocket() {
	}

	/**
	 * Checks a factory whose server is to listen at a local socket only.
	 * @param factory the factory
	 */
	public static void check(AbstractConfigurableWebServerFactory factory) {
		if (Ssl.isEnabled(factory.getSsl())) {
			throw new InvalidKeysException(
					"'server.ssl' asks for TLS, but with '%s.tcp=false' there is only a local socket, which has none"
						.formatted(ConfigurationKeys.WEB),
					"Remove the keys of 'server.ssl': the kernel says who the peer is, and nothing leaves the machine. "
							+ "Or remove '%s.tcp'.".formatted(ConfigurationKeys.WEB));
		}
	}

}

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

import dev.localsocket.client.LocalSocketClientSettings;

/**
 * Creates the beans of the clients whose servers speak HTTP. What implements it comes
 * with the module {@code local-socket-web}; it is of no use to applications.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HttpClientFactory {

	/** The class of what is created. */
	String TYPE = "dev.localsocket.web.client.LocalSocketHttpClient";

	/**
	 * Creates a client, without connecting.
	 * @param settings where the server is, and the limits
	 * @return the client, of the class {@value #TYPE}
	 */
	Object create(LocalSocketClientSettings settings);

}

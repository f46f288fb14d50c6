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

package dev.localsocket.autoconfigure.diagnostics;

/**
 * The beginnings of the keys of the configuration, as advice names them.
 *
 * @since 0.1.0
 */
public final class ConfigurationKeys {

	/** The prefix of all keys. */
	public static final String PREFIX = "local-socket";

	/** The prefix of the servers' names. */
	public static final String SERVERS = PREFIX + ".servers";

	/** The prefix of the clients' names. */
	public static final String CLIENTS = PREFIX + ".clients";

	/** The prefix of the web server's keys. */
	public static final String WEB = PREFIX + ".web";

	/** The name of the bean that {@code server} below {@link #WEB} declares. */
	public static final String WEB_SERVER_BEAN = "webServer";

	/** The name of the bean that {@code management} below {@link #WEB} declares. */
	public static final String MANAGEMENT_SERVER_BEAN = "managementServer";

	/** The key of the bean name of the console's server. */
	public static final String CONSOLE_SERVER = PREFIX + ".console.server";

	/** The key that switches the page on. */
	public static final String PAGE_ENABLED = PREFIX + ".page.enabled";

	private ConfigurationKeys() {
	}

	/**
	 * Returns what the keys of a server begin with.
	 * @param beanName the name of its bean
	 * @return the prefix, without a dot at its end
	 */
	public static String ofServer(String beanName) {
		return switch (beanName) {
			case WEB_SERVER_BEAN -> WEB + ".server";
			case MANAGEMENT_SERVER_BEAN -> WEB + ".management";
			default -> SERVERS + "." + beanName;
		};
	}

	/**
	 * Returns the same without the prefix of all keys.
	 * @param beanName the name of its bean
	 * @return the prefix, without a dot at its end
	 */
	public static String ofServerBelowPrefix(String beanName) {
		return ofServer(beanName).substring(PREFIX.length() + 1);
	}

}

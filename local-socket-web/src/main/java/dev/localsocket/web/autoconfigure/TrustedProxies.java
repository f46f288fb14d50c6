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

import java.util.HashSet;
import java.util.Set;

import dev.localsocket.account.AccountLookupException;
import dev.localsocket.account.Accounts;
import dev.localsocket.autoconfigure.WebServerProperties;
import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Finds the users whose processes may say on whose behalf they send requests.
 */
final class TrustedProxies {

	private TrustedProxies() {
	}

	/**
	 * Looks the users up.
	 * @param beanName the name of the server's bean
	 * @param properties the properties of the server, or null if there are none
	 * @param accounts knows the users
	 * @return their ids
	 */
	static Set<Long> of(String beanName, @Nullable WebServerProperties properties, Accounts accounts) {
		Set<Long> ids = new HashSet<>();
		if (properties != null) {
			properties.trustedProxies().forEach((user) -> ids.add(id(beanName, user, accounts)));
		}
		return ids;
	}

	private static long id(String beanName, String user, Accounts accounts) {
		if (user.matches("\\d{1,10}")) {
			return Long.parseLong(user);
		}
		try {
			return accounts.userId(user)
				.orElseThrow(() -> invalid(beanName, user,
						"This system knows no user of that name. Correct it, create the user, or use its number."));
		}
		catch (AccountLookupException ex) {
			throw invalid(beanName, user, "The user could not be looked up: %s.".formatted(ex.getMessage()));
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String beanName, String user, String reason) {
		return new InvalidConfigurationPropertyValueException(ConfigurationKeys.ofServer(beanName) + ".trusted-proxies",
				user, reason);
	}

}

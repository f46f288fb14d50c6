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

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of who may connect to a server: a peer that one of them names. Where none is
 * set, everybody who can reach the socket may.
 *
 * @param allowedUsers Names of users who may connect.
 * @param allowedGroups Names of groups whose members may connect.
 * @param allowedUids Ids of users who may connect.
 * @param allowedGids Ids of groups whose members may connect.
 * @since 0.1.0
 */
@ConfigurationPropertiesSource
public record AuthorizationProperties(@DefaultValue Set<String> allowedUsers, @DefaultValue Set<String> allowedGroups,
		@DefaultValue Set<Long> allowedUids, @DefaultValue Set<Long> allowedGids) {

	static final List<String> KEYS = List.of("allowed-users", "allowed-groups", "allowed-uids", "allowed-gids");

	/**
	 * Tells whether there is a key, whatever its spelling.
	 * @param key the key
	 * @return whether it is one of {@link #KEYS}
	 */
	static boolean hasKey(String key) {
		String uniform = key.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
		return KEYS.stream().anyMatch((known) -> known.replace("-", "").equals(uniform));
	}

	boolean namesNobody() {
		return this.allowedUsers.isEmpty() && this.allowedGroups.isEmpty() && this.allowedUids.isEmpty()
				&& this.allowedGids.isEmpty();
	}

}

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

package dev.localsocket.account;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the account databases say of a user.
 *
 * @param name the name, or null if no account has the user id
 * @param groups the ids of all groups that the user is a member of
 * @since 0.1.0
 */
public record UserAccount(@Nullable String name, Set<Long> groups) {

	/** That of a user whom the system does not know. */
	public static final UserAccount NONE = new UserAccount(null, Set.of());

	/**
	 * Copies the groups.
	 */
	public UserAccount {
		groups = Set.copyOf(groups);
	}

}

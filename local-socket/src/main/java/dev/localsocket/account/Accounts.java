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

import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * The users and groups that the system knows. Thread-safe. All methods may block.
 *
 * @since 0.1.0
 */
public interface Accounts {

	/**
	 * Looks up a user.
	 * @param name the name
	 * @return the user id, or nothing if there is no such user
	 * @throws AccountLookupException if that cannot be found out
	 */
	OptionalLong userId(String name);

	/**
	 * Looks up a group.
	 * @param name the name
	 * @return the group id, or nothing if there is no such group
	 * @throws AccountLookupException if that cannot be found out
	 */
	OptionalLong groupId(String name);

	/**
	 * Looks up a user and the groups that it is a member of.
	 * @param uid the user id
	 * @return the account, without a name and groups if there is none
	 * @throws AccountLookupException if that cannot be found out
	 */
	UserAccount user(long uid);

	/**
	 * Looks up the name of a group.
	 * @param gid the group id
	 * @return the name, or null if there is no such group
	 * @throws AccountLookupException if that cannot be found out
	 */
	@Nullable String groupName(long gid);

}

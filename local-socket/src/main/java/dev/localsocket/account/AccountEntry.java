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

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A line of {@code passwd(5)} or {@code group(5)}.
 *
 * @param name the name of the user or group
 * @param id its id
 * @param fourth the fourth field: the primary group of a user, or the members of a group
 */
record AccountEntry(String name, long id, String fourth) {

	/**
	 * Reads lines. Those that are no entries, as comments and references to other
	 * sources, are left out.
	 */
	static Stream<AccountEntry> parse(String lines) {
		return lines.lines()
			.map((line) -> line.split(":", -1))
			.filter((fields) -> fields.length > 3 && !fields[0].isEmpty() && isId(fields[2]))
			.map((fields) -> new AccountEntry(fields[0], Long.parseLong(fields[2]), fields[3]));
	}

	private static boolean isId(String field) {
		return !field.isEmpty() && field.length() <= 10 && field.chars().allMatch((c) -> c >= '0' && c <= '9');
	}

	Optional<Long> primaryGroup() {
		return Optional.of(this.fourth).filter(AccountEntry::isId).map(Long::valueOf);
	}

	boolean hasMember(String user) {
		return Arrays.asList(this.fourth.split(",")).contains(user);
	}

}

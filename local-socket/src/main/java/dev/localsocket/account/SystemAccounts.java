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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The accounts of a POSIX system. The local files are read first, and if they do not know
 * a user or group {@code getent(1)} is asked, which knows the directory services that the
 * system is configured for. The groups of a user are those that {@code id -G} tells, that
 * is those of a login; where there is no such program, as in small containers, those in
 * the local files.
 *
 * @since 0.1.0
 */
public final class SystemAccounts implements Accounts {

	private final Path users;

	private final Path groups;

	private final AccountPrograms programs;

	/** Creates the accounts of this system. */
	public SystemAccounts() {
		this(Path.of("/etc/passwd"), Path.of("/etc/group"), new AccountPrograms());
	}

	SystemAccounts(Path users, Path groups, AccountPrograms programs) {
		this.users = users;
		this.groups = groups;
		this.programs = programs;
	}

	@Override
	public OptionalLong userId(String name) {
		return id(find(this.users, "passwd", name, (entry) -> entry.name().equals(name)));
	}

	@Override
	public OptionalLong groupId(String name) {
		return id(find(this.groups, "group", name, (entry) -> entry.name().equals(name)));
	}

	private static OptionalLong id(@Nullable AccountEntry entry) {
		return (entry != null) ? OptionalLong.of(entry.id()) : OptionalLong.empty();
	}

	@Override
	public @Nullable String groupName(long gid) {
		AccountEntry group = find(this.groups, "group", Long.toString(gid), (entry) -> entry.id() == gid);
		return (group != null) ? group.name() : null;
	}

	@Override
	public UserAccount user(long uid) {
		AccountEntry user = find(this.users, "passwd", Long.toString(uid), (entry) -> entry.id() == uid);
		if (user == null) {
			return UserAccount.NONE;
		}
		Set<Long> ids = this.programs.groupsOf(user.name());
		return new UserAccount(user.name(), (ids != null) ? ids : groupsInFile(user));
	}

	private Set<Long> groupsInFile(AccountEntry user) {
		Set<Long> ids = entries(this.groups).filter((group) -> group.hasMember(user.name()))
			.map(AccountEntry::id)
			.collect(Collectors.toSet());
		user.primaryGroup().ifPresent(ids::add);
		return ids;
	}

	/**
	 * The answer of {@code getent} must match too: it takes a name of digits for a
	 * number.
	 */
	private @Nullable AccountEntry find(Path file, String database, String key, Predicate<AccountEntry> matches) {
		return entries(file).filter(matches)
			.findFirst()
			.or(() -> AccountEntry.parse(this.programs.entry(database, key)).filter(matches).findFirst())
			.orElse(null);
	}

	private static Stream<AccountEntry> entries(Path file) {
		try {
			return AccountEntry.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
		}
		catch (NoSuchFileException ex) {
			return Stream.empty();
		}
		catch (IOException ex) {
			throw new AccountLookupException("Cannot read " + file + ": " + ex);
		}
	}

}

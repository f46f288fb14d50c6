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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SystemAccounts}, with the files and programs of this system and with
 * others.
 */
@Timeout(60)
class SystemAccountsTests {

	@TempDir
	Path directory;

	private Path users = Path.of("users");

	private Path groups = Path.of("groups");

	@BeforeEach
	void writeFiles() throws IOException {
		this.users = Files.writeString(this.directory.resolve("passwd"), """
				# comment
				+::::::
				root:x:0:0:root:/root:/bin/sh
				zoë:x:1000:100::/home/zoe:/bin/sh
				toor:x:0:0::/root:/bin/sh
				7:x:1007:1007::/:/bin/sh
				broken:x:ten:0::/:/bin/sh
				""");
		this.groups = Files.writeString(this.directory.resolve("group"), """
				root:x:0:
				users:x:100:
				wheel:x:10:alice,zoë
				audio:x:29:zoë2,alice
				staff:x:50:zoë
				""");
	}

	private SystemAccounts accounts() {
		return new SystemAccounts(this.users, this.groups,
				new AccountPrograms(List.of(this.directory), Duration.ofSeconds(30)));
	}

	private void program(String name, String script) throws IOException {
		Path program = Files.writeString(this.directory.resolve(name), "#!/bin/sh\n" + script);
		Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
	}

	@Test
	void filesAreReadWithoutAnyProgram() {
		SystemAccounts accounts = accounts();
		assertThat(accounts.userId("zoë")).hasValue(1000);
		assertThat(accounts.userId("7")).hasValue(1007);
		assertThat(accounts.groupId("wheel")).hasValue(10);
		assertThat(accounts.groupName(29)).isEqualTo("audio");
		assertThat(accounts.user(1000)).isEqualTo(new UserAccount("zoë", Set.of(100L, 10L, 50L)));
		assertThat(accounts.user(0).name()).isEqualTo("root");
	}

	@Test
	void unknownAccountsAreNotFound() {
		SystemAccounts accounts = accounts();
		assertThat(accounts.userId("nobody")).isEmpty();
		assertThat(accounts.userId("1000")).isEmpty();
		assertThat(accounts.userId("+")).isEmpty();
		assertThat(accounts.userId("broken")).isEmpty();
		assertThat(accounts.userId("# comment")).isEmpty();
		assertThat(accounts.groupId("")).isEmpty();
		assertThat(accounts.groupName(-1)).isNull();
		assertThat(accounts.user(4294967295L)).isEqualTo(UserAccount.NONE);
	}

	@Test
	void missingFilesAreEmpty() throws IOException {
		Files.delete(this.users);
		Files.delete(this.groups);
		assertThat(accounts().userId("root")).isEmpty();
		assertThat(accounts().user(0)).isEqualTo(UserAccount.NONE);
	}

	@Test
	void otherDatabasesAreAskedForWhatTheFilesDoNotKnow() throws IOException {
		program("getent", """
				case "$1 $2" in
				"passwd remote"|"passwd 70000") echo remote:*:70000:70001::/:/bin/sh;;
				"group crew"|"group 70001") echo crew:*:70001:remote;;
				"passwd 1234") echo somebody:*:1234:1::/:/bin/sh;;
				*) exit 2;;
				esac
				""");
		SystemAccounts accounts = accounts();
		assertThat(accounts.userId("remote")).hasValue(70000);
		assertThat(accounts.groupId("crew")).hasValue(70001);
		assertThat(accounts.groupName(70001)).isEqualTo("crew");
		assertThat(accounts.user(70000).name()).isEqualTo("remote");
		assertThat(accounts.userId("root")).hasValue(0);
		assertThat(accounts.userId("nobody")).isEmpty();
		assertThat(accounts.userId("1234")).as("A number is no name").isEmpty();
	}

	@Test
	void groupsAreThoseThatIdTells() throws IOException {
		program("id", "[ \"$*\" = '-G -- zoë' ] && echo 100 10 70001");
		assertThat(accounts().user(1000).groups()).containsExactlyInAnyOrder(100L, 10L, 70001L);
		assertThat(accounts().user(0).groups()).as("id does not know root").containsExactly(0L);
	}

	@Test
	void nameIsNeverTakenForAnOption() throws IOException {
		program("getent", "echo -- \"$@\" >> " + this.directory.resolve("called") + "; exit 2");
		assertThat(accounts().userId("--help")).isEmpty();
		assertThat(this.directory.resolve("called")).doesNotExist();
	}

	@Test
	void programThatFailsIsNoAnswer() throws IOException {
		program("getent", "exit 3");
		assertThatExceptionOfType(AccountLookupException.class).isThrownBy(() -> accounts().userId("remote"))
			.withMessageContaining("getent, passwd, remote] has ended with the status 3");
	}

	@Test
	void programThatDoesNotEndIsNoAnswer() throws IOException {
		program("getent", "exec sleep 100");
		SystemAccounts accounts = new SystemAccounts(this.users, this.groups,
				new AccountPrograms(List.of(this.directory), Duration.ofMillis(200)));
		assertThatExceptionOfType(AccountLookupException.class).isThrownBy(() -> accounts.userId("remote"))
			.withMessageContaining("status 137");
	}

	@Test
	void accountsOfThisSystemAreFound() {
		SystemAccounts accounts = new SystemAccounts();
		assertThat(accounts.userId("root")).hasValue(0);
		assertThat(accounts.user(0).name()).isEqualTo("root");
		assertThat(accounts.user(0).groups()).contains(0L);
		assertThat(accounts.userId("no-such-user")).isEmpty();
		assertThat(accounts.groupId("no-such-group")).isEmpty();
		assertThat(accounts.user(4242424242L)).isEqualTo(UserAccount.NONE);
	}

}

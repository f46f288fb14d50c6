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

package dev.localsocket.rpc.internal;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandTable} and {@link CommandUsage}.
 */
class CommandTableTests {

	private static final CommandUsage.Argument NAME = CommandUsage.Argument.of("userName", false, false, "who it is",
			null);

	private static final CommandUsage.Argument LEVEL = CommandUsage.Argument.of("level", true, false, "", "INFO");

	private static final CommandUsage.Argument FILES = CommandUsage.Argument.of("files", true, true, "", null);

	private final CommandTable<CommandUsage> table = table(new CommandUsage("user", "tell who is here", List.of()),
			new CommandUsage("user add", "add a user", List.of(NAME, LEVEL)),
			new CommandUsage("user remove", "remove users", List.of(FILES)), new CommandUsage("status", "", List.of()),
			new CommandUsage("group list all", "", List.of()));

	private static CommandTable<CommandUsage> table(CommandUsage... usages) {
		return new CommandTable<>(List.of(usages), (usage) -> usage);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			user               | user            | 0
			user x             | user            | 1
			user add           | user add        | 0
			user add bob x     | user add        | 2
			user remove        | user remove     | 0
			group list all x   | group list all  | 1
			group list         | -               | 0
			group              | -               | 0
			statusx            | -               | 0
			STATUS             | -               | 0
			""")
	void longestRouteWins(String line, String route, int arguments) {
		CommandTable.Match<CommandUsage> match = this.table.find(List.of(line.split(" ")));
		if (route == null) {
			assertThat(match).isNull();
			return;
		}
		assertThat(match).isNotNull();
		assertThat(match.command().route()).isEqualTo(route);
		assertThat(match.arguments()).hasSize(arguments);
	}

	@Test
	void nothingMatchesNoWords() {
		assertThat(this.table.find(List.of())).isNull();
		assertThat(this.table.isHelp(List.of())).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			statsu         | error: unknown command 'statsu'; did you mean 'status'?
			STATUS         | error: unknown command 'STATUS'; did you mean 'status'?
			hlep x         | error: unknown command 'hlep'; did you mean 'help'?
			uesr           | error: unknown command 'uesr'; did you mean 'user'?
			group          | error: unknown command 'group'; did you mean 'group list all'?
			group lst all  | error: unknown command 'group lst'; try help
			xyz            | error: unknown command 'xyz'; try help
			""")
	void unknownCommandIsExplained(String line, String text) {
		assertThat(this.table.unknown(List.of(line.split(" ")))).isEqualTo(text);
	}

	@Test
	void severalCommandsMayBeMeant() {
		CommandTable<CommandUsage> similar = table(Stream.of("aab", "aac", "aad", "aae", "aa")
			.map((route) -> new CommandUsage(route, "", List.of()))
			.toArray(CommandUsage[]::new));
		assertThat(similar.unknown(List.of("aax")))
			.isEqualTo("error: unknown command 'aax'; did you mean 'aa' or 'aab' or 'aac'?");
	}

	@Test
	void unknownCommandIsEscapedAndCut() {
		assertThat(this.table.unknown(List.of("a\u001b[2J\u202e")))
			.isEqualTo("error: unknown command 'a\\u001b[2J\\u202e'; try help");
		assertThat(this.table.unknown(List.of("x".repeat(100_000)))).hasSizeLessThan(1100);
		assertThat(this.table.unknown(List.of())).isEqualTo("error: no command; try help");
	}

	@Test
	void helpListsTheCommands() {
		assertThat(this.table.help(List.of("help"))).containsExactly("group list all",
				"help [COMMAND]...           list the commands, or explain one", "status",
				"user                        tell who is here", "user add USER-NAME [LEVEL]  add a user",
				"user remove [FILES]...      remove users");
	}

	@Test
	void helpExplainsACommand() {
		assertThat(this.table.help(List.of("help", "user", "add"))).containsExactly("usage: user add USER-NAME [LEVEL]",
				"add a user", "  USER-NAME: who it is", "  LEVEL: by default INFO");
		assertThat(this.table.help(List.of("help", "status"))).containsExactly("usage: status");
		assertThat(this.table.help(List.of("help", "group"))).containsExactly("group list all");
		assertThat(this.table.help(List.of("help", "statsu")))
			.containsExactly("error: unknown command 'statsu'; did you mean 'status'?");
	}

	@Test
	void anotherHelpIsPossible() {
		CommandTable<CommandUsage> own = table(new CommandUsage("help", "mine", List.of()));
		assertThat(own.find(List.of("help", "x"))).isNotNull();
		assertThat(own.help(List.of("help"))).containsExactly("help  mine");
	}

}

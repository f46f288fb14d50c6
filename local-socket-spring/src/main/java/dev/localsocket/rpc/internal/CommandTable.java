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

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.localsocket.log.PeerText;
import org.jspecify.annotations.Nullable;

/**
 * Finds the command of a line, and explains the commands: {@code help} is one of them,
 * unless there is another of that name. Immutable.
 *
 * @param <T> the type of commands
 */
public final class CommandTable<T> {

	private static final String HELP = "help";

	private static final CommandUsage HELP_USAGE = new CommandUsage(HELP, "list the commands, or explain one",
			List.of(CommandUsage.Argument.of("command", true, true, "", null)));

	private final Map<List<String>, T> commands;

	/** By their routes, which are in order. */
	private final Map<String, CommandUsage> usages = new TreeMap<>();

	/** Of the commands that are not of this table, by their routes. */
	private final Map<String, List<String>> furtherHelp = new HashMap<>();

	private final Set<String> firstWords = new HashSet<>();

	private final int mostWords;

	/**
	 * Creates a table.
	 * @param commands the commands, each with another route
	 * @param usage returns how a command is typed
	 */
	public CommandTable(Collection<T> commands, Function<T, CommandUsage> usage) {
		this(commands, usage, List.of());
	}

	/**
	 * Creates a table.
	 * @param commands the commands, each with another route
	 * @param usage returns how a command is typed
	 * @param further commands that are explained here and found elsewhere; one with the
	 * route of another command is hidden by it
	 */
	public CommandTable(Collection<T> commands, Function<T, CommandUsage> usage, List<CommandCatalog.Entry> further) {
		this.commands = commands.stream()
			.collect(Collectors.toUnmodifiableMap((command) -> words(usage.apply(command).route()),
					Function.identity()));
		this.usages.put(HELP, HELP_USAGE);
		further.forEach((entry) -> this.usages.put(entry.usage().route(), entry.usage()));
		further.forEach((entry) -> this.furtherHelp.put(entry.usage().route(), entry.help()));
		commands.stream().map(usage).forEach(this::put);
		this.usages.keySet().forEach((route) -> this.firstWords.add(words(route).get(0)));
		this.mostWords = this.usages.keySet().stream().mapToInt((route) -> words(route).size()).max().orElse(1);
	}

	private void put(CommandUsage usage) {
		this.usages.put(usage.route(), usage);
		this.furtherHelp.remove(usage.route());
	}

	private static List<String> words(String route) {
		return List.of(route.split(" "));
	}

	/**
	 * Finds the command whose route has the most words of those at the begin of a line.
	 * @param words the words of the line
	 * @return the command and its arguments, or null if there is none
	 */
	public @Nullable Match<T> find(List<String> words) {
		for (int count = Math.min(this.mostWords, words.size()); count > 0; count--) {
			T command = this.commands.get(words.subList(0, count));
			if (command != null) {
				return new Match<>(command, words.subList(count, words.size()));
			}
		}
		return null;
	}

	/**
	 * Tells whether a line that is no command of the table is one of those that are found
	 * elsewhere.
	 * @param words the words of the line
	 * @return whether it is
	 */
	public boolean isFurther(List<String> words) {
		return !words.isEmpty() && this.furtherHelp.containsKey(words.get(0));
	}

	/**
	 * Tells whether a line that is no command of the table asks for {@link #help}.
	 * @param words the words of the line
	 * @return whether it does
	 */
	public boolean isHelp(List<String> words) {
		return !words.isEmpty() && words.get(0).equals(HELP);
	}

	/**
	 * Explains commands.
	 * @param words the words of the line, the first of which asks for help
	 * @return some lines
	 */
	public List<String> help(List<String> words) {
		if (words.size() == 1) {
			return list(this.usages.values().stream());
		}
		String route = String.join(" ", words.subList(1, words.size()));
		List<String> further = this.furtherHelp.get(route);
		if (further != null) {
			return further;
		}
		CommandUsage usage = this.usages.get(route);
		if (usage != null) {
			return usage.lines();
		}
		List<String> lines = list(this.usages.values().stream().filter((each) -> each.route().startsWith(route + " ")));
		return lines.isEmpty() ? List.of(unknown(words.subList(1, words.size()))) : lines;
	}

	private static List<String> list(Stream<CommandUsage> usages) {
		List<CommandUsage> commands = usages.toList();
		int width = commands.stream().mapToInt((usage) -> usage.syntax().length()).max().orElse(0);
		return commands.stream()
			.map((usage) -> "%%-%ds  %%s".formatted(width)
				.formatted(usage.syntax(), usage.description())
				.stripTrailing())
			.toList();
	}

	/**
	 * Says that there is no such command.
	 * @param words the words of the line
	 * @return one line, with the commands that may have been meant
	 */
	public String unknown(List<String> words) {
		if (words.isEmpty()) {
			return "error: no command; try help";
		}
		String typed = typed(words);
		List<String> similar = SimilarNames.of(typed, this.usages.keySet());
		String advice = similar.isEmpty() ? "try help"
				: similar.stream().collect(Collectors.joining("' or '", "did you mean '", "'?"));
		return "error: unknown command '%s'; %s".formatted(PeerText.escape(typed), advice);
	}

	/** Of a group of commands, the second word is wrong. */
	private String typed(List<String> words) {
		return (words.size() > 1 && this.firstWords.contains(words.get(0))) ? words.get(0) + " " + words.get(1)
				: words.get(0);
	}

	/**
	 * A command of a line.
	 *
	 * @param <T> the type of commands
	 * @param command the command
	 * @param arguments the words after its route
	 */
	public record Match<T>(T command, List<String> arguments) {

	}

}

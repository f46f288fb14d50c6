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

package dev.localsocket.docs;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the commands on a page: those between backticks, and the lines of blocks without
 * a language, or after a prompt.
 */
final class PageCommands {

	private static final Pattern COMMAND = Pattern.compile(
			"(?:bin/lsctl|mvn|java|curl|nc|socat|ss|sysctl|umask|git|benchmarks/\\w+|\\.ci/\\w+) .*|benchmarks/\\w+"
					+ "|sample-app/restart");

	private static final Pattern BLOCK = Pattern.compile("^ *```(?:console)?\n(.*?)^ *```$",
			Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern ANY_BLOCK = Pattern.compile("^ *```.*?^ *```$", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");

	private PageCommands() {
	}

	/**
	 * Returns the commands.
	 * @param text the text of the page
	 * @return the commands, as a user types them
	 */
	static List<String> in(String text) {
		Stream<String> lines = BLOCK.matcher(text)
			.results()
			.flatMap((block) -> block.group(1).lines())
			.map(String::strip)
			.map((line) -> line.startsWith("$ ") ? line.substring(2) : line);
		Stream<String> quoted = QUOTED.matcher(ANY_BLOCK.matcher(text).replaceAll(""))
			.results()
			.map((MatchResult command) -> command.group(1));
		return Stream.concat(lines, quoted).filter((line) -> COMMAND.matcher(line).matches()).distinct().toList();
	}

}

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

import dev.localsocket.rpc.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link CommandLine}.
 */
class CommandLineTests {

	@ParameterizedTest
	@MethodSource("lines")
	void wordsAreThoseOfAShell(String line, List<String> words) {
		assertThat(CommandLine.split(line)).isEqualTo(words);
	}

	static Stream<Arguments> lines() {
		return Stream.of(arguments("", List.of()), arguments(" \t ", List.of()), arguments("a", List.of("a")),
				arguments("  a \t b\n", List.of("a", "b")), arguments("'a b' c", List.of("a b", "c")),
				arguments("\"a b\"c", List.of("a bc")), arguments("a'b'\"c\"\\d", List.of("abcd")),
				arguments("''", List.of("")), arguments("a \"\" b", List.of("a", "", "b")),
				arguments("\\  x", List.of(" ", "x")), arguments("a\\\\b", List.of("a\\b")),
				arguments("'\\n'", List.of("\\n")), arguments("\"\\n\\\"\\\\\\$\\`\"", List.of("\\n\"\\$`")),
				arguments("'a\"b' \"c'd\"", List.of("a\"b", "c'd")), arguments("$HOME *", List.of("$HOME", "*")),
				arguments("\\'a", List.of("'a")), arguments("ä\uD83D\uDE00 b", List.of("ä\uD83D\uDE00", "b")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			'            | a single quote has no end
			a 'b         | a single quote has no end
			a "b         | a double quote has no end
			a "b\\       | a double quote has no end
			a "b\\"      | a double quote has no end
			a\\          | the backslash at the end of the line quotes nothing
			""")
	void quoteWithoutAnEndIsRefused(String line, String message) {
		assertThatExceptionOfType(CommandException.class).isThrownBy(() -> CommandLine.split(line))
			.withMessage(message);
	}

	@Test
	void longLineIsSplit() {
		assertThat(CommandLine.split("x ".repeat(100_000))).hasSize(100_000);
	}

}

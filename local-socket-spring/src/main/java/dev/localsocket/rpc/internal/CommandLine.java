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

import java.util.ArrayList;
import java.util.List;

import dev.localsocket.rpc.CommandException;
import org.jspecify.annotations.Nullable;

/**
 * Splits a line into words, as a shell does: blanks separate words, unless they are
 * quoted. Between single quotes everything stands for itself; between double quotes too,
 * but for a backslash before one of <code>"\$`</code>; elsewhere a backslash quotes the
 * character that follows. Nothing is expanded.
 */
public final class CommandLine {

	private static final String QUOTED_BY_BACKSLASH = "\"\\$`";

	private final String line;

	private final List<String> words = new ArrayList<>();

	private int position;

	/** The word so far; null between words, because a word can be empty. */
	private @Nullable StringBuilder word;

	private CommandLine(String line) {
		this.line = line;
	}

	/**
	 * Splits a line.
	 * @param line the line
	 * @return its words, none if it is blank
	 * @throws CommandException if a quote has no end
	 */
	public static List<String> split(String line) {
		return new CommandLine(line).split();
	}

	private List<String> split() {
		while (this.position < this.line.length()) {
			char character = this.line.charAt(this.position++);
			switch (character) {
				case '\'' -> singleQuotes();
				case '"' -> doubleQuotes();
				case '\\' -> word().append(next("the backslash at the end of the line quotes nothing"));
				default -> unquoted(character);
			}
		}
		endWord();
		return List.copyOf(this.words);
	}

	private void singleQuotes() {
		StringBuilder current = word();
		char character = next("a single quote has no end");
		while (character != '\'') {
			current.append(character);
			character = next("a single quote has no end");
		}
	}

	private void doubleQuotes() {
		StringBuilder current = word();
		char character = next("a double quote has no end");
		while (character != '"') {
			current.append((character == '\\') ? afterBackslash(current) : character);
			character = next("a double quote has no end");
		}
	}

	private char afterBackslash(StringBuilder current) {
		char character = next("a double quote has no end");
		if (QUOTED_BY_BACKSLASH.indexOf(character) < 0) {
			current.append('\\');
		}
		return character;
	}

	private void unquoted(char character) {
		if (Character.isWhitespace(character)) {
			endWord();
		}
		else {
			word().append(character);
		}
	}

	private char next(String otherwise) {
		if (this.position == this.line.length()) {
			throw new CommandException(otherwise);
		}
		return this.line.charAt(this.position++);
	}

	private StringBuilder word() {
		StringBuilder current = this.word;
		if (current == null) {
			current = new StringBuilder();
			this.word = current;
		}
		return current;
	}

	private void endWord() {
		if (this.word != null) {
			this.words.add(this.word.toString());
			this.word = null;
		}
	}

}

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
package dev.localsocket.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.localsocket.rpc.CommandException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationType;

/**
 * What follows the name of a command: words, named values, and options of the console.
 *
 * @param words the words, in order
 * @param values the values that have names, several with the same name in order
 * @param type what the caller wants to be done, or null if that is to be found out
 * @param format how the reply is written
 */
record ConsoleInput(List<String> words, Map<String, List<String>> values, @Nullable OperationType type, Format format) {

	/** After this word, no word is an option. */
	private static final String END_OF_OPTIONS = "--";

	/**
	 * Reads what follows the name of a command.
	 * @param words the words
	 * @param format how the reply is written if no option tells
	 * @return what they mean
	 * @throws CommandException if there is no such option
	 */
	static ConsoleInput of(List<String> words, Format format) {
		Reader reader = new Reader(format);
		words.forEach(reader::read);
		return new ConsoleInput(List.copyOf(reader.words), Map.copyOf(reader.values), reader.type, reader.format);
	}

	/**
	 * Makes names equal that differ only in how words are separated.
	 * @param name the name of a value or parameter
	 * @return its uniform spelling
	 */
	static String uniform(String name) {
		return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

	/** How a reply is written. */
	enum Format {

		TEXT, COLOR, JSON;

		/**
		 * Finds a format.
		 * @param name its name
		 * @return the format
		 * @throws CommandException if there is none of that name
		 */
		static Format of(String name) {
			return Arrays.stream(values())
				.filter((format) -> format.name().equalsIgnoreCase(name))
				.findFirst()
				.orElseThrow(
						() -> new CommandException("there is no format '%s' but text, color and json".formatted(name)));
		}

	}

	/** Reads word by word. */
	private static final class Reader {

		private final List<String> words = new ArrayList<>();

		private final Map<String, List<String>> values = new LinkedHashMap<>();

		private @Nullable OperationType type;

		private Format format;

		private boolean optionsEnded;

		Reader(Format format) {
			this.format = format;
		}

		void read(String word) {
			if (this.optionsEnded || !word.startsWith("--")) {
				this.words.add(word);
			}
			else if (word.equals(END_OF_OPTIONS)) {
				this.optionsEnded = true;
			}
			else {
				readOption(word.substring(2));
			}
		}

		private void readOption(String option) {
			int separator = option.indexOf('=');
			if (separator > 0) {
				this.values.computeIfAbsent(uniform(option.substring(0, separator)), (name) -> new ArrayList<>())
					.add(option.substring(separator + 1));
				return;
			}
			switch (option) {
				case "json", "text", "color" -> this.format = Format.of(option);
				case "read" -> this.type = OperationType.READ;
				case "write" -> this.type = OperationType.WRITE;
				case "delete" -> this.type = OperationType.DELETE;
				default -> throw new CommandException(
						"unknown option '--%s'; a value is given as --name=value, and '--' ends the options"
							.formatted(option));
			}
		}

	}

}

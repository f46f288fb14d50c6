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
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * How a command is typed, and what it does.
 *
 * @param route its words, with a blank between them
 * @param description what it does, or nothing
 * @param arguments its arguments, in order
 */
public record CommandUsage(String route, String description, List<Argument> arguments) {

	/**
	 * Returns how to type it.
	 * @return the words and the arguments, those in brackets that may be left out
	 */
	public String syntax() {
		return this.arguments.stream()
			.map((argument) -> " " + argument.syntax())
			.collect(Collectors.joining("", this.route, ""));
	}

	/**
	 * Tells whether a number of arguments is allowed.
	 * @param count the number
	 * @return whether it is
	 */
	public boolean allows(int count) {
		boolean open = !this.arguments.isEmpty() && this.arguments.get(this.arguments.size() - 1).rest();
		return count >= required() && (open || count <= this.arguments.size());
	}

	private long required() {
		return this.arguments.stream().filter((argument) -> !argument.optional()).count();
	}

	/**
	 * Returns what there is to say about the command.
	 * @return some lines
	 */
	List<String> lines() {
		List<String> lines = new ArrayList<>(List.of("usage: " + syntax()));
		if (!this.description.isEmpty()) {
			lines.add(this.description);
		}
		this.arguments.stream()
			.filter((argument) -> !argument.details().isEmpty())
			.forEach((argument) -> lines.add("  %s: %s".formatted(argument.name(), argument.details())));
		return lines;
	}

	/**
	 * An argument of a command.
	 *
	 * @param name what stands for it
	 * @param optional whether it may be left out
	 * @param rest whether it takes all that follow
	 * @param description what it is, or nothing
	 * @param defaultValue what it is if it is left out, or null
	 */
	public record Argument(String name, boolean optional, boolean rest, String description,
			@Nullable String defaultValue) {

		/**
		 * Creates an argument.
		 * @param name its name in the source code: {@code logName} becomes
		 * {@code LOG-NAME}
		 * @param optional whether it may be left out
		 * @param rest whether it takes all that follow
		 * @param description what it is, or nothing
		 * @param defaultValue what it is if it is left out, or null
		 * @return the argument
		 */
		public static Argument of(String name, boolean optional, boolean rest, String description,
				@Nullable String defaultValue) {
			return new Argument(name.replaceAll("(?<=[\\p{Ll}\\d])(?=\\p{Lu})", "-").toUpperCase(Locale.ROOT), optional,
					rest, description, defaultValue);
		}

		private String syntax() {
			return (this.optional ? "[" + this.name + "]" : this.name) + (this.rest ? "..." : "");
		}

		private String details() {
			String byDefault = StringUtils.hasLength(this.defaultValue) ? "by default " + this.defaultValue : "";
			return (this.description.isEmpty() || byDefault.isEmpty()) ? this.description + byDefault
					: this.description + "; " + byDefault;
		}

	}

}

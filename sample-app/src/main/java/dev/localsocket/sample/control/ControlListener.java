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

package dev.localsocket.sample.control;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.messaging.LastReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Answers each line that comes in at the server {@code control}.
 */
@Component
class ControlListener {

	private static final Logger logger = LoggerFactory.getLogger(ControlListener.class);

	private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cc}");

	private final Map<String, Command> commands;

	ControlListener(List<Command> commands) {
		this.commands = commands.stream()
			.collect(Collectors.toUnmodifiableMap((command) -> command.usage().name(), Function.identity()));
	}

	@LocalSocketListener("control")
	Object answer(String line, LocalSocket caller) {
		List<String> words = Arrays.stream(line.split("\\s+")).filter((word) -> !word.isEmpty()).toList();
		if (words.isEmpty()) {
			return "type a command, try help";
		}
		Command command = this.commands.get(words.get(0));
		if (command == null) {
			return printable("error: unknown command '%s', try help".formatted(words.get(0)));
		}
		return run(command, words.subList(1, words.size()), caller);
	}

	private static Object run(Command command, List<String> arguments, LocalSocket caller) {
		if (!command.usage().allows(arguments.size())) {
			return "usage: " + command.usage().syntax();
		}
		// So that who watches the feed sees something; arguments may be anything
		logger.info("The {} runs '{}'", caller, command.usage().name());
		List<String> answer = command.run(arguments, caller).stream().map(ControlListener::printable).toList();
		return command.isLast() ? new LastReply(answer) : answer;
	}

	/** A line feed would end the line, and others may do things to a terminal. */
	private static String printable(String line) {
		return CONTROL_CHARACTER.matcher(line).replaceAll("?");
	}

}

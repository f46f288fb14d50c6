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
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.localsocket.console.ConsoleInput.Format;
import dev.localsocket.rpc.CommandException;
import dev.localsocket.rpc.internal.CommandCatalog;
import dev.localsocket.rpc.internal.CommandUsage;

import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;

/**
 * An endpoint as a command. What was typed decides which operation it means: one that
 * reads rather than one that changes something, and none that deletes unless the caller
 * says so.
 *
 * @param name the id of the endpoint
 * @param operations its operations
 */
record ConsoleCommand(String name, List<ConsoleOperation> operations) {

	private static final Comparator<ConsoleOperation> MOST_SELECTORS = Comparator
		.comparing((ConsoleOperation operation) -> operation.selectors().size());

	static ConsoleCommand of(ExposableWebEndpoint endpoint) {
		return new ConsoleCommand(endpoint.getEndpointId().toLowerCaseString(),
				endpoint.getOperations()
					.stream()
					.map(ConsoleOperation::of)
					.sorted(Comparator.comparing(ConsoleOperation::type).thenComparing(MOST_SELECTORS))
					.toList());
	}

	/**
	 * Finds the operation that is meant.
	 * @param input what was typed
	 * @return the operation
	 * @throws CommandException if there is none, with what can be typed
	 */
	ConsoleOperation find(ConsoleInput input) {
		List<ConsoleOperation> accepting = this.operations.stream()
			.filter((operation) -> operation.accepts(input))
			.toList();
		List<OperationType> types = (input.type() != null) ? List.of(input.type())
				: List.of(OperationType.READ, OperationType.WRITE);
		return types.stream()
			.flatMap((type) -> accepting.stream()
				.filter((operation) -> operation.type() == type)
				.max(preference(input))
				.stream())
			.findFirst()
			.orElseThrow(() -> new CommandException("usage: " + forms().collect(Collectors.joining(", or "))));
	}

	private static Comparator<ConsoleOperation> preference(ConsoleInput input) {
		boolean text = input.format() != Format.JSON;
		return MOST_SELECTORS.thenComparing((operation) -> operation.producesText() == text);
	}

	private Stream<String> forms() {
		return this.operations.stream().map(this::form).distinct();
	}

	private String form(ConsoleOperation operation) {
		String syntax = operation.usage(this.name).syntax();
		return (operation.type() == OperationType.DELETE) ? syntax + " --delete" : syntax;
	}

	CommandCatalog.Entry entry() {
		return new CommandCatalog.Entry(usage(), help());
	}

	/** With all that can follow: optional what one form does without. */
	private CommandUsage usage() {
		ConsoleOperation longest = this.operations.stream()
			.filter((operation) -> operation.type() != OperationType.DELETE)
			.max(Comparator.comparing((operation) -> operation.usage(this.name).arguments().size()))
			.orElse(this.operations.get(0));
		int required = this.operations.stream().mapToInt((operation) -> operation.selectors().size()).min().orElse(0);
		List<CommandUsage.Argument> arguments = new ArrayList<>();
		for (CommandUsage.Argument argument : longest.usage(this.name).arguments()) {
			arguments.add(new CommandUsage.Argument(argument.name(), arguments.size() >= required, argument.rest(),
					argument.description(), argument.defaultValue()));
		}
		return new CommandUsage(this.name,
				this.operations.stream()
					.map(ConsoleOperation::type)
					.distinct()
					.map((type) -> verb(type))
					.collect(Collectors.joining(", ")),
				arguments);
	}

	private static String verb(OperationType type) {
		return switch (type) {
			case READ -> "reads";
			case WRITE -> "writes";
			case DELETE -> "deletes";
		};
	}

	private List<String> help() {
		List<String> lines = new ArrayList<>();
		for (ConsoleOperation operation : this.operations) {
			String line = (lines.isEmpty() ? "usage: " : "       ") + form(operation);
			if (!lines.stream().anyMatch((other) -> other.substring(7).equals(line.substring(7)))) {
				lines.add(line);
			}
		}
		lines.add(
				"Parameters can be given by name, as --name=value; --json, --color and --text tell how the reply is written.");
		return lines;
	}

}

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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.localsocket.LocalSocket;
import dev.localsocket.PeerAuthorizer;
import dev.localsocket.SocketAttribute;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.console.ConsoleInput.Format;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.event.ServerClosedEvent;
import dev.localsocket.event.ServerListeningEvent;
import dev.localsocket.rpc.CommandException;
import dev.localsocket.rpc.internal.CommandCatalog;
import dev.localsocket.rpc.internal.CommandLine;
import dev.localsocket.rpc.internal.CommandUsage;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.util.ClassUtils;

/**
 * Handles the commands of the console: those that the endpoints are, {@code tail} for the
 * log, {@code watch} to repeat one, and {@code format}. Replies that have no end of their
 * own end when the server stops listening, whoever stopped it, because it waits for them.
 * Thread-safe.
 */
public final class ConsoleListener
		implements CommandCatalog, SmartInitializingSingleton, ApplicationListener<LocalServerEvent> {

	private static final boolean LOGBACK = ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext",
			ConsoleListener.class.getClassLoader());

	/** How the replies to a connection are written. */
	private static final SocketAttribute<Format> FORMAT = new SocketAttribute<>("format of the console");

	private static final long LONGEST_PAUSE = Duration.ofDays(1).toSeconds();

	private final String server;

	private final WebEndpointsSupplier endpoints;

	private final ConsoleOperations operations;

	private final ConsoleFollowers followers = new ConsoleFollowers();

	private volatile Map<String, ConsoleCommand> commands = Map.of();

	/**
	 * Creates a console.
	 * @param server the bean name of its server
	 * @param endpoints has the endpoints that are exposed
	 * @param operators decides who may change something; may block
	 * @param publisher publishes audit events
	 * @param mapper makes JSON of what operations return
	 */
	public ConsoleListener(String server, WebEndpointsSupplier endpoints, PeerAuthorizer operators,
			ApplicationEventPublisher publisher, JsonMapper mapper) {
		this.server = server;
		this.endpoints = endpoints;
		this.operations = new ConsoleOperations(operators, new ConsoleAudit(server, publisher),
				new ConsoleFormat(mapper));
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.commands = this.endpoints.getEndpoints()
			.stream()
			.map(ConsoleCommand::of)
			.filter((command) -> !command.operations().isEmpty())
			.collect(Collectors.toUnmodifiableMap(ConsoleCommand::name, Function.identity()));
	}

	@Override
	public String server() {
		return this.server;
	}

	@Override
	public List<Entry> commands() {
		List<Entry> entries = new ArrayList<>();
		entries.add(entry("format", "tells how replies are written", List.of(argument("format", false, false)),
				"For the rest of the connection: text, color for a terminal, or json."));
		if (canTail()) {
			entries.add(entry("tail", "follows the log",
					List.of(argument("level", true, false), argument("logger", true, false)),
					"Until the connection ends: what is logged at the level or above, by the logger or those below it."));
		}
		entries.add(entry("watch", "repeats a command",
				List.of(argument("seconds", false, false), argument("command", false, true)),
				"Until the connection ends, with so many seconds in between."));
		this.commands.values()
			.stream()
			.sorted(Comparator.comparing(ConsoleCommand::name))
			.forEach((command) -> entries.add(command.entry()));
		return entries;
	}

	private static Entry entry(String name, String description, List<CommandUsage.Argument> arguments, String help) {
		CommandUsage usage = new CommandUsage(name, description, arguments);
		return new Entry(usage, List.of("usage: " + usage.syntax(), help));
	}

	private static CommandUsage.Argument argument(String name, boolean optional, boolean rest) {
		return CommandUsage.Argument.of(name, optional, rest, "", null);
	}

	private static boolean canTail() {
		return LOGBACK && LogTail.isPossible();
	}

	/**
	 * Handles a command.
	 * @param line what was typed
	 * @param socket the connection
	 * @return the reply
	 * @throws CommandException if there is no such command, or it cannot be used so
	 */
	@LocalSocketListener("${local-socket.console.server}")
	public Object handle(String line, LocalSocket socket) {
		List<String> words = CommandLine.split(line);
		List<String> rest = words.subList(1, words.size());
		EndpointCaller caller = EndpointCaller.of(socket);
		Format format = Objects.requireNonNullElse(socket.attribute(FORMAT), Format.TEXT);
		return switch (words.get(0)) {
			case "format" -> format(rest, socket);
			case "tail" -> tail(rest);
			case "watch" -> watch(rest, (repeated) -> call(repeated, line, caller, format));
			default -> call(words, line, caller, format);
		};
	}

	private static Stream<String> format(List<String> words, LocalSocket socket) {
		if (words.size() != 1) {
			throw new CommandException("usage: format FORMAT");
		}
		socket.setAttribute(FORMAT, Format.of(words.get(0)));
		return Stream.empty();
	}

	private Stream<String> tail(List<String> words) {
		return this.followers.follow((lines) -> LogTail.begin(words, lines));
	}

	private Stream<String> watch(List<String> words, Function<List<String>, Object> caller) {
		if (words.size() < 2) {
			throw new CommandException("usage: watch SECONDS COMMAND...");
		}
		Duration pause = pause(words.get(0));
		List<String> repeated = words.subList(1, words.size());
		return this.followers.follow((lines) -> new Watch(pause, () -> lines(caller.apply(repeated)), lines));
	}

	private static Duration pause(String text) {
		if (!text.matches("\\d{1,9}") || Long.parseLong(text) < 1 || Long.parseLong(text) > LONGEST_PAUSE) {
			throw new CommandException("'%s' is no number of seconds from 1 to %d".formatted(text, LONGEST_PAUSE));
		}
		return Duration.ofSeconds(Long.parseLong(text));
	}

	/** All of them at once, so that what was called has ended. */
	private static List<String> lines(Object reply) {
		try {
			Object complete = (reply instanceof CompletionStage<?> stage) ? stage.toCompletableFuture().join() : reply;
			try (Stream<?> lines = (Stream<?>) complete) {
				return lines.map(String::valueOf).toList();
			}
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	private Object call(List<String> words, String line, EndpointCaller caller, Format format) {
		ConsoleCommand command = this.commands.get(words.get(0));
		if (command == null) {
			throw new CommandException("unknown command '%s'; try help".formatted(words.get(0)));
		}
		ConsoleInput input = ConsoleInput.of(words.subList(1, words.size()), format);
		return this.operations.call(command.find(input), input, line, caller);
	}

	@Override
	public void onApplicationEvent(LocalServerEvent event) {
		if (!event.getBeanName().equals(this.server)) {
			return;
		}
		if (event instanceof ServerClosedEvent) {
			this.followers.close();
		}
		else if (event instanceof ServerListeningEvent) {
			this.followers.open();
		}
	}

}

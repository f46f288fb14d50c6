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

package dev.localsocket.annotation.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.localsocket.annotation.Execution;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.internal.ConnectionClaim;
import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.messaging.internal.FrameDispatcher;
import dev.localsocket.rpc.ServerProtocol;
import dev.localsocket.rpc.internal.CommandCatalog;
import dev.localsocket.rpc.internal.CommandTable;
import dev.localsocket.worker.WorkerTask;
import dev.localsocket.worker.Workers;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionService;

/**
 * Calls handlers for the commands of each connection, one at a time. Where one of them
 * runs on event loops, the lines are read there, and the others are handed over.
 */
final class CommandServer extends RoutedServer<CommandServer.Commands> {

	private final ConversionService conversion;

	private final CommandFailures failures;

	private final @Nullable CommandCatalog catalog;

	private final Map<RouteHandler, Command> commands = new ConcurrentHashMap<>();

	/**
	 * Creates an owner.
	 * @param server the bean name of the server
	 * @param conversion converts the arguments
	 * @param failures says what is replied when a command fails
	 * @param catalog the commands that the handler without a route handles, or null if it
	 * takes whatever is no command
	 */
	CommandServer(String server, ConversionService conversion, CommandFailures failures,
			@Nullable CommandCatalog catalog) {
		super(server, ServerProtocol.COMMAND);
		this.conversion = conversion;
		this.failures = failures;
		this.catalog = catalog;
	}

	@Override
	void prepare(RouteHandler handler) {
		if (handler.method().isRouted()) {
			this.commands.put(handler, new Command(handler, new CommandArguments(handler.method(), this.conversion)));
		}
	}

	@Override
	void start(NewConnectionEvent event, ConnectionClaim claim, Commands commands,
			LocalSocketListenerSettings settings) {
		ServerMessaging messaging = settings.messaging().apply(event.getBeanName());
		Workers workers = settings.workers().handlers(event.getBeanName());
		boolean working = has(commands.handlers(), Execution.WORKER);
		Consumer<WorkerTask> executor = working ? workers::execute : claim.socket().eventLoop()::execute;
		MessageConnection connection = MessageConnection.of(event, claim, messaging, settings.interceptor(), executor);
		claim.onAbort(connection.thread()::interrupt);
		CommandConversation conversation = new CommandConversation(commands, connection, messaging.converter(),
				executor, this.failures);
		dispatcher(commands.handlers(), connection, messaging, workers, conversation).start();
	}

	private static FrameDispatcher dispatcher(List<RouteHandler> handlers, MessageConnection connection,
			ServerMessaging messaging, Workers workers, CommandConversation conversation) {
		return has(handlers, Execution.EVENT_LOOP)
				? FrameDispatcher.onEventLoop(connection.claim().socket(), messaging.framing(), conversation.onLoop())
				: FrameDispatcher.onWorkers(connection.claim().socket(), messaging.framing(), workers, conversation);
	}

	private static boolean has(List<RouteHandler> handlers, Execution execution) {
		return handlers.stream().anyMatch((handler) -> handler.method().execution() == execution);
	}

	@Override
	Commands create(List<RouteHandler> handlers) {
		List<Command> routed = handlers.stream()
			.filter((handler) -> handler.method().isRouted())
			.map((handler) -> this.commands.get(handler))
			.toList();
		RouteHandler rest = handlers.stream()
			.filter((handler) -> !handler.method().isRouted())
			.findFirst()
			.orElse(null);
		return new Commands(handlers, table(routed), rest, this.catalog != null);
	}

	private CommandTable<Command> table(List<Command> routed) {
		return new CommandTable<>(routed, (command) -> command.arguments().usage(),
				(this.catalog != null) ? this.catalog.commands() : List.of());
	}

	/**
	 * A command.
	 *
	 * @param handler handles it
	 * @param arguments makes the arguments of the handler
	 */
	record Command(RouteHandler handler, CommandArguments arguments) {

	}

	/**
	 * What a connection can be asked for.
	 *
	 * @param handlers all handlers
	 * @param table the commands
	 * @param rest handles what is no command, if it is not null
	 * @param inBlocks whether there is a catalog: of the commands that the rest handles,
	 * each with a reply that ends with an empty line
	 */
	record Commands(List<RouteHandler> handlers, CommandTable<Command> table, @Nullable RouteHandler rest,
			boolean inBlocks) {

		/**
		 * Returns what handles a line that is none of the commands of the table.
		 * @param words the words of the line
		 * @return the handler, or null if there is none
		 */
		@Nullable RouteHandler rest(List<String> words) {
			return (!this.inBlocks || this.table.isFurther(words)) ? this.rest : null;
		}

	}

}

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

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.internal.CommandServer.Command;
import dev.localsocket.annotation.internal.CommandServer.Commands;
import dev.localsocket.error.SocketError;
import dev.localsocket.messaging.FrameMessage;
import dev.localsocket.messaging.internal.FrameDispatcher.FrameHandler;
import dev.localsocket.rpc.CommandException;
import dev.localsocket.rpc.internal.CommandLine;
import dev.localsocket.rpc.internal.CommandTable.Match;
import dev.localsocket.worker.WorkerTask;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;

/**
 * The commands of one connection. What is no command is answered here.
 */
final class CommandConversation implements FrameHandler {

	private static final Log logger = LogFactory.getLog(CommandConversation.class);

	private final Commands commands;

	private final MessageConnection connection;

	private final MessageConverter converter;

	private final Consumer<WorkerTask> workers;

	private final CommandFailures failures;

	/** By their handlers; belongs to the thread that handles a frame. */
	private final Map<RouteHandler, MessageCalls> calls = new HashMap<>();

	private boolean onLoop;

	/**
	 * Creates a conversation.
	 * @param commands what it can ask for
	 * @param connection the connection
	 * @param converter makes text of frames
	 * @param workers run handlers, should this run on the event loop
	 * @param failures says what is replied when a command fails
	 */
	CommandConversation(Commands commands, MessageConnection connection, MessageConverter converter,
			Consumer<WorkerTask> workers, CommandFailures failures) {
		this.commands = commands;
		this.connection = connection;
		this.converter = converter;
		this.workers = workers;
		this.failures = failures;
	}

	/** Says that frames are handled on the thread of the event loop. */
	CommandConversation onLoop() {
		this.onLoop = true;
		return this;
	}

	@Override
	public @Nullable CompletionStage<?> handle(ByteBuffer frame) {
		FrameMessage message = new FrameMessage(frame, this.connection.headers());
		try {
			String line = text(message);
			return (line != null) ? handle(line, message) : null;
		}
		finally {
			message.handled();
		}
	}

	/** What is no text is no mistake of somebody who types. */
	private @Nullable String text(FrameMessage message) {
		try {
			return (String) this.converter.fromMessage(message, String.class);
		}
		catch (MessageConversionException ex) {
			LocalSocket socket = this.connection.claim().socket();
			String text = "The peer sends what is no text: " + ex.getMessage();
			socket.peerLog().log(logger::warn, null, () -> "The %s is closed. %s".formatted(socket, text));
			socket.disconnectFromServer(SocketError.FRAMING_ERROR, text);
			return null;
		}
	}

	private @Nullable CompletionStage<?> handle(String line, FrameMessage message) {
		return this.commands.inBlocks() ? inBlock(answer(line, message)) : answer(line, message);
	}

	/** An empty line tells the peer that the reply is complete. */
	private @Nullable CompletionStage<?> inBlock(@Nullable CompletionStage<?> reply) {
		return (reply != null) ? reply.thenRun(() -> reply("")) : reply("");
	}

	private @Nullable CompletionStage<?> answer(String line, FrameMessage message) {
		try {
			return handle(CommandLine.split(line), message);
		}
		catch (CommandException ex) {
			return reply(CommandFailures.text(ex.getMessage()));
		}
	}

	private @Nullable CompletionStage<?> handle(List<String> words, FrameMessage message) {
		Match<Command> match = this.commands.table().find(words);
		if (match != null) {
			return call(match.command(), match.arguments(), message);
		}
		if (this.commands.table().isHelp(words)) {
			return reply(this.commands.table().help(words));
		}
		RouteHandler rest = this.commands.rest(words);
		return (rest != null) ? call(rest, message, message) : reply(this.commands.table().unknown(words));
	}

	private @Nullable CompletionStage<?> reply(Object reply) {
		return this.connection.sender().send(reply);
	}

	private @Nullable CompletionStage<?> call(Command command, List<String> words, FrameMessage message) {
		RouteHandler handler = command.handler();
		return call(handler, message,
				new RoutedMessage(message, this.connection.headers().withRoute(handler.method().route()), null,
						() -> command.arguments().bind(words)));
	}

	private @Nullable CompletionStage<?> call(RouteHandler handler, FrameMessage frame, Message<?> message) {
		MessageCalls current = this.calls.computeIfAbsent(handler, this::create);
		if (!this.onLoop || handler.method().execution() == Execution.EVENT_LOOP) {
			return current.call(frame, message);
		}
		frame.keep();
		Handover handover = new Handover(current, frame, message);
		this.workers.accept(handover);
		return handover.done;
	}

	private MessageCalls create(RouteHandler handler) {
		return new MessageCalls(handler.method(), handler.invoker(), this.connection,
				new HandlerInvocation(handler.method(), this.connection.server(), this.connection.claim().socket()),
				(failure) -> this.failures.reply(failure, handler));
	}

	@Override
	public void disconnected() {
		this.connection.sender().logCutOff();
	}

	@Override
	public void ended() {
		this.connection.claim().release();
	}

	@Override
	public String toString() {
		return "the commands of the server '%s'".formatted(this.connection.server());
	}

	/** Calls a handler on a worker, for an event loop that goes on. */
	private static final class Handover implements WorkerTask {

		private final MessageCalls calls;

		private final FrameMessage frame;

		private final Message<?> message;

		private final CompletableFuture<@Nullable Object> done = new CompletableFuture<>();

		Handover(MessageCalls calls, FrameMessage frame, Message<?> message) {
			this.calls = calls;
			this.frame = frame;
			this.message = message;
		}

		@Override
		public void run() {
			try {
				complete(this.calls.call(this.frame, this.message));
			}
			catch (RuntimeException | Error ex) {
				this.done.completeExceptionally(ex);
			}
		}

		private void complete(@Nullable CompletionStage<?> reply) {
			if (reply == null) {
				this.done.complete(null);
			}
			else {
				reply.whenComplete((value, ex) -> {
					if (ex != null) {
						this.done.completeExceptionally(ex);
					}
					else {
						this.done.complete(null);
					}
				});
			}
		}

		@Override
		public void rejected(Throwable cause) {
			this.done.completeExceptionally(cause);
		}

	}

}

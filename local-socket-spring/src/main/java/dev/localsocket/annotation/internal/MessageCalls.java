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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.ListenerFailure;
import dev.localsocket.annotation.ListenerInterceptor.Interception;
import dev.localsocket.annotation.ListenerInterceptor.Scope;
import dev.localsocket.annotation.ListenerInvocation;
import dev.localsocket.annotation.internal.Replies.ReactiveReply;
import dev.localsocket.messaging.FrameMessage;
import dev.localsocket.messaging.ReplyCutOffException;
import dev.localsocket.messaging.internal.ReplySender;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Calls a message handler for messages of one connection, and sends what it returns.
 */
final class MessageCalls {

	private static final CompletionStage<?> DONE = CompletableFuture.completedFuture(null);

	private final ListenerMethod method;

	private final ListenerInvoker invoker;

	private final MessageConnection connection;

	private final ListenerInvocation invocation;

	private final Function<ListenerFailure, @Nullable Object> failures;

	/**
	 * Creates what calls a handler.
	 * @param method the handler
	 * @param invoker invokes it
	 * @param connection the connection
	 * @param invocation says to the interceptors what is invoked
	 * @param failures decides what is replied to a message for which it has failed
	 */
	MessageCalls(ListenerMethod method, ListenerInvoker invoker, MessageConnection connection,
			ListenerInvocation invocation, Function<ListenerFailure, @Nullable Object> failures) {
		this.method = method;
		this.invoker = invoker;
		this.connection = connection;
		this.invocation = invocation;
		this.failures = failures;
	}

	/**
	 * Calls the handler.
	 * @param frame what was received
	 * @param message what the handler is called with: that, or a message made of it
	 * @return null if that is done, or a stage that is completed when the reply is
	 * complete
	 */
	@Nullable CompletionStage<?> call(FrameMessage frame, Message<?> message) {
		CompletionStage<?> reply = null;
		Interception interception = Interception.NONE;
		enter();
		try {
			interception = this.invoker.surround(this.connection.interceptor().begin(this.invocation),
					this.connection.executor());
			Object result = this.invoker.invoke(message, interception);
			interception.returned();
			reply = reply(frame, result, interception);
		}
		catch (Exception | Error ex) {
			reply = fail(frame, ex, interception);
		}
		finally {
			exit();
			leave(interception, reply);
		}
		return reply;
	}

	/** What is meant for a handler must not interrupt an event loop. */
	private void enter() {
		if (this.method.execution() == Execution.WORKER) {
			this.connection.thread().enter();
		}
	}

	private void exit() {
		if (this.method.execution() == Execution.WORKER) {
			this.connection.thread().leave();
		}
	}

	/**
	 * A reply that comes later may be there already, but not before the scope ends.
	 */
	private static void leave(Interception interception, @Nullable CompletionStage<?> reply) {
		interception.leave();
		if (reply == null) {
			interception.end();
		}
		else if (interception != Interception.NONE) {
			reply.whenComplete((value, ex) -> interception.end());
		}
	}

	/**
	 * Sends what the method returned.
	 * @return null if that is done, or a stage that is completed when it is
	 */
	private @Nullable CompletionStage<?> reply(FrameMessage frame, @Nullable Object result, Interception interception) {
		CompletionStage<?> sending = send(result);
		if (sending == null) {
			return null;
		}
		frame.keep();
		return sending.handle((value, ex) -> end(frame, ex, interception)).thenCompose(Function.identity());
	}

	private @Nullable CompletionStage<?> send(@Nullable Object result) {
		ReplySender sender = this.connection.sender();
		if (result instanceof CompletionStage<?> stage) {
			if (this.method.suspends()) {
				this.connection.thread().goesOn(stage.toCompletableFuture());
			}
			return stage.thenCompose((value) -> orDone(sender.send(Replies.content(value))));
		}
		ReactiveReply reactive = Replies.publisher(result);
		return (reactive != null) ? PublisherReply.send(reactive, sender) : sender.send(Replies.content(result));
	}

	private CompletionStage<?> end(FrameMessage frame, @Nullable Throwable failure, Interception interception) {
		if (failure == null) {
			return DONE;
		}
		if (Exceptions.unwrap(failure) instanceof ReplyCutOffException cutOff) {
			interception.failed(cutOff);
			return DONE;
		}
		Scope scope = interception.resume();
		try {
			return orDone(fail(frame, failure, interception));
		}
		finally {
			scope.close();
		}
	}

	/** Who is told of the failure may look at the message as long as he wants. */
	private @Nullable CompletionStage<?> fail(FrameMessage frame, Throwable failure, Interception interception) {
		frame.keep();
		Exception ex = Exceptions.unwrap(failure);
		interception.failed(Exceptions.thrownBy(failure));
		return new FailedReply(this.connection.sender(), ex)
			.send(() -> this.failures.apply(new ListenerFailure(this.method.id(), this.connection.server(),
					this.connection.claim().socket(), frame, ex)));
	}

	private static CompletionStage<?> orDone(@Nullable CompletionStage<?> stage) {
		return (stage != null) ? stage : DONE;
	}

}

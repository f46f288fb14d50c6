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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.ListenerFailure;
import dev.localsocket.annotation.ListenerInterceptor;
import dev.localsocket.annotation.ListenerInterceptor.Interception;
import dev.localsocket.annotation.ListenerInterceptor.Scope;
import dev.localsocket.annotation.ListenerInvocation;
import dev.localsocket.annotation.internal.Replies.ReactiveReply;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.internal.ConnectionClaim;
import dev.localsocket.framing.Framing;
import dev.localsocket.messaging.FrameMessage;
import dev.localsocket.messaging.ReplyCutOffException;
import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.messaging.internal.ConnectionHeaders;
import dev.localsocket.messaging.internal.FrameDispatcher;
import dev.localsocket.messaging.internal.FrameDispatcher.FrameHandler;
import dev.localsocket.messaging.internal.ReplySender;
import dev.localsocket.worker.HandlerThread;
import dev.localsocket.worker.WorkerTask;
import dev.localsocket.worker.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Calls a message handler for each frame of each connection, and sends what it returns.
 */
final class MessageHandlerAdapter extends HandlerAdapter {

	private static final CompletionStage<?> DONE = CompletableFuture.completedFuture(null);

	MessageHandlerAdapter(ListenerMethod method, ListenerInvoker invoker, ListenerCondition condition) {
		super(method, invoker, condition);
	}

	@Override
	void handle(NewConnectionEvent event, ConnectionClaim claim, ListenerInvocation invocation) {
		if (claim.take()) {
			LocalSocketListenerSettings settings = invoker().settings();
			ServerMessaging messaging = settings.messaging().apply(event.getBeanName());
			Workers workers = settings.workers().handlers(event.getBeanName());
			Conversation conversation = new Conversation(claim, event, messaging, settings.interceptor(), invocation,
					executor(claim.socket(), workers));
			dispatcher(claim.socket(), messaging.framing(), workers, conversation).start();
		}
	}

	private FrameDispatcher dispatcher(LocalSocket socket, Framing framing, Workers workers, FrameHandler handler) {
		return (method().execution() == Execution.EVENT_LOOP) ? FrameDispatcher.onEventLoop(socket, framing, handler)
				: FrameDispatcher.onWorkers(socket, framing, workers, handler);
	}

	/** The messages of one connection. */
	private final class Conversation implements FrameHandler {

		private final ConnectionClaim claim;

		private final String server;

		private final ConnectionHeaders headers;

		private final ReplySender sender;

		private final ListenerInterceptor interceptor;

		private final ListenerInvocation invocation;

		private final Consumer<WorkerTask> executor;

		private final HandlerThread thread = new HandlerThread();

		Conversation(ConnectionClaim claim, NewConnectionEvent event, ServerMessaging messaging,
				ListenerInterceptor interceptor, ListenerInvocation invocation, Consumer<WorkerTask> executor) {
			this.claim = claim;
			this.server = event.getBeanName();
			this.headers = new ConnectionHeaders(this.server, event.getServer(), claim.socket());
			this.sender = new ReplySender(claim.socket(), messaging, this.headers, executor);
			this.interceptor = interceptor;
			this.invocation = invocation;
			this.executor = executor;
			claim.onAbort(this.thread::interrupt);
		}

		@Override
		public @Nullable CompletionStage<?> handle(ByteBuffer frame) {
			FrameMessage message = new FrameMessage(frame, this.headers);
			try {
				return handle(message);
			}
			finally {
				message.handled();
			}
		}

		/** What is meant for a handler must not interrupt an event loop. */
		private boolean isInterruptible() {
			return method().execution() == Execution.WORKER;
		}

		private @Nullable CompletionStage<?> handle(FrameMessage message) {
			CompletionStage<?> reply = null;
			Interception interception = Interception.NONE;
			if (isInterruptible()) {
				this.thread.enter();
			}
			try {
				interception = invoker().surround(this.interceptor.begin(this.invocation), this.executor);
				Object result = invoker().invoke(message, interception);
				interception.returned();
				reply = reply(message, result, interception);
			}
			catch (Exception | Error ex) {
				reply = fail(message, ex, interception);
			}
			finally {
				if (isInterruptible()) {
					this.thread.leave();
				}
				leave(interception, reply);
			}
			return reply;
		}

		/**
		 * A reply that comes later may be there already, but not before the scope ends.
		 */
		private void leave(Interception interception, @Nullable CompletionStage<?> reply) {
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
		private @Nullable CompletionStage<?> reply(FrameMessage message, @Nullable Object result,
				Interception interception) {
			CompletionStage<?> sending = send(result);
			if (sending == null) {
				return null;
			}
			message.keep();
			return sending.handle((value, ex) -> end(message, ex, interception)).thenCompose(Function.identity());
		}

		private @Nullable CompletionStage<?> send(@Nullable Object result) {
			if (result instanceof CompletionStage<?> stage) {
				if (method().suspends()) {
					this.thread.goesOn(stage.toCompletableFuture());
				}
				return stage.thenCompose((value) -> orDone(this.sender.send(Replies.content(value))));
			}
			ReactiveReply reactive = Replies.publisher(result);
			return (reactive != null) ? PublisherReply.send(reactive, this.sender)
					: this.sender.send(Replies.content(result));
		}

		private CompletionStage<?> end(FrameMessage message, @Nullable Throwable failure, Interception interception) {
			if (failure == null) {
				return DONE;
			}
			if (Exceptions.unwrap(failure) instanceof ReplyCutOffException cutOff) {
				interception.failed(cutOff);
				return DONE;
			}
			Scope scope = interception.resume();
			try {
				return orDone(fail(message, failure, interception));
			}
			finally {
				scope.close();
			}
		}

		/** Who is told of the failure may look at the message as long as he wants. */
		private @Nullable CompletionStage<?> fail(FrameMessage message, Throwable failure, Interception interception) {
			message.keep();
			Exception ex = Exceptions.unwrap(failure);
			interception.failed(Exceptions.thrownBy(failure));
			return new FailedReply(this.sender, ex).send(() -> invoker()
				.handleError(new ListenerFailure(method().id(), this.server, this.claim.socket(), message, ex)));
		}

		private static CompletionStage<?> orDone(@Nullable CompletionStage<?> stage) {
			return (stage != null) ? stage : DONE;
		}

		@Override
		public void disconnected() {
			this.sender.logCutOff();
		}

		@Override
		public void ended() {
			this.claim.release();
		}

		@Override
		public String toString() {
			return "the listener '" + method().id() + "'";
		}

	}

}

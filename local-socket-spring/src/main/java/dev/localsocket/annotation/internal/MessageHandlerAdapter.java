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
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.ListenerInvocation;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.internal.ConnectionClaim;
import dev.localsocket.framing.Framing;
import dev.localsocket.messaging.FrameMessage;
import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.messaging.internal.FrameDispatcher;
import dev.localsocket.messaging.internal.FrameDispatcher.FrameHandler;
import dev.localsocket.worker.WorkerTask;
import dev.localsocket.worker.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Calls a message handler for each frame of each connection, and sends what it returns.
 */
final class MessageHandlerAdapter extends HandlerAdapter {

	MessageHandlerAdapter(ListenerMethod method, ListenerInvoker invoker, ListenerCondition condition) {
		super(method, invoker, condition);
	}

	@Override
	void handle(NewConnectionEvent event, ConnectionClaim claim, ListenerInvocation invocation) {
		if (claim.take()) {
			LocalSocketListenerSettings settings = invoker().settings();
			ServerMessaging messaging = settings.messaging().apply(event.getBeanName());
			Workers workers = settings.workers().handlers(event.getBeanName());
			MessageConnection connection = MessageConnection.of(event, claim, messaging, settings.interceptor(),
					executor(claim.socket(), workers));
			claim.onAbort(connection.thread()::interrupt);
			MessageCalls calls = new MessageCalls(method(), invoker(), connection, invocation, invoker()::handleError);
			dispatcher(claim.socket(), messaging.framing(), workers, new Conversation(connection, calls)).start();
		}
	}

	private FrameDispatcher dispatcher(LocalSocket socket, Framing framing, Workers workers, FrameHandler handler) {
		return (method().execution() == Execution.EVENT_LOOP) ? FrameDispatcher.onEventLoop(socket, framing, handler)
				: FrameDispatcher.onWorkers(socket, framing, workers, handler);
	}

	/** The messages of one connection. */
	private final class Conversation implements FrameHandler {

		private final MessageConnection connection;

		private final MessageCalls calls;

		Conversation(MessageConnection connection, MessageCalls calls) {
			this.connection = connection;
			this.calls = calls;
		}

		@Override
		public @Nullable CompletionStage<?> handle(ByteBuffer frame) {
			FrameMessage message = new FrameMessage(frame, this.connection.headers());
			try {
				return this.calls.call(message, message);
			}
			finally {
				message.handled();
			}
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
			return "the listener '" + method().id() + "'";
		}

	}

}

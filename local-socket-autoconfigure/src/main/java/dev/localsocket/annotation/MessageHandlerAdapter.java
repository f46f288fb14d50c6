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

package dev.localsocket.annotation;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import dev.localsocket.event.ConnectionClaim;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.messaging.ConnectionHeaders;
import dev.localsocket.messaging.FrameDispatcher;
import dev.localsocket.messaging.FrameDispatcher.FrameHandler;
import dev.localsocket.messaging.ReplySender;
import dev.localsocket.messaging.ServerMessaging;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * Calls a message handler for each frame of each connection, and sends what it returns.
 */
final class MessageHandlerAdapter extends ListenerAdapter {

	MessageHandlerAdapter(ListenerMethod method, ListenerInvoker invoker, ListenerCondition condition) {
		super(method, invoker, condition);
	}

	@Override
	void onServerEvent(LocalServerEvent event) {
		((NewConnectionEvent) event).setOwner((claim) -> own(claim, event));
	}

	private void own(ConnectionClaim claim, LocalServerEvent event) {
		if (claim.take()) {
			LocalSocketListenerSettings settings = invoker().settings();
			ServerMessaging messaging = settings.messaging().apply(event.getBeanName());
			Conversation conversation = new Conversation(claim, event.getBeanName(), headers(event), messaging);
			Executor executor = (method().execution() == Execution.EVENT_LOOP) ? claim.socket().eventLoop()
					: settings.executor();
			new FrameDispatcher(claim.socket(), messaging.framing(), executor, conversation).start();
		}
	}

	/** The messages of one connection. */
	private final class Conversation implements FrameHandler {

		private final ConnectionClaim claim;

		private final String server;

		private final ConnectionHeaders headers;

		private final ReplySender sender;

		private final HandlerThread thread = new HandlerThread();

		Conversation(ConnectionClaim claim, String server, ConnectionHeaders headers, ServerMessaging messaging) {
			this.claim = claim;
			this.server = server;
			this.headers = headers;
			this.sender = new ReplySender(claim.socket(), messaging, headers);
			if (method().execution() == Execution.WORKER) {
				claim.onAbort(this.thread::interrupt);
			}
		}

		@Override
		public @Nullable CompletionStage<?> handle(ByteBuffer frame) {
			byte[] payload = new byte[frame.remaining()];
			frame.get(payload);
			Message<byte[]> message = new GenericMessage<>(payload, this.headers);
			this.thread.enter();
			try {
				return reply(message, invoker().invoke(message));
			}
			catch (Exception ex) {
				fail(message, ex);
				return null;
			}
			finally {
				this.thread.leave();
			}
		}

		/**
		 * Sends what the method returned.
		 * @return null if that is done, or a stage that is completed when it is
		 */
		private @Nullable CompletionStage<?> reply(Message<?> message, @Nullable Object result) {
			if (result instanceof CompletionStage<?> stage) {
				return stage.handle((value, ex) -> complete(message, value, ex));
			}
			Publisher<?> publisher = Replies.publisher(result);
			if (publisher != null) {
				return PublisherReply.send(publisher, this.sender).handle((value, ex) -> complete(message, value, ex));
			}
			send(result);
			return null;
		}

		private @Nullable Void complete(Message<?> message, @Nullable Object value, @Nullable Throwable failure) {
			try {
				if (failure != null) {
					fail(message, Exceptions.unwrap(failure));
				}
				else {
					send(value);
				}
			}
			catch (RuntimeException ex) {
				fail(message, ex);
			}
			return null;
		}

		private void send(@Nullable Object reply) {
			if (reply != null) {
				this.sender.send(reply);
			}
		}

		private void fail(Message<?> message, Exception ex) {
			send(invoker()
				.handleError(new ListenerFailure(method().id(), this.server, this.claim.socket(), message, ex)));
		}

		@Override
		public void ended() {
			this.claim.release();
		}

	}

}

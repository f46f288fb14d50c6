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

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.ListenerFailure;
import dev.localsocket.annotation.ListenerInterceptor.Interception;
import dev.localsocket.annotation.ListenerInterceptor.Scope;
import dev.localsocket.annotation.ListenerInvocation;
import dev.localsocket.error.SocketError;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.internal.ConnectionClaim;
import dev.localsocket.messaging.internal.ConnectionHeaders;
import dev.localsocket.worker.HandlerThread;
import dev.localsocket.worker.WorkerTask;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.support.GenericMessage;

/**
 * Gives each connection to a connection handler, on a worker of the server or on its
 * event loop. It stays pending until then.
 */
final class ConnectionHandlerAdapter extends HandlerAdapter {

	private static final Log logger = LogFactory.getLog(ConnectionHandlerAdapter.class);

	ConnectionHandlerAdapter(ListenerMethod method, ListenerInvoker invoker, ListenerCondition condition) {
		super(method, invoker, condition);
	}

	@Override
	void handle(NewConnectionEvent event, ConnectionClaim claim, ListenerInvocation invocation) {
		if (method().execution() == Execution.EVENT_LOOP) {
			claim.socket().eventLoop().execute(() -> take(claim, event, invocation));
		}
		else {
			invoker().settings()
				.workers()
				.handlers(event.getBeanName())
				.execute(new Handover(claim, event, invocation));
		}
	}

	private Consumer<WorkerTask> executor(NewConnectionEvent event) {
		return executor(event.getSocket(), invoker().settings().workers().handlers(event.getBeanName()));
	}

	private void take(ConnectionClaim claim, NewConnectionEvent event, ListenerInvocation invocation) {
		if (claim.take()) {
			new Handling(claim, event, invocation).begin();
		}
	}

	/** Gives a connection to the handler on a thread of its own. */
	private final class Handover implements WorkerTask {

		private final ConnectionClaim claim;

		private final NewConnectionEvent event;

		private final ListenerInvocation invocation;

		Handover(ConnectionClaim claim, NewConnectionEvent event, ListenerInvocation invocation) {
			this.claim = claim;
			this.event = event;
			this.invocation = invocation;
		}

		@Override
		public void run() {
			try {
				take(this.claim, this.event, this.invocation);
			}
			catch (RuntimeException | Error ex) {
				abort("The owner of the connection failed");
				throw ex;
			}
		}

		@Override
		public void rejected(Throwable cause) {
			abort("No thread is left to handle the connection");
		}

		private void abort(String reason) {
			try {
				this.claim.socket().abort(SocketError.HANDLER_FAILED, reason);
			}
			finally {
				this.claim.release();
			}
		}

		@Override
		public String toString() {
			return "the listener '" + method().id() + "'";
		}

	}

	/** One call of the handler, until the connection is its own no more. */
	private final class Handling {

		private final ConnectionClaim claim;

		private final NewConnectionEvent event;

		private final ListenerInvocation invocation;

		private Interception interception = Interception.NONE;

		private volatile boolean ended;

		Handling(ConnectionClaim claim, NewConnectionEvent event, ListenerInvocation invocation) {
			this.claim = claim;
			this.event = event;
			this.invocation = invocation;
		}

		void begin() {
			Object result;
			this.claim.socket().setWorkInProgress(() -> !this.ended);
			this.claim.socket().setRetained(true);
			try {
				this.interception = invoker().surround(invoker().settings().interceptor().begin(this.invocation),
						executor(this.event));
				result = invoke();
			}
			catch (Exception | Error ex) {
				end(ex);
				return;
			}
			if (result instanceof CompletionStage<?> stage) {
				CompletionStage<?> work = method().suspends()
						? ConnectionBound.bind(this.claim.socket(), stage.toCompletableFuture()) : stage;
				work.whenComplete((value, ex) -> end(ex));
			}
			else {
				end(null);
			}
		}

		private @Nullable Object invoke() throws Exception {
			try {
				return (method().execution() == Execution.EVENT_LOOP) ? invokeHere() : invokeInterruptibly();
			}
			finally {
				this.interception.returned();
				this.interception.leave();
			}
		}

		private @Nullable Object invokeInterruptibly() throws Exception {
			HandlerThread thread = new HandlerThread();
			this.claim.onAbort(thread::interrupt);
			thread.enter();
			try {
				return invokeHere();
			}
			finally {
				thread.leave();
			}
		}

		private @Nullable Object invokeHere() throws Exception {
			ConnectionHeaders headers = new ConnectionHeaders(this.event.getBeanName(), this.event.getServer(),
					this.claim.socket());
			return invoker().invoke(new GenericMessage<>(this.claim.socket(), headers), this.interception);
		}

		private void end(@Nullable Throwable failure) {
			this.ended = true;
			this.claim.socket().setRetained(false);
			try {
				if (failure != null) {
					fail(failure);
				}
			}
			catch (RuntimeException | Error ex) {
				this.claim.socket()
					.peerLog()
					.log(logger::error, ex,
							() -> "The error handler of the listener '%s' failed".formatted(method().id()));
			}
			finally {
				if (method().closeOnReturn() || failure != null) {
					this.claim.socket().disconnectFromServer();
				}
				this.claim.release();
				this.interception.end();
			}
		}

		private void fail(Throwable failure) {
			this.interception.failed(Exceptions.thrownBy(failure));
			Scope scope = this.interception.resume();
			try {
				invoker().handleError(new ListenerFailure(method().id(), this.event.getBeanName(), this.claim.socket(),
						null, Exceptions.unwrap(failure)));
			}
			finally {
				scope.close();
			}
		}

	}

}

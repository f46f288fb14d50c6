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

import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.ListenerInterceptor;
import dev.localsocket.annotation.ListenerInterceptor.Interception;
import dev.localsocket.annotation.ListenerInterceptor.Scope;
import dev.localsocket.annotation.internal.JsonRpcServer.Methods;
import dev.localsocket.annotation.internal.JsonRpcServer.Target;
import dev.localsocket.annotation.internal.Replies.ReactiveReply;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.internal.ConnectionClaim;
import dev.localsocket.messaging.internal.ConnectionHeaders;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.JsonRpcRemoteException;
import dev.localsocket.rpc.internal.JsonRpcHandler;
import dev.localsocket.rpc.internal.JsonRpcMethod;
import dev.localsocket.rpc.internal.JsonRpcRequest;
import dev.localsocket.worker.WorkerTask;
import dev.localsocket.worker.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection. Thread-safe.
 */
final class JsonRpcConversation implements JsonRpcHandler {

	private final Methods methods;

	private final ConnectionClaim claim;

	private final String server;

	private final ConnectionHeaders headers;

	private final ListenerInterceptor interceptor;

	private final Workers workers;

	private final JsonRpcFailures failures;

	JsonRpcConversation(Methods methods, NewConnectionEvent event, ConnectionClaim claim,
			ListenerInterceptor interceptor, Workers workers, JsonRpcFailures failures) {
		this.methods = methods;
		this.claim = claim;
		this.server = event.getBeanName();
		this.headers = new ConnectionHeaders(this.server, event.getServer(), claim.socket());
		this.interceptor = interceptor;
		this.workers = workers;
		this.failures = failures;
	}

	@Override
	public @Nullable JsonRpcMethod find(String name) {
		Target target = this.methods.find(name);
		return (target != null) ? new Invocation(target) : null;
	}

	/** What comes here has been made an error before, or nothing was invoked. */
	@Override
	public JsonRpcException error(JsonRpcRequest request, Throwable failure) {
		if (failure instanceof JsonRpcException error && !(failure instanceof JsonRpcRemoteException)) {
			return error;
		}
		Target target = this.methods.find(request.method());
		Throwable error = (target != null) ? error(failure, target) : failure;
		return (error instanceof JsonRpcException known) ? known : JsonRpcFailures.internalError();
	}

	private Throwable error(Throwable failure, Target target) {
		return this.failures.error(Exceptions.thrownBy(failure), target.handler().method(), this.server, socket());
	}

	private LocalSocket socket() {
		return this.claim.socket();
	}

	@Override
	public void ended() {
		this.claim.release();
	}

	/** A method as one request calls it. */
	private final class Invocation implements JsonRpcMethod {

		private final Target target;

		Invocation(Target target) {
			this.target = target;
		}

		@Override
		public @Nullable Consumer<WorkerTask> executor() {
			return onLoop() ? null : JsonRpcConversation.this.workers::execute;
		}

		private boolean onLoop() {
			return this.target.handler().method().execution() == Execution.EVENT_LOOP;
		}

		@Override
		public @Nullable Object invoke(JsonRpcRequest request) throws Exception {
			Interception interception = Interception.NONE;
			CompletionStage<?> later = null;
			try {
				interception = begin(request);
				Object result = call(request, interception);
				interception.returned();
				later = later(result, interception);
				return (later != null) ? later : JsonRpcResults.value(result);
			}
			catch (Exception | Error ex) {
				interception.failed(Exceptions.thrownBy(ex));
				throw thrown(error(ex, this.target));
			}
			finally {
				leave(interception, later);
			}
		}

		private Interception begin(JsonRpcRequest request) {
			RouteHandler handler = this.target.handler();
			Interception interception = JsonRpcConversation.this.interceptor.begin(new RequestInvocation(
					handler.method(), JsonRpcConversation.this.server, socket(), request.method(), request.meta()));
			return handler.invoker()
				.surround(interception,
						onLoop() ? socket().eventLoop()::execute : JsonRpcConversation.this.workers::execute);
		}

		private @Nullable Object call(JsonRpcRequest request, Interception interception) throws Exception {
			Object payload = (request.params() != null) ? request.params() : request.method();
			return this.target.handler()
				.invoker()
				.invoke(new RoutedMessage(payload, JsonRpcConversation.this.headers.withRoute(request.method()),
						request.peer(), () -> this.target.arguments().bind(request.params())), interception);
		}

		private @Nullable CompletionStage<?> later(@Nullable Object result, Interception interception) {
			if (result instanceof CompletionStage<?> stage) {
				return new JsonRpcResult(stage.toCompletableFuture(), (ex) -> failed(ex, interception));
			}
			ReactiveReply reactive = Replies.publisher(result);
			return (reactive != null)
					? new JsonRpcResult(PublishedResult.of(reactive), (ex) -> failed(ex, interception)) : null;
		}

		private Throwable failed(Throwable failure, Interception interception) {
			interception.failed(Exceptions.thrownBy(failure));
			Scope scope = interception.resume();
			try {
				return error(failure, this.target);
			}
			finally {
				scope.close();
			}
		}

		private static void leave(Interception interception, @Nullable CompletionStage<?> later) {
			interception.leave();
			if (later == null) {
				interception.end();
			}
			else {
				later.whenComplete((value, ex) -> interception.end());
			}
		}

		private static Exception thrown(Throwable error) {
			if (error instanceof Error fatal) {
				throw fatal;
			}
			return (Exception) error;
		}

	}

}

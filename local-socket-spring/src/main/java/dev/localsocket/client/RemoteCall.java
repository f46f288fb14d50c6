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

package dev.localsocket.client;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.localsocket.client.ClientInterceptor.Interception;
import dev.localsocket.client.SharedConnection.ConnectionUser;
import dev.localsocket.error.SocketError;
import dev.localsocket.rpc.internal.JsonRpcSession;
import org.jspecify.annotations.Nullable;

/**
 * A call or notification that is to be made. Immutable.
 *
 * @param <T> the type of the result
 * @param method the name of the method
 * @param params what becomes the parameters, or null for none
 * @param resultType the type of the result, or null for a notification
 * @param timeout how long it may take, from its begin to the reply
 */
record RemoteCall<T>(String method, @Nullable Object params, @Nullable Type resultType, Duration timeout) {

	/**
	 * Makes the call, as soon as there is a connection. Does not block.
	 * @param client the name of the client
	 * @param interceptor is told of it
	 * @param connection the connection
	 * @return is completed on whatever thread, whose dependents must not block; to cancel
	 * it cancels the request
	 * @throws IllegalStateException if the client is closed
	 */
	CompletableFuture<@Nullable T> begin(String client, ClientInterceptor interceptor, SharedConnection connection) {
		ClientCall call = new ClientCall(client, this.method, this.resultType == null);
		Interception interception = interceptor.begin(call);
		CompletableFuture<@Nullable T> result = new InterceptedResult<>(interception);
		new Sending(call, Deadline.after(this.timeout), result).sendOver(connection);
		return result;
	}

	/** The call under way. */
	private final class Sending implements ConnectionUser {

		private final ClientCall call;

		private final Deadline deadline;

		private final CompletableFuture<@Nullable T> result;

		/** From then on the session counts the time. */
		private volatile boolean sent;

		private Sending(ClientCall call, Deadline deadline, CompletableFuture<@Nullable T> result) {
			this.call = call;
			this.deadline = deadline;
			this.result = result;
		}

		private void sendOver(SharedConnection connection) {
			try {
				connection.use(this);
				if (!this.sent) {
					endInTime();
				}
			}
			catch (RuntimeException | Error ex) {
				this.result.completeExceptionally(ex);
				throw ex;
			}
		}

		/** The timer ends with the call: completed, as after a failure it would stay. */
		private void endInTime() {
			CompletableFuture<Boolean> timer = new CompletableFuture<Boolean>().completeOnTimeout(true,
					this.deadline.left().toNanos(), TimeUnit.NANOSECONDS);
			timer.thenAccept((over) -> {
				if (over) {
					this.result.completeExceptionally(CallFailure.timedOut(this.call, RemoteCall.this.timeout));
				}
			});
			this.result.whenComplete((value, failure) -> timer.complete(false));
		}

		@Override
		public void connected(JsonRpcSession session) {
			this.sent = true;
			if (this.result.isDone()) {
				return;
			}
			try {
				if (RemoteCall.this.resultType == null) {
					sendNotification(session);
				}
				else {
					sendRequest(session, RemoteCall.this.resultType);
				}
			}
			catch (RuntimeException | Error ex) {
				failed(ex);
			}
		}

		private void sendNotification(JsonRpcSession session) {
			if (session.sendNotification(RemoteCall.this.method, RemoteCall.this.params, this.call.meta())) {
				this.result.complete(null);
				return;
			}
			this.result.completeExceptionally(new LocalSocketClientException(SocketError.WRITE_BUFFER_FULL,
					"The notification '%s' was not sent: the server '%s' does not read, or has closed the connection"
						.formatted(RemoteCall.this.method, session.socket().fullServerName()),
					null));
		}

		private void sendRequest(JsonRpcSession session, Type type) {
			CompletableFuture<@Nullable T> reply = session.call(RemoteCall.this.method, RemoteCall.this.params, type,
					this.deadline.left(), this.call.meta());
			reply.whenComplete((value, failure) -> {
				if (failure != null) {
					failed(failure);
				}
				else {
					this.result.complete(value);
				}
			});
			this.result.whenComplete((value, failure) -> {
				if (!reply.isDone()) {
					reply.cancel(true);
				}
			});
		}

		@Override
		public void failed(Throwable failure) {
			this.result.completeExceptionally(CallFailure.of(failure, this.call, RemoteCall.this.timeout));
		}

	}

}

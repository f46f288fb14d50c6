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

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.PeerText;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.JsonRpcRemoteException;
import org.jspecify.annotations.Nullable;

/**
 * Why a call has no result, in the words of a client.
 */
final class CallFailure {

	private CallFailure() {
	}

	/**
	 * Says why there is no result.
	 * @param failure what was thrown or received
	 * @param call the call
	 * @param timeout how long it might have taken
	 * @return the exception that the caller gets
	 */
	static Throwable of(Throwable failure, ClientCall call, Duration timeout) {
		if (failure instanceof CompletionException && failure.getCause() != null) {
			return of(failure.getCause(), call, timeout);
		}
		if (failure instanceof TimeoutException) {
			return timedOut(call, timeout);
		}
		if (failure instanceof LocalSocketException ended) {
			return new LocalSocketClientException(ended.error(), "The client '%s' has no result of '%s': %s"
				.formatted(call.client(), call.method(), ended.getMessage()), ended);
		}
		return isForCallers(failure) ? failure
				: new LocalSocketConversionException("The parameters or the result of '%s' cannot be converted: %s"
					.formatted(call.method(), PeerText.escape(String.valueOf(failure.getMessage()))), failure);
	}

	private static boolean isForCallers(Throwable failure) {
		return failure instanceof JsonRpcException || failure instanceof LocalSocketClientException
				|| failure instanceof CancellationException || failure instanceof IllegalStateException
				|| failure instanceof Error;
	}

	static LocalSocketClientException timedOut(ClientCall call, Duration timeout) {
		return new LocalSocketClientException(SocketError.TIMEOUT,
				"The server of the client '%s' has not answered '%s' within %d ms".formatted(call.client(),
						call.method(), timeout.toMillis()),
				null);
	}

	/**
	 * Makes an exception for a thread that has waited: what was thrown on the thread that
	 * received the reply says nothing of where the call was made.
	 * @param failure the failure
	 * @return the same with the stack of this thread
	 */
	static RuntimeException ofCaller(@Nullable Throwable failure) {
		if (failure instanceof LocalSocketConversionException conversion) {
			return new LocalSocketConversionException(String.valueOf(conversion.getMessage()), conversion);
		}
		if (failure instanceof LocalSocketClientException client) {
			return new LocalSocketClientException(client.error(), String.valueOf(client.getMessage()), client);
		}
		if (failure instanceof JsonRpcRemoteException reply) {
			return new JsonRpcRemoteException(reply);
		}
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof RuntimeException exception) ? exception : new CompletionException(failure);
	}

}

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
import java.util.concurrent.CancellationException;

import dev.localsocket.LocalSocket;
import dev.localsocket.rpc.JsonRpcErrorCodes;
import dev.localsocket.rpc.JsonRpcException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.validation.FieldError;
import org.springframework.validation.method.MethodValidationException;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * Says what the caller of a JSON-RPC method is told of a failure: what is meant for
 * callers, and no word of anything else, which is logged. Thread-safe.
 */
final class JsonRpcFailures {

	private static final Log logger = LogFactory.getLog(JsonRpcFailures.class);

	private final KnownErrors knownErrors;

	/**
	 * Creates an instance.
	 * @param knownErrors finds out what callers may know of exceptions
	 */
	JsonRpcFailures(KnownErrors knownErrors) {
		this.knownErrors = knownErrors;
	}

	/**
	 * Makes an error of a failure.
	 * @param failure what was thrown
	 * @param handler the method that has failed
	 * @param server the bean name of the server
	 * @param socket the connection
	 * @return the error; or the failure itself if it means that the request was cancelled
	 */
	Throwable error(Throwable failure, ListenerMethod handler, String server, LocalSocket socket) {
		if (failure instanceof InterruptedException || failure instanceof CancellationException) {
			return failure;
		}
		if (failure instanceof MethodValidationException ex && !ex.isForReturnValue()
				&& ex.getMethod().getName().equals(handler.targetMethod().getName())) {
			return violations(ex);
		}
		JsonRpcException known = this.knownErrors.find(failure);
		if (known == null) {
			return unknown(failure, handler, server, socket);
		}
		if (known.getCode() == JsonRpcErrorCodes.ACCESS_DENIED) {
			socket.peerLog()
				.log(logger::warn, null, () -> "The peer of the %s may not do that in the listener '%s': %s"
					.formatted(socket, handler.id(), failure.getMessage()));
		}
		return known;
	}

	private static JsonRpcException violations(MethodValidationException ex) {
		List<Map<String, String>> violations = ex.getParameterValidationResults()
			.stream()
			.flatMap((result) -> result.getResolvableErrors()
				.stream()
				.map((error) -> Map.of("field", field(result, error), "message",
						String.valueOf(error.getDefaultMessage()))))
			.toList();
		return JsonRpcArguments.invalid("they are not valid", violations);
	}

	private static String field(ParameterValidationResult result, Object error) {
		String name = String.valueOf(result.getMethodParameter().getParameter().getName());
		return (result instanceof ParameterErrors && error instanceof FieldError field) ? name + "." + field.getField()
				: name;
	}

	private static JsonRpcException unknown(Throwable failure, ListenerMethod handler, String server,
			LocalSocket socket) {
		socket.peerLog()
			.log(logger::warn, failure, () -> "The listener '%s' of the server '%s' failed for the %s"
				.formatted(handler.id(), server, socket));
		return internalError();
	}

	static JsonRpcException internalError() {
		return new JsonRpcException(JsonRpcErrorCodes.INTERNAL_ERROR, "Internal error");
	}

}

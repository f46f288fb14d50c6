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

import dev.localsocket.annotation.ListenerFailure;
import dev.localsocket.log.PeerText;
import dev.localsocket.rpc.CommandException;
import dev.localsocket.rpc.JsonRpcErrorCodes;
import dev.localsocket.rpc.JsonRpcException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessagingException;

/**
 * Says what is replied when a command fails: what is meant for who has asked, and no word
 * of anything else. Thread-safe.
 */
final class CommandFailures {

	private static final Log logger = LogFactory.getLog(CommandFailures.class);

	private final KnownErrors knownErrors;

	/**
	 * Creates an instance.
	 * @param knownErrors finds out what callers may know of exceptions
	 */
	CommandFailures(KnownErrors knownErrors) {
		this.knownErrors = knownErrors;
	}

	/**
	 * Returns the reply to a command that has failed.
	 * @param failure what failed
	 * @param handler the handler of the command
	 * @return the reply, or null for none
	 */
	@Nullable Object reply(ListenerFailure failure, RouteHandler handler) {
		if (failure.exception() instanceof CommandException ex) {
			return text(ex.getMessage());
		}
		JsonRpcException known = this.knownErrors.find(failure.exception());
		if (known != null) {
			logDenial(known, failure);
			return text(known.getMessage());
		}
		if (handler.invoker().hasErrorHandler()) {
			return handler.invoker().handleError(failure);
		}
		log(failure);
		return text(handler.method().isRouted() ? "the command '%s' has failed".formatted(handler.method().route())
				: "the command has failed");
	}

	/**
	 * Makes a reply.
	 * @param message what is wrong
	 * @return one line
	 */
	static String text(@Nullable String message) {
		return "error: " + PeerText.escape(String.valueOf(message));
	}

	private static void logDenial(JsonRpcException known, ListenerFailure failure) {
		if (known.getCode() == JsonRpcErrorCodes.ACCESS_DENIED) {
			failure.socket()
				.peerLog()
				.log(logger::warn, null, () -> "The peer of the %s may not do that in the listener '%s': %s"
					.formatted(failure.socket(), failure.listener(), failure.exception().getMessage()));
		}
	}

	/** Of what is the peer's fault, the stack says nothing. */
	private static void log(ListenerFailure failure) {
		boolean message = failure.exception() instanceof MessagingException;
		failure.socket()
			.peerLog()
			.log(logger::warn, message ? null : failure.exception(),
					() -> "The listener '%s' of the server '%s' failed for the %s%s".formatted(failure.listener(),
							failure.server(), failure.socket(),
							message ? ": " + failure.exception().getMessage() : ""));
	}

}

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

import dev.localsocket.error.SocketError;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessagingException;

/**
 * Logs a failure once, with the server and the peer, unless there were too many, and
 * closes the connection, which the server counts as an error.
 *
 * @since 0.1.0
 */
public class DisconnectingErrorHandler implements LocalSocketErrorHandler {

	private static final Log logger = LogFactory.getLog(DisconnectingErrorHandler.class);

	/**
	 * Creates an error handler.
	 */
	public DisconnectingErrorHandler() {
	}

	@Override
	public @Nullable Object handleError(ListenerFailure failure) {
		if (failure.exception() instanceof MessagingException ex) {
			// The peer's fault, not the method's, so the stack says nothing
			log(failure, null, ": " + ex.getMessage());
		}
		else {
			log(failure, failure.exception(), "");
		}
		failure.socket()
			.disconnectFromServer(SocketError.HANDLER_FAILED,
					"The listener '%s' failed: %s".formatted(failure.listener(), failure.exception()));
		return null;
	}

	private static void log(ListenerFailure failure, @Nullable Exception exception, String text) {
		failure.socket()
			.peerLog()
			.log(logger::warn, exception, () -> "The listener '%s' of the server '%s' failed; the %s is closed%s"
				.formatted(failure.listener(), failure.server(), failure.socket(), text));
	}

}

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

package dev.localsocket.autoconfigure.security;

import dev.localsocket.annotation.DisconnectingErrorHandler;
import dev.localsocket.annotation.ListenerFailure;
import dev.localsocket.annotation.internal.DefaultErrorHandler;
import dev.localsocket.error.SocketError;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.AccessDeniedException;

/**
 * Closes the connection of a peer that may not do what it asked for, because no reply
 * would be understood in every protocol, and logs that in one line. All else is handled
 * by {@link DisconnectingErrorHandler}.
 */
class DenialErrorHandler extends DisconnectingErrorHandler implements DefaultErrorHandler {

	private static final Log logger = LogFactory.getLog(DenialErrorHandler.class);

	@Override
	public @Nullable Object handleError(ListenerFailure failure) {
		if (!(failure.exception() instanceof AccessDeniedException)) {
			return super.handleError(failure);
		}
		String text = "The peer of the %s may not do that in the listener '%s': %s".formatted(failure.socket(),
				failure.listener(), failure.exception().getMessage());
		failure.socket().peerLog().log(logger::warn, null, () -> text);
		failure.socket().disconnectFromServer(SocketError.HANDLER_FAILED, text);
		return null;
	}

}

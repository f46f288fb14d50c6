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

import java.util.function.Function;

import dev.localsocket.annotation.DisconnectingErrorHandler;
import dev.localsocket.annotation.ListenerInterceptor;
import dev.localsocket.annotation.LocalSocketErrorHandler;
import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.rpc.ServerProtocol;
import dev.localsocket.worker.ServerWorkers;
import org.jspecify.annotations.Nullable;

import org.springframework.validation.Validator;

/**
 * What the listeners of an application context work with: a bean that
 * {@link LocalSocketListenerFactory} looks up when the first connection comes. Made by
 * {@link #of} and the methods that follow, which stay as they are when there is more to
 * work with, unlike the constructor.
 *
 * @param workers run handlers, those of each server its own
 * @param messaging returns, for the bean name of a server, how its messages become frames
 * @param errorHandler is told of failures, unless a listener names another
 * @param validator validates payloads annotated with {@code @Valid} or
 * {@code @Validated}, or null if there is none
 * @param interceptor surrounds the invocations of handlers
 * @param protocols returns, for the bean name of a server, what its handlers are called
 * by
 */
public record LocalSocketListenerSettings(ServerWorkers workers, Function<String, ServerMessaging> messaging,
		LocalSocketErrorHandler errorHandler, @Nullable Validator validator, ListenerInterceptor interceptor,
		Function<String, ServerProtocol> protocols) {

	/**
	 * Returns settings with which failures close the connection, nothing is validated,
	 * nothing surrounds handlers, and no server has a protocol.
	 * @param workers run handlers
	 * @param messaging returns, for the bean name of a server, how its messages become
	 * frames
	 * @return the settings
	 */
	public static LocalSocketListenerSettings of(ServerWorkers workers, Function<String, ServerMessaging> messaging) {
		return new LocalSocketListenerSettings(workers, messaging, new ClosingErrorHandler(), null,
				ListenerInterceptor.NONE, (server) -> ServerProtocol.NONE);
	}

	/**
	 * Returns these settings with another error handler.
	 * @param errorHandler is told of failures
	 * @return the settings
	 */
	public LocalSocketListenerSettings withErrorHandler(LocalSocketErrorHandler errorHandler) {
		return new LocalSocketListenerSettings(this.workers, this.messaging, errorHandler, this.validator,
				this.interceptor, this.protocols);
	}

	/**
	 * Returns these settings with another validator.
	 * @param validator validates payloads, or null if there is none
	 * @return the settings
	 */
	public LocalSocketListenerSettings withValidator(@Nullable Validator validator) {
		return new LocalSocketListenerSettings(this.workers, this.messaging, this.errorHandler, validator,
				this.interceptor, this.protocols);
	}

	/**
	 * Returns these settings with another interceptor.
	 * @param interceptor surrounds the invocations of handlers
	 * @return the settings
	 */
	public LocalSocketListenerSettings withInterceptor(ListenerInterceptor interceptor) {
		return new LocalSocketListenerSettings(this.workers, this.messaging, this.errorHandler, this.validator,
				interceptor, this.protocols);
	}

	/**
	 * Returns these settings with other protocols.
	 * @param protocols returns, for the bean name of a server, what its handlers are
	 * called by
	 * @return the settings
	 */
	public LocalSocketListenerSettings withProtocols(Function<String, ServerProtocol> protocols) {
		return new LocalSocketListenerSettings(this.workers, this.messaging, this.errorHandler, this.validator,
				this.interceptor, protocols);
	}

	/** Closes connections, where the protocol has no replies for failures. */
	private static final class ClosingErrorHandler extends DisconnectingErrorHandler implements DefaultErrorHandler {

	}

}

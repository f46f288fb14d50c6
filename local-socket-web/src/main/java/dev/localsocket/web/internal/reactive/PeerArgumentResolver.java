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

package dev.localsocket.web.internal.reactive;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.web.LocalSocketRequestAttributes;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.SyncHandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;

/**
 * Gives {@link PeerCredentials} to methods of controllers. A request over TCP has none,
 * and is refused unless the parameter may be null.
 */
public final class PeerArgumentResolver implements SyncHandlerMethodArgumentResolver {

	/** Creates a resolver. */
	public PeerArgumentResolver() {
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.nestedIfOptional().getNestedParameterType() == PeerCredentials.class;
	}

	@Override
	public @Nullable Object resolveArgumentValue(MethodParameter parameter, BindingContext context,
			ServerWebExchange exchange) {
		PeerCredentials peer = exchange.getAttribute(LocalSocketRequestAttributes.PEER);
		if (peer == null && !parameter.isOptional()) {
			throw new ServerWebInputException("The request has not come over a local socket", parameter);
		}
		return peer;
	}

}

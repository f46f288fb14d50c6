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

package dev.localsocket.security.internal;

import dev.localsocket.LocalSocket;
import dev.localsocket.SocketAttribute;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.annotation.ListenerInterceptor;
import dev.localsocket.annotation.ListenerInvocation;
import dev.localsocket.security.PeerAuthenticationConverter;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Lets the connection and message handlers of a connection act as its peer: during a call
 * the peer's authentication is in the security context of the thread, and afterwards what
 * was there before. The authentication is made when the connection has been announced, on
 * a worker, before its handler sees it, and kept with it; if that fails, its handlers
 * fail. Thread-safe.
 */
public final class PeerAuthentications implements ListenerInterceptor, Ordered {

	/** Of this only, so that those of another context on the same server stay apart. */
	private final SocketAttribute<Result> resultAttribute = new SocketAttribute<>("authentication of the peer");

	private final PeerAuthenticationConverter converter;

	private final SecurityContextHolderStrategy contextHolder;

	/**
	 * Creates the authentications.
	 * @param converter makes an authentication of a peer
	 * @param contextHolder holds the security context
	 */
	public PeerAuthentications(PeerAuthenticationConverter converter, SecurityContextHolderStrategy contextHolder) {
		this.converter = converter;
		this.contextHolder = contextHolder;
	}

	/** Other interceptors may ask who the peer is. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void prepare(ListenerInvocation invocation) {
		invocation.socket().setAttribute(this.resultAttribute, authenticate(invocation.peer()));
	}

	private Result authenticate(PeerCredentials peer) {
		try {
			return new Result(this.converter.convert(peer), null);
		}
		catch (RuntimeException ex) {
			return new Result(null, ex);
		}
	}

	@Override
	public Interception begin(ListenerInvocation invocation) {
		LocalSocket socket = invocation.socket();
		Result result = socket.attribute(this.resultAttribute);
		Authentication authentication = (result != null) ? result.authentication() : null;
		if (authentication == null) {
			throw new IllegalStateException("The peer of the %s has not been authenticated".formatted(socket),
					(result != null) ? result.failure() : null);
		}
		Scope scope = actAs(authentication);
		return new Interception() {

			@Override
			public void leave() {
				scope.close();
			}

			@Override
			public Scope resume() {
				return actAs(authentication);
			}

		};
	}

	private Scope actAs(Authentication authentication) {
		SecurityContext before = this.contextHolder.getContext();
		SecurityContext context = this.contextHolder.createEmptyContext();
		context.setAuthentication(authentication);
		this.contextHolder.setContext(context);
		return () -> restore(before);
	}

	private void restore(SecurityContext context) {
		if (context.getAuthentication() != null) {
			this.contextHolder.setContext(context);
		}
		else {
			this.contextHolder.clearContext();
		}
	}

	/** An authentication, or why there is none. */
	private record Result(@Nullable Authentication authentication, @Nullable RuntimeException failure) {

	}

}

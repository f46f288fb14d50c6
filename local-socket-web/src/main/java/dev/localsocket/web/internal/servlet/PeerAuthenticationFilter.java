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

package dev.localsocket.web.internal.servlet;

import java.io.IOException;

import dev.localsocket.web.LocalSocketRequestAttributes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a request act as its peer, unless it is authenticated already, for example by a
 * session. The kernel vouches for the peer of each connection, so nothing is kept in a
 * session.
 */
public final class PeerAuthenticationFilter extends OncePerRequestFilter {

	private final SecurityContextHolderStrategy contextHolder;

	/**
	 * Creates a filter.
	 * @param contextHolder holds the security context
	 */
	public PeerAuthenticationFilter(SecurityContextHolderStrategy contextHolder) {
		this.contextHolder = contextHolder;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (request.getAttribute(LocalSocketRequestAttributes.PRINCIPAL) instanceof Authentication authentication
				&& this.contextHolder.getContext().getAuthentication() == null) {
			SecurityContext context = this.contextHolder.createEmptyContext();
			context.setAuthentication(authentication);
			this.contextHolder.setContext(context);
		}
		chain.doFilter(request, response);
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

}

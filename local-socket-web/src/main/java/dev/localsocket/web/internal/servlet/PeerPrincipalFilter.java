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
import java.security.Principal;

import dev.localsocket.web.LocalSocketRequestAttributes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes the peer the user of a request, unless something else has made somebody so.
 */
public final class PeerPrincipalFilter extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Object principal = request.getAttribute(LocalSocketRequestAttributes.PRINCIPAL);
		chain.doFilter((principal != null) ? new PeerRequest(request, (Principal) principal) : request, response);
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	/** A request with a user. */
	private static final class PeerRequest extends HttpServletRequestWrapper {

		private final Principal peer;

		PeerRequest(HttpServletRequest request, Principal peer) {
			super(request);
			this.peer = peer;
		}

		@Override
		public Principal getUserPrincipal() {
			Principal principal = super.getUserPrincipal();
			return (principal != null) ? principal : this.peer;
		}

		@Override
		public @Nullable String getRemoteUser() {
			return getUserPrincipal().getName();
		}

	}

}

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

package dev.localsocket.web.internal.jetty;

import java.security.Principal;
import java.util.Set;

import javax.security.auth.Subject;

import org.eclipse.jetty.security.UserIdentity;

/**
 * A peer as Jetty knows users: it has no roles.
 */
final class PeerIdentity implements UserIdentity {

	private final Principal principal;

	PeerIdentity(Principal principal) {
		this.principal = principal;
	}

	@Override
	public Subject getSubject() {
		return new Subject(true, Set.of(this.principal), Set.of(), Set.of());
	}

	@Override
	public Principal getUserPrincipal() {
		return this.principal;
	}

	@Override
	public boolean isUserInRole(String role) {
		return false;
	}

}

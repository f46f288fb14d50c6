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

package dev.localsocket.security;

import java.util.Collection;
import java.util.Objects;

import dev.localsocket.account.PeerCredentials;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;

/**
 * The peer of a connection, whom the kernel has authenticated. The principal is a name,
 * there are no credentials, and the details are the {@link PeerCredentials}.
 *
 * @since 0.1.0
 */
@SuppressWarnings("exports") // Spring Security is optional, so not required transitively
public final class PeerAuthenticationToken extends AbstractAuthenticationToken {

	private static final long serialVersionUID = 1L;

	/** The name of the peer. */
	private final String name;

	/**
	 * Creates an authentication.
	 * @param peer the peer
	 * @param name the name of its user
	 * @param authorities what it may do
	 */
	public PeerAuthenticationToken(PeerCredentials peer, String name,
			Collection<? extends GrantedAuthority> authorities) {
		super(authorities);
		this.name = name;
		setDetails(peer);
		setAuthenticated(true);
	}

	@Override
	public String getPrincipal() {
		return this.name;
	}

	@Override
	public @Nullable Object getCredentials() {
		return null;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other) && other instanceof PeerAuthenticationToken token && token.name.equals(this.name);
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.name);
	}

}

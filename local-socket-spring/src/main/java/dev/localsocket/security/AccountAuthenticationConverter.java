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

import java.util.LinkedHashSet;
import java.util.Set;

import dev.localsocket.account.Accounts;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.account.UserAccount;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Takes the name and the groups of a peer from the accounts of the system. The principal
 * is the name of the user, or the user id in digits where it has none. The authorities
 * are {@code UID_} with the user id, and for the group of the peer's process and each
 * group that the user is a member of {@code GID_} with the group id and, where it has
 * one, {@code GROUP_} with its name.
 *
 * @since 0.1.0
 */
@SuppressWarnings("exports") // Spring Security is optional, so not required transitively
public class AccountAuthenticationConverter implements PeerAuthenticationConverter {

	private final Accounts accounts;

	/**
	 * Creates a converter.
	 * @param accounts knows the users and groups
	 */
	public AccountAuthenticationConverter(Accounts accounts) {
		this.accounts = accounts;
	}

	@Override
	public Authentication convert(PeerCredentials peer) {
		UserAccount user = this.accounts.user(peer.uid());
		String name = (user.name() != null) ? user.name() : Long.toString(peer.uid());
		return new PeerAuthenticationToken(peer, name, authorities(peer, user));
	}

	private Set<GrantedAuthority> authorities(PeerCredentials peer, UserAccount user) {
		Set<Long> gids = new LinkedHashSet<>(Set.of(peer.gid()));
		user.groups().stream().sorted().forEach(gids::add);
		Set<GrantedAuthority> authorities = new LinkedHashSet<>();
		authorities.add(new SimpleGrantedAuthority("UID_" + peer.uid()));
		for (long gid : gids) {
			authorities.add(new SimpleGrantedAuthority("GID_" + gid));
			String group = this.accounts.groupName(gid);
			if (group != null) {
				authorities.add(new SimpleGrantedAuthority("GROUP_" + group));
			}
		}
		return authorities;
	}

}

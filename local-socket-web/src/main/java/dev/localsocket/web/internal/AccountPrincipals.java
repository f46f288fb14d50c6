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

package dev.localsocket.web.internal;

import java.security.Principal;

import dev.localsocket.account.Accounts;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.web.LocalSocketPrincipal;

/**
 * Takes the names of peers from the accounts of the system. Thread-safe.
 */
public final class AccountPrincipals implements PeerPrincipals {

	private final Accounts accounts;

	/**
	 * Creates principals.
	 * @param accounts knows the users
	 */
	public AccountPrincipals(Accounts accounts) {
		this.accounts = accounts;
	}

	@Override
	public Principal principalOf(PeerCredentials peer) {
		String name = this.accounts.user(peer.uid()).name();
		return new LocalSocketPrincipal((name != null) ? name : Long.toString(peer.uid()), peer);
	}

}

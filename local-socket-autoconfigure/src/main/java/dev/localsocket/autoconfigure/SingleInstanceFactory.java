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

package dev.localsocket.autoconfigure;

import dev.localsocket.InstanceScope;
import dev.localsocket.SingleInstance;
import dev.localsocket.account.Accounts;
import dev.localsocket.account.CachedAccounts;
import dev.localsocket.account.SystemAccounts;

/**
 * Turns the keys of the single instance into what acquires it.
 */
class SingleInstanceFactory {

	private final SingleInstanceProperties properties;

	private final Accounts accounts = new CachedAccounts(new SystemAccounts());

	SingleInstanceFactory(SingleInstanceProperties properties) {
		this.properties = properties;
	}

	SingleInstance.Builder builder() {
		SingleInstance.Builder builder = this.properties.toBuilder();
		AuthorizationProperties authorization = this.properties.authorization();
		if (authorization.namesNobody()) {
			return builder;
		}
		if (this.properties.scope() != InstanceScope.SYSTEM) {
			throw InvalidProperty.of(SingleInstanceProperties.KEY + ".scope", this.properties.scope(),
					"Nobody but its own user can be allowed to call the first instance in this scope. Set it to 'system', or remove '%s.authorization'."
						.formatted(SingleInstanceProperties.KEY));
		}
		AllowedPeers allowed = new AllowedPeersFactory(this.accounts)
			.create(SingleInstanceProperties.KEY + ".authorization", authorization);
		return builder.authorizer((peer) -> allowed.decide(peer, this.accounts));
	}

}

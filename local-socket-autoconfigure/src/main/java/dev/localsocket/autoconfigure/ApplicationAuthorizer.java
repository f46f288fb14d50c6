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

import java.util.List;
import java.util.function.Supplier;

import dev.localsocket.AccessDecision;
import dev.localsocket.PeerAuthorizer;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.security.LocalSocketAuthorizer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the authorizers of the application about the peers of one server. Thread-safe.
 */
final class ApplicationAuthorizer implements PeerAuthorizer {

	private final String server;

	private final Supplier<List<LocalSocketAuthorizer>> authorizers;

	/**
	 * Creates an authorizer.
	 * @param server the bean name of the server
	 * @param authorizers returns the authorizers, all of which must allow it
	 */
	ApplicationAuthorizer(String server, Supplier<List<LocalSocketAuthorizer>> authorizers) {
		this.server = server;
		this.authorizers = authorizers;
	}

	@Override
	public AccessDecision decide(PeerCredentials peer) {
		return this.authorizers.get()
			.stream()
			.map((authorizer) -> authorizer.decide(this.server, peer))
			.filter((decision) -> !decision.isAllowed())
			.findFirst()
			.orElseGet(AccessDecision::allow);
	}

}

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

import dev.localsocket.account.PeerCredentials;

import org.springframework.security.core.Authentication;

/**
 * Makes of a peer the {@link Authentication} as which the handlers of its connection are
 * called. A bean of this type replaces {@link AccountAuthenticationConverter}, for
 * example to give roles to users.
 *
 * @since 0.1.0
 */
@SuppressWarnings("exports") // Spring Security is optional, so not required transitively
@FunctionalInterface
public interface PeerAuthenticationConverter {

	/**
	 * Converts a peer. Called once for each connection, on a worker thread, and may
	 * block. If it throws, the handlers of the connection fail.
	 * @param peer the peer
	 * @return the authentication
	 */
	Authentication convert(PeerCredentials peer);

}

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

package dev.localsocket;

import dev.localsocket.account.PeerCredentials;
import org.jspecify.annotations.Nullable;

/**
 * Decides which peers may connect to a {@link LocalServer}, by what the kernel says of
 * them. Qt has no such type. Must be thread-safe: it is asked about several peers at the
 * same time. It runs on the threads of the executor that it was given to the server with.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PeerAuthorizer {

	/**
	 * Decides on a peer. Whatever this method throws, the peer is not let in.
	 * @param peer who wants to connect
	 * @return whether it may
	 */
	AccessDecision decide(PeerCredentials peer);

}

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

import dev.localsocket.AccessDecision;
import dev.localsocket.PeerAuthorizer;
import dev.localsocket.account.PeerCredentials;

/**
 * Decides which peers may connect, by rules of the application: a bean. Where there are
 * several, or properties of the server that say who may connect, all of them must allow
 * it. They are asked in the order of their {@code @Order}, before anything is received
 * from the peer and anybody is told of it.
 * <p>
 * They are called on worker threads, about several peers at the same time, and may block:
 * meanwhile the connection counts as pending. <strong>What they throw means that the peer
 * may not connect.</strong>
 *
 * @see PeerAuthorizer
 * @since 0.1.0
 */
@FunctionalInterface
public interface LocalSocketAuthorizer {

	/**
	 * Decides on a peer.
	 * @param server the bean name of the server
	 * @param peer who wants to connect
	 * @return whether it may
	 */
	AccessDecision decide(String server, PeerCredentials peer);

}

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

package dev.localsocket.web;

import java.io.Serializable;
import java.security.Principal;

import dev.localsocket.account.PeerCredentials;

/**
 * The peer of a request, in an application without Spring Security; with it, the
 * principal is the {@code Authentication}. Immutable and thread-safe.
 *
 * @param getName the name of the user, or its id in digits where it has no name
 * @param peer the peer
 * @since 0.1.0
 */
public record LocalSocketPrincipal(String getName, PeerCredentials peer) implements Principal, Serializable {

}

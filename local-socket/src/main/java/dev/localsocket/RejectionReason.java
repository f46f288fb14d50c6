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

/**
 * Why a {@link LocalServer} does not let a connection in.
 *
 * @since 0.1.0
 */
public enum RejectionReason {

	/** As many connections are open as the server may have. */
	MAX_CONNECTIONS,

	/** The user of the peer has as many connections open as a user may have. */
	MAX_CONNECTIONS_PER_USER,

	/** A {@link PeerAuthorizer} of the server does not allow the peer to connect. */
	NOT_AUTHORIZED,

	/** {@link LocalServer#incomingConnection} did not accept it. */
	NOT_ACCEPTED,

	/** What should have decided on the connection failed. */
	DECISION_FAILED

}

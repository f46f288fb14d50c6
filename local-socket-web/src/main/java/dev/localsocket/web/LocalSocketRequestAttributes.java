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

import dev.localsocket.account.PeerCredentials;

/**
 * The attributes that a request has, servlet request or exchange, when it came over a
 * local socket. A request over TCP has none of them.
 *
 * @since 0.1.0
 */
public final class LocalSocketRequestAttributes {

	/** The {@link PeerCredentials} of the process that connected. */
	public static final String PEER = "dev.localsocket.web.PEER";

	/** The name of the bean of the server that the connection came to, a string. */
	public static final String SERVER = "dev.localsocket.web.SERVER";

	/** The id of the connection, a string: that of the endpoint and of the events. */
	public static final String CONNECTION_ID = "dev.localsocket.web.CONNECTION_ID";

	/**
	 * The peer as a {@link java.security.Principal}: with Spring Security, the
	 * authentication that listeners would have.
	 */
	public static final String PRINCIPAL = "dev.localsocket.web.PRINCIPAL";

	private LocalSocketRequestAttributes() {
	}

}

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

package dev.localsocket.web.internal.tomcat;

import dev.localsocket.web.internal.HttpConnection;
import jakarta.servlet.ServletConnection;

/**
 * A connection as a request knows it.
 */
final class LocalServletConnection implements ServletConnection {

	private final HttpConnection connection;

	private final String protocol;

	private final String protocolConnectionId;

	LocalServletConnection(HttpConnection connection, String protocol, String protocolConnectionId) {
		this.connection = connection;
		this.protocol = protocol;
		this.protocolConnectionId = protocolConnectionId;
	}

	HttpConnection connection() {
		return this.connection;
	}

	@Override
	public String getConnectionId() {
		return this.connection.socket().id();
	}

	@Override
	public String getProtocol() {
		return this.protocol;
	}

	@Override
	public String getProtocolConnectionId() {
		return this.protocolConnectionId;
	}

	@Override
	public boolean isSecure() {
		return false;
	}

}

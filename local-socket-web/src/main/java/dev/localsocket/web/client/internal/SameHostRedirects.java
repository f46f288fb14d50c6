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

package dev.localsocket.web.client.internal;

import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Follows no redirect to another host, which the server is not.
 */
final class SameHostRedirects extends DefaultRedirectStrategy {

	private static final int DEFAULT_PORT = 80;

	@Override
	public boolean isRedirectAllowed(HttpHost currentTarget, HttpHost newTarget, HttpRequest redirect,
			HttpContext context) {
		return "http".equalsIgnoreCase(newTarget.getSchemeName())
				&& currentTarget.getHostName().equalsIgnoreCase(newTarget.getHostName())
				&& port(currentTarget) == port(newTarget);
	}

	private static int port(HttpHost host) {
		return (host.getPort() >= 0) ? host.getPort() : DEFAULT_PORT;
	}

}

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

package dev.localsocket.web.internal.jetty;

import dev.localsocket.web.LocalSocketRequestAttributes;
import dev.localsocket.web.internal.ForwardedHeaders;
import dev.localsocket.web.internal.HttpConnection;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Tells each request who its peer is, before anything else sees it.
 */
final class PeerCustomizer implements HttpConfiguration.Customizer {

	@Override
	public Request customize(Request request, HttpFields.Mutable responseHeaders) {
		return (request.getConnectionMetaData().getConnection().getEndPoint() instanceof LocalSocketEndPoint endPoint)
				? identify(request, endPoint.connection()) : request;
	}

	private static Request identify(Request request, HttpConnection connection) {
		request.setAttribute(LocalSocketRequestAttributes.PEER, connection.peer());
		request.setAttribute(LocalSocketRequestAttributes.SERVER, connection.serverName());
		request.setAttribute(LocalSocketRequestAttributes.CONNECTION_ID, connection.socket().id());
		request.setAttribute(LocalSocketRequestAttributes.PRINCIPAL, connection.principal());
		return connection.isTrustedProxy() ? request : withoutForwarded(request);
	}

	private static Request withoutForwarded(Request request) {
		HttpFields headers = request.getHeaders();
		if (headers.stream().map(HttpField::getName).noneMatch(ForwardedHeaders::include)) {
			return request;
		}
		HttpFields.Mutable kept = HttpFields.build();
		headers.stream().filter((header) -> !ForwardedHeaders.include(header.getName())).forEach(kept::add);
		HttpFields believed = kept.asImmutable();
		return new Request.Wrapper(request) {

			@Override
			public HttpFields getHeaders() {
				return believed;
			}

		};
	}

}

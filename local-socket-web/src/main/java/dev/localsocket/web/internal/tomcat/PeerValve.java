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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.localsocket.web.LocalSocketRequestAttributes;
import dev.localsocket.web.internal.ForwardedHeaders;
import dev.localsocket.web.internal.HttpConnection;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * Tells each request who its peer is, before anything else sees it.
 */
final class PeerValve extends ValveBase {

	PeerValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (request.getServletConnection() instanceof LocalServletConnection local) {
			identify(request, local.connection());
		}
		getNext().invoke(request, response);
	}

	private static void identify(Request request, HttpConnection connection) {
		request.setAttribute(LocalSocketRequestAttributes.PEER, connection.peer());
		request.setAttribute(LocalSocketRequestAttributes.SERVER, connection.serverName());
		request.setAttribute(LocalSocketRequestAttributes.CONNECTION_ID, connection.socket().id());
		request.setAttribute(LocalSocketRequestAttributes.PRINCIPAL, connection.principal());
		if (!connection.isTrustedProxy()) {
			removeForwarded(request.getCoyoteRequest().getMimeHeaders());
		}
	}

	private static void removeForwarded(MimeHeaders headers) {
		List<String> names = new ArrayList<>();
		for (String name : Collections.list(headers.names())) {
			if (ForwardedHeaders.include(name)) {
				names.add(name);
			}
		}
		names.forEach(headers::removeHeader);
	}

}

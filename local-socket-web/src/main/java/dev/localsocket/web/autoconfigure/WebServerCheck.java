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

package dev.localsocket.web.autoconfigure;

import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.autoconfigure.diagnostics.InvalidKeysException;
import dev.localsocket.web.internal.HttpConnections;

import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Stops the start of an application that has declared a socket which no web server
 * serves: its clients would wait for ever.
 */
final class WebServerCheck implements SmartLifecycle {

	private static final String SUPPORTED = "Tomcat, Jetty and Reactor Netty can serve HTTP on a local socket";

	private final HttpConnections connections;

	private final ApplicationContext context;

	private final int phase;

	private final String action;

	private volatile boolean running;

	private WebServerCheck(HttpConnections connections, ApplicationContext context, int phase, String action) {
		this.connections = connections;
		this.context = context;
		this.phase = phase;
		this.action = action;
	}

	static WebServerCheck ofServer(HttpConnections connections, ApplicationContext context, int phase) {
		String action = WebContexts.isWeb(context)
				? "Use the starter of one of them, remove a 'WebServerFactory' bean of another kind, or remove these keys."
				: "Add a web starter, spring-boot-starter-webmvc for example, and let 'spring.main.web-application-type' "
						+ "be that of a web application. Or remove these keys.";
		return new WebServerCheck(connections, context, phase, action);
	}

	static WebServerCheck ofManagement(HttpConnections connections, ApplicationContext context, int phase) {
		return new WebServerCheck(connections, context, phase,
				"Add spring-boot-starter-actuator and a web starter. If 'management.server.port' is set, let it be neither "
						+ "negative nor that of the application; without it, Actuator has the local socket only. "
						+ "Or remove these keys.");
	}

	@Override
	public void start() {
		this.running = true;
		if (!this.connections.isClaimed() && !WebContexts.isWithoutServer(this.context)) {
			throw new InvalidKeysException("'%s' declares a local socket, but no web server is there to serve it: %s"
				.formatted(ConfigurationKeys.ofServer(this.connections.serverName()),
						WebContexts.isWeb(this.context) ? SUPPORTED : "this is no web application"),
					this.action);
		}
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

}

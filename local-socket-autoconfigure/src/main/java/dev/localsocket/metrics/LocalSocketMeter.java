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

package dev.localsocket.metrics;

import java.util.function.ToDoubleFunction;

import dev.localsocket.LocalServer;

/**
 * The meters of a server. Each has the tag {@code server}, the name of the server's bean.
 */
public enum LocalSocketMeter {

	/** Connections that were accepted and that no listener has taken. */
	CONNECTIONS_PENDING("local.socket.connections.pending",
			"Connections that were accepted and that no listener has taken", "connections",
			LocalServer::pendingConnections),

	/** Connections that are open, pending ones included. */
	CONNECTIONS_ACTIVE("local.socket.connections.active", "Connections that are open, pending ones included",
			"connections", LocalServer::activeConnections),

	/** Errors since the server last began to listen. */
	ERRORS("local.socket.errors", "Errors of the server and its connections since it last began to listen", "errors",
			LocalServer::errorCount);

	private final String meterName;

	private final String description;

	private final String baseUnit;

	private final ToDoubleFunction<LocalServer> value;

	LocalSocketMeter(String meterName, String description, String baseUnit, ToDoubleFunction<LocalServer> value) {
		this.meterName = meterName;
		this.description = description;
		this.baseUnit = baseUnit;
		this.value = value;
	}

	/**
	 * Returns the name of the meter.
	 * @return the name
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Returns what the meter measures.
	 * @return the description
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Returns the unit of the meter.
	 * @return the unit
	 */
	public String baseUnit() {
		return this.baseUnit;
	}

	double measure(LocalServer server) {
		return this.value.applyAsDouble(server);
	}

}

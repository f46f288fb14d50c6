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

import java.util.function.UnaryOperator;

import dev.localsocket.transport.connection.ConnectionSettings;

/**
 * What a server keeps from one run to the next. Thread-safe; nothing blocks.
 */
final class ServerState {

	/** Read at any time, changed under the lock of this. */
	private volatile ServerSettings settings = ServerSettings.DEFAULTS;

	/** What connections begin with, made once for all: changed with the settings. */
	private volatile ConnectionSettings connectionSettings = ServerSettings.DEFAULTS.connectionSettings();

	private final PendingConnections pending = new PendingConnections();

	private final OpenConnections connections = new OpenConnections();

	private final Authorization authorization = new Authorization();

	private final LocalServerStatistics statistics = new LocalServerStatistics(this.connections.sockets());

	private final ServerNotices notices = new ServerNotices(this.statistics);

	ServerSettings settings() {
		return this.settings;
	}

	ConnectionSettings connectionSettings() {
		return this.connectionSettings;
	}

	synchronized void change(UnaryOperator<ServerSettings> change) {
		ServerSettings changed = change.apply(this.settings);
		this.settings = changed;
		this.connectionSettings = changed.connectionSettings();
	}

	PendingConnections pending() {
		return this.pending;
	}

	OpenConnections connections() {
		return this.connections;
	}

	Authorization authorization() {
		return this.authorization;
	}

	LocalServerStatistics statistics() {
		return this.statistics;
	}

	ServerNotices notices() {
		return this.notices;
	}

}

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

import java.util.Set;

import dev.localsocket.transport.connection.ConnectionSettings;
import dev.localsocket.transport.endpoint.EndpointOptions;
import org.jspecify.annotations.Nullable;

/**
 * How a server listens and what its connections may use: all that it can be set to,
 * except for the limit of pending connections, which belongs to these. Each value is
 * described, and checked, by its setter in {@link LocalServer}.
 *
 * @param socketOptions who may connect, and where the name lives
 * @param group the group of the socket file, or null
 * @param listenBacklogSize the length of the kernel's queue
 * @param reclaimStale whether to replace what a crash left
 * @param checkDirectory whether to refuse a directory in which others may exchange files
 * @param republish whether to publish again a file that was deleted
 * @param maxReceivedDescriptors how many descriptors of a connection may wait
 * @param limits what connections may use
 * @param handoverGroup with what it passes to another process, or null
 */
record ServerSettings(Set<SocketOption> socketOptions, @Nullable String group, int listenBacklogSize,
		boolean reclaimStale, boolean checkDirectory, boolean republish, int maxReceivedDescriptors,
		ConnectionLimits limits, @Nullable HandoverGroup handoverGroup) {

	private static final int DEFAULT_LISTEN_BACKLOG_SIZE = 50;

	static final ServerSettings DEFAULTS = new ServerSettings(Set.of(), null, DEFAULT_LISTEN_BACKLOG_SIZE, false, true,
			true, 0, ConnectionLimits.NONE, null);

	/** Returns what a new socket file is made with. */
	EndpointOptions endpointOptions() {
		return new EndpointOptions(SocketOption.permissions(this.socketOptions), this.group, this.listenBacklogSize,
				this.reclaimStale, this.checkDirectory);
	}

	/** Returns what a connection begins with. */
	ConnectionSettings connectionSettings() {
		return this.limits.settings(this.maxReceivedDescriptors);
	}

	ServerSettings withSocketOptions(Set<SocketOption> options) {
		return new ServerSettings(options, this.group, this.listenBacklogSize, this.reclaimStale, this.checkDirectory,
				this.republish, this.maxReceivedDescriptors, this.limits, this.handoverGroup);
	}

	ServerSettings withGroup(@Nullable String group) {
		return new ServerSettings(this.socketOptions, group, this.listenBacklogSize, this.reclaimStale,
				this.checkDirectory, this.republish, this.maxReceivedDescriptors, this.limits, this.handoverGroup);
	}

	ServerSettings withListenBacklogSize(int size) {
		return new ServerSettings(this.socketOptions, this.group, size, this.reclaimStale, this.checkDirectory,
				this.republish, this.maxReceivedDescriptors, this.limits, this.handoverGroup);
	}

	ServerSettings withReclaimStale(boolean reclaimStale) {
		return new ServerSettings(this.socketOptions, this.group, this.listenBacklogSize, reclaimStale,
				this.checkDirectory, this.republish, this.maxReceivedDescriptors, this.limits, this.handoverGroup);
	}

	ServerSettings withCheckDirectory(boolean checkDirectory) {
		return new ServerSettings(this.socketOptions, this.group, this.listenBacklogSize, this.reclaimStale,
				checkDirectory, this.republish, this.maxReceivedDescriptors, this.limits, this.handoverGroup);
	}

	ServerSettings withRepublish(boolean republish) {
		return new ServerSettings(this.socketOptions, this.group, this.listenBacklogSize, this.reclaimStale,
				this.checkDirectory, republish, this.maxReceivedDescriptors, this.limits, this.handoverGroup);
	}

	ServerSettings withMaxReceivedDescriptors(int max) {
		return new ServerSettings(this.socketOptions, this.group, this.listenBacklogSize, this.reclaimStale,
				this.checkDirectory, this.republish, max, this.limits, this.handoverGroup);
	}

	ServerSettings withLimits(ConnectionLimits limits) {
		return new ServerSettings(this.socketOptions, this.group, this.listenBacklogSize, this.reclaimStale,
				this.checkDirectory, this.republish, this.maxReceivedDescriptors, limits, this.handoverGroup);
	}

	ServerSettings withHandoverGroup(@Nullable HandoverGroup group) {
		return new ServerSettings(this.socketOptions, this.group, this.listenBacklogSize, this.reclaimStale,
				this.checkDirectory, this.republish, this.maxReceivedDescriptors, this.limits, group);
	}

}

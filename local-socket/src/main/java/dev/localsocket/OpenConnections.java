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

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The open connections of a server, pending or taken, each with the run of the server
 * that has accepted it. Thread-safe; nothing blocks.
 */
final class OpenConnections {

	private final Map<LocalSocket, ServerRun> runs = new ConcurrentHashMap<>();

	private final Set<LocalSocket> sockets = Collections.unmodifiableSet(this.runs.keySet());

	void add(LocalSocket socket, ServerRun run) {
		this.runs.put(socket, run);
	}

	void remove(LocalSocket socket) {
		this.runs.remove(socket);
	}

	/** Returns the run that accepted a connection, or null if that is not known. */
	@Nullable ServerRun runOf(LocalSocket socket) {
		return this.runs.get(socket);
	}

	/** Returns a view of the connections. */
	Set<LocalSocket> sockets() {
		return this.sockets;
	}

	int count() {
		return this.runs.size();
	}

	long countOf(long uid) {
		return this.sockets.stream().filter((socket) -> socket.peerCredentials().uid() == uid).count();
	}

	long bytesBuffered() {
		return this.sockets.stream().mapToLong((socket) -> socket.bytesAvailable() + socket.bytesToWrite()).sum();
	}

}

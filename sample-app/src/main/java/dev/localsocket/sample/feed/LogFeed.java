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

package dev.localsocket.sample.feed;

import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.messaging.LocalServerOperations;

import org.springframework.stereotype.Component;

/**
 * Sends each line to all clients of the server {@code feed}; one that reads too slowly
 * misses lines.
 */
@Component
class LogFeed {

	private static final String SERVER = "feed";

	private final LocalServerOperations operations;

	LogFeed(LocalServerOperations operations) {
		this.operations = operations;
	}

	/** Clients have nothing to say; they stay until they, or the server, end it. */
	@LocalSocketListener(servers = SERVER, closeOnReturn = false)
	void add(LocalSocket client) {
		client.shutdownInput();
	}

	void send(String line) {
		this.operations.broadcast(SERVER, line);
	}

}

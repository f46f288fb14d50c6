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

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocket.State;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.SocketError;
import dev.localsocket.annotation.LocalSocketListener;

import org.springframework.stereotype.Component;

/**
 * Sends what it is given to every client of the server {@code feed}, and drops those who
 * do not read it. Thread-safe, never blocks.
 */
@Component
class LogFeed {

	private final Set<LocalSocket> clients = ConcurrentHashMap.newKeySet();

	private final LocalSocketCallbacks removal = new LocalSocketCallbacks() {

		@Override
		public void disconnected(LocalSocket client) {
			LogFeed.this.clients.remove(client);
		}

	};

	/**
	 * Clients have nothing to say; the server closes those that are left when it stops.
	 */
	@LocalSocketListener(servers = "feed", closeOnReturn = false)
	void add(LocalSocket client) {
		client.shutdownInput();
		this.clients.add(client);
		client.addListener(this.removal);
		if (client.state() == State.UNCONNECTED) {
			this.clients.remove(client);
		}
	}

	void send(byte[] bytes) {
		this.clients.forEach((client) -> send(client, bytes));
	}

	private static void send(LocalSocket client, byte[] bytes) {
		if (!client.write(ByteBuffer.wrap(bytes)) && client.error() == SocketError.WRITE_BUFFER_FULL) {
			client.abort(SocketError.WRITE_BUFFER_FULL, client.errorString());
		}
	}

	int clients() {
		return this.clients.size();
	}

}

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

package dev.localsocket.benchmarks.server;

import java.io.IOException;
import java.nio.ByteBuffer;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerListener;
import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;

/**
 * An echo on a {@link LocalServer} without Spring, on the threads of its event loops.
 */
public final class BareServer {

	static final int BACKLOG = 4096;

	static final int MAX_CONNECTIONS = 20_000;

	private static final int BUFFER = 64 * 1024;

	private BareServer() {
	}

	/**
	 * Runs the server.
	 * @param args the path of the socket and the number of event loops
	 * @throws IOException if the driver cannot be heard
	 */
	public static void main(String[] args) throws IOException {
		try (LocalServer server = new LocalServer(new EventLoops(Integer.parseInt(args[1])))) {
			server.setListenBacklogSize(BACKLOG);
			server.setLimits(server.limits().withMaxConnections(MAX_CONNECTIONS));
			server.addListener(new Taker());
			if (!server.listen(args[0])) {
				throw new IOException(server.errorString());
			}
			ServerControl.obey();
		}
	}

	private static final class Taker implements LocalServerListener {

		private final Echo echo = new Echo();

		@Override
		public void newConnection(LocalServer server, LocalSocket socket) {
			LocalSocket taken = server.nextPendingConnection();
			if (taken != null) {
				taken.addListener(this.echo);
			}
		}

	}

	private static final class Echo implements LocalSocketCallbacks {

		private final ThreadLocal<ByteBuffer> buffers = ThreadLocal
			.withInitial(() -> ByteBuffer.allocateDirect(BUFFER));

		@Override
		public void readyRead(LocalSocket socket) {
			ByteBuffer buffer = this.buffers.get();
			while (socket.read(buffer.clear()) > 0) {
				socket.write(buffer.flip());
			}
		}

		@Override
		public void readChannelFinished(LocalSocket socket) {
			socket.close();
		}

	}

}

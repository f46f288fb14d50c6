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

package dev.localsocket.endpoint;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.localsocket.IncomingConnection;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerListener;
import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.error.SocketError;

/**
 * A server that sends back what it receives and remembers its errors.
 */
final class EchoServer extends LocalServer {

	private final List<Report> reports = new CopyOnWriteArrayList<>();

	EchoServer() {
		addListener(new Reporter());
	}

	List<Report> reports() {
		return this.reports;
	}

	@Override
	protected void incomingConnection(IncomingConnection connection) {
		connection.accept().addListener(new Echo());
	}

	/**
	 * An error that the listeners of the server were told.
	 *
	 * @param error the error
	 * @param text what happened
	 * @param nanos when, as {@link System#nanoTime()}
	 */
	record Report(SocketError error, String text, long nanos) {

	}

	/** Remembers the errors. */
	private final class Reporter implements LocalServerListener {

		@Override
		public void error(LocalServer server, SocketError error, String text) {
			EchoServer.this.reports.add(new Report(error, text, System.nanoTime()));
		}

	}

	/** Sends back what a connection brings. */
	private static final class Echo implements LocalSocketCallbacks {

		@Override
		public void readyRead(LocalSocket socket) {
			ByteBuffer buffer = ByteBuffer.allocate(1024);
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

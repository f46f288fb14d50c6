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

package dev.localsocket.sample.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import org.jspecify.annotations.Nullable;

/**
 * A client that talks in lines.
 */
public final class LineClient implements AutoCloseable {

	private final LocalSocket socket;

	private final BufferedReader reader;

	private LineClient(LocalSocket socket) {
		this.socket = socket;
		this.reader = new BufferedReader(new InputStreamReader(socket.inputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Connects to a server.
	 * @param server the server
	 * @return the client
	 * @throws IOException if it cannot connect
	 */
	public static LineClient connect(LocalServer server) throws IOException {
		return new LineClient(LocalSocket.connectToServer(server.fullServerName()));
	}

	/**
	 * Sends lines to a server, and returns all that comes back before the server ends the
	 * connection, which it does after the last line.
	 * @param server the server
	 * @param lines the lines
	 * @return the answer
	 * @throws IOException if the connection breaks
	 */
	public static List<String> ask(LocalServer server, String... lines) throws IOException {
		try (LineClient client = connect(server)) {
			client.send(String.join("\n", lines) + "\n");
			client.socket.shutdownOutput();
			return client.readAll();
		}
	}

	/**
	 * Returns the connection.
	 * @return the connection
	 */
	public LocalSocket socket() {
		return this.socket;
	}

	/**
	 * Sends text.
	 * @param text the text
	 */
	public void send(String text) {
		send(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Sends bytes.
	 * @param bytes the bytes
	 */
	public void send(byte[] bytes) {
		if (!this.socket.write(ByteBuffer.wrap(bytes))) {
			throw new IllegalStateException(this.socket.errorString());
		}
	}

	/**
	 * Waits for a line.
	 * @return the line, or null at the end
	 * @throws IOException if the connection breaks
	 */
	public @Nullable String readLine() throws IOException {
		return this.reader.readLine();
	}

	/**
	 * Waits for all lines up to the end.
	 * @return the lines
	 * @throws IOException if the connection breaks
	 */
	public List<String> readAll() throws IOException {
		return this.reader.lines().toList();
	}

	@Override
	public void close() {
		this.socket.abort();
	}

}

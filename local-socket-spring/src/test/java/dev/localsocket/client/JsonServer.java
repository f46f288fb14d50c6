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

package dev.localsocket.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.testing.SocketSandbox;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server's end of a connection with lines of JSON-RPC, of which the test reads and
 * writes each.
 *
 * @param socket the connection
 * @param reader reads its lines
 */
record JsonServer(LocalSocket socket, BufferedReader reader) {

	private static final JsonMapper mapper = new JsonMapper();

	static JsonServer take(SocketSandbox sandbox, LocalServer server) throws IOException {
		LocalSocket socket = sandbox.take(server);
		return new JsonServer(socket,
				new BufferedReader(new InputStreamReader(socket.inputStream(), StandardCharsets.UTF_8)));
	}

	JsonNode read() throws IOException {
		return mapper.readTree(this.reader.readLine());
	}

	/** Whether the client ends the connection without another word. */
	boolean hasEnded() throws IOException {
		return this.reader.readLine() == null;
	}

	void result(JsonNode request, @Nullable String json) {
		send("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(request.get("id"), json));
	}

	void error(JsonNode request, String json) {
		send("{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":%s}".formatted(request.get("id"), json));
	}

	void send(String line) {
		if (!this.socket.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)))) {
			throw new IllegalStateException("The client does not read");
		}
	}

}

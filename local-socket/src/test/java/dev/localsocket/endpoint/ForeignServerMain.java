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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import dev.localsocket.testing.ForeignServer;

/**
 * A process with a server of the JDK, which knows of no lock and answers one line.
 */
public final class ForeignServerMain {

	private ForeignServerMain() {
	}

	/**
	 * Prints {@code READY} and serves until the input ends.
	 * @param args the path of the socket
	 * @throws IOException if it cannot listen
	 */
	public static void main(String[] args) throws IOException {
		try (ServerSocketChannel server = ForeignServer.open(Path.of(args[0]))) {
			Thread thread = new Thread(() -> serve(server));
			thread.setDaemon(true);
			thread.start();
			System.out.println("READY");
			while (System.in.read() >= 0) {
				// Until the end of the input
			}
		}
	}

	private static void serve(ServerSocketChannel server) {
		while (server.isOpen()) {
			try (SocketChannel channel = server.accept()) {
				answer(channel);
			}
			catch (IOException ex) {
				// The client has gone, or the server was closed
			}
		}
	}

	private static void answer(SocketChannel channel) throws IOException {
		BufferedReader reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
		String line = reader.readLine();
		if (line != null) {
			channel.write(StandardCharsets.UTF_8.encode(line + "\n"));
		}
	}

}

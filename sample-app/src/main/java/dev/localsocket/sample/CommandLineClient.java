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

package dev.localsocket.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

import dev.localsocket.LocalSocket;

/**
 * Copies its input to a local server and what the server sends to its output, for those
 * who have neither {@code nc} nor {@code socat}.
 */
final class CommandLineClient {

	private static final int BUFFER_SIZE = 8192;

	private final InputStream input;

	private final PrintStream output;

	private final PrintStream errors;

	CommandLineClient(InputStream input, PrintStream output, PrintStream errors) {
		this.input = input;
		this.output = output;
		this.errors = errors;
	}

	/**
	 * Talks to a server until the server ends the connection.
	 * @param server the name or absolute path of the server
	 * @return the exit status: 0, or 1 if the connection could not be made or broke
	 */
	int run(String server) {
		try (LocalSocket socket = LocalSocket.connectToServer(server)) {
			Thread sender = new Thread(() -> send(socket), "client-input");
			sender.setDaemon(true);
			sender.start();
			copy(socket.inputStream(), this.output);
			return 0;
		}
		catch (IOException ex) {
			this.errors.println(ex.getMessage());
			return 1;
		}
	}

	/** The end of the input is told to the server, which may still have things to say. */
	private void send(LocalSocket socket) {
		try {
			copy(this.input, socket.outputStream());
			socket.shutdownOutput();
		}
		catch (IOException ex) {
			// The server has gone, which the reading side sees too
		}
	}

	private static void copy(InputStream from, OutputStream to) throws IOException {
		byte[] buffer = new byte[BUFFER_SIZE];
		for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
			to.write(buffer, 0, count);
			to.flush();
		}
	}

}

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

package dev.localsocket.testing;

import java.io.IOException;

import dev.localsocket.LocalServer;

/**
 * A process with a server, which listens until the input of the process ends.
 */
public final class ServerMain {

	private ServerMain() {
	}

	/**
	 * Prints {@code READY}, waits for a byte of input, tries to listen, and prints
	 * {@code LISTENING} or the error.
	 * @param args the path of the socket
	 * @throws IOException if there is no input
	 */
	public static void main(String[] args) throws IOException {
		try (LocalServer server = new LocalServer()) {
			server.setReclaimStale(true);
			System.out.println("READY");
			System.in.read();
			System.out.println(server.listen(args[0]) ? "LISTENING" : server.serverError());
			while (System.in.read() >= 0) {
				// Until the end of the input
			}
		}
	}

}

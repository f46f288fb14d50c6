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

import java.io.IOException;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.error.LocalSocketException;

/**
 * Prints which path a name stands for, what comes of listening there, of connecting and
 * of removing the server. {@code UMLAUT} in the name stands for a letter that ASCII has
 * not.
 */
final class NameMain {

	private NameMain() {
	}

	public static void main(String... arguments) throws IOException {
		String name = arguments[0].replace("UMLAUT", "\u00fc");
		try (LocalServer server = new LocalServer()) {
			boolean listening = server.listen(name);
			System.out.println(LocalServer.resolveName(name).equals(server.fullServerName()) + " "
					+ server.fullServerName() + " " + server.serverError() + " " + server.errorString());
			System.out.println(connect(name) + " " + !LocalServer.removeServer(name) + " " + listening);
		}
	}

	private static String connect(String name) throws IOException {
		try (LocalSocket client = LocalSocket.connectToServer(name)) {
			return client.fullServerName();
		}
		catch (LocalSocketException ex) {
			return ex.error().name();
		}
	}

}

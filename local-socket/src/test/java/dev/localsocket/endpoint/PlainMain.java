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
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;

/**
 * A program that needs the core alone. It prints what it has asked itself through a
 * socket, whether Spring could be loaded, and the module that it got its server from.
 */
final class PlainMain {

	private PlainMain() {
	}

	/**
	 * Serves one connection, its own.
	 * @param arguments the path of the socket
	 * @throws IOException if anything fails
	 */
	public static void main(String[] arguments) throws IOException {
		try (LocalServer server = new LocalServer()) {
			if (!server.listen(arguments[0])) {
				throw new IOException(server.errorString());
			}
			System.out.println(ask(server));
		}
		System.out.println(isSpringThere());
		System.out.println(LocalServer.class.getModule().getName());
		System.out.println(LocalServer.class.getModule().isExported("dev.localsocket.transport.spi"));
	}

	private static String ask(LocalServer server) throws IOException {
		try (LocalSocket client = LocalSocket.connectToServer(server.fullServerName())) {
			client.outputStream().write("hello".getBytes(StandardCharsets.UTF_8));
			server.waitForNewConnection(Duration.ofSeconds(10));
			try (LocalSocket accepted = server.nextPendingConnection()) {
				byte[] question = (accepted != null) ? accepted.inputStream().readNBytes(5) : new byte[0];
				return new String(question, StandardCharsets.UTF_8);
			}
		}
	}

	private static boolean isSpringThere() {
		return ClassLoader.getSystemResource("org/springframework/core/SpringVersion.class") != null
				|| ClassLoader.getSystemResource("org/springframework/context/ApplicationEvent.class") != null;
	}

}

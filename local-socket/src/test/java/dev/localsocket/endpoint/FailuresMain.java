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
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.error.LocalSocketException;

/**
 * Provokes failures and prints how each is classified, one a line: to be run in an
 * environment with messages of another language.
 */
final class FailuresMain {

	private FailuresMain() {
	}

	/**
	 * Runs in the directory that is the argument.
	 */
	public static void main(String[] args) throws IOException {
		Path directory = Path.of(args[0]);
		try (LocalServer server = new LocalServer()) {
			server.listen("/sys/ls-test-socket");
			System.out.println("directory of the kernel: " + server.serverError());
		}
		System.out.println("nothing there: " + connect(directory.resolve("missing")));
		Path file = Files.createFile(directory.resolve("file"));
		System.out.println("no directory: " + connect(file.resolve("s")));
		System.out.println("no socket: " + connect(file));
		try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			Path socket = directory.resolve("busy");
			busy.bind(UnixDomainSocketAddress.of(socket), 1);
			System.out.println("backlog full: " + connectUntilRefused(socket));
		}
	}

	private static String connectUntilRefused(Path socket) throws IOException {
		try (SocketChannel first = SocketChannel.open(UnixDomainSocketAddress.of(socket));
				SocketChannel second = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
			return connect(socket) + (first.isConnected() && second.isConnected() ? "" : " too early");
		}
	}

	private static String connect(Path socket) throws IOException {
		try (LocalSocket connected = LocalSocket.connectToServer(socket.toString(), Duration.ofMillis(200))) {
			return "connected to " + connected.fullServerName();
		}
		catch (LocalSocketException ex) {
			return ex.error().name();
		}
	}

}

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

package dev.localsocket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Objects;

/**
 * Does with servers and sockets what needs no library, and says so line by line.
 */
public final class NativeLifeMain {

	private static final Duration LONG = Duration.ofSeconds(30);

	private NativeLifeMain() {
	}

	/**
	 * Lives.
	 * @param args where to listen
	 * @throws IOException if it fails
	 */
	public static void main(String[] args) throws IOException {
		System.setProperty(TransportType.PROPERTY, TransportType.NATIVE.toString());
		LocalServer server = new LocalServer();
		check(server.listen(args[0]), server);
		talk(server, args[0]);
		System.out.println("talked over a file");
		try (LocalServer heir = new LocalServer()) {
			check(heir.listenOnDuplicate(server.socketDescriptor()), heir);
			server.close();
			check(heir.isListening(), heir);
		}
		System.out.println("adopted a listening socket");
		leaveStale(args[0]);
		server.setReclaimStale(true);
		check(server.listen(args[0]), server);
		talk(server, args[0]);
		server.close();
		System.out.println("reclaimed a stale file");
		LocalServer nameless = new LocalServer();
		nameless.setSocketOptions(SocketOption.ABSTRACT_NAMESPACE);
		check(nameless.listen("native-life-" + ProcessHandle.current().pid()), nameless);
		nameless.close();
		System.out.println("listened without a file");
	}

	private static void check(boolean success, LocalServer server) {
		if (!success) {
			throw new IllegalStateException(server.errorString());
		}
	}

	private static void talk(LocalServer server, String path) throws IOException {
		try (LocalSocket client = LocalSocket.connectToServer(path)) {
			server.waitForNewConnection(LONG);
			try (LocalSocket accepted = Objects.requireNonNull(server.nextPendingConnection())) {
				client.outputStream().write(1);
				accepted.outputStream().write(accepted.inputStream().read() + 1);
				if (client.inputStream().read() != 2
						|| accepted.peerCredentials().pid() != ProcessHandle.current().pid()) {
					throw new IllegalStateException("That was not it");
				}
			}
		}
	}

	private static void leaveStale(String path) throws IOException {
		try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.bind(UnixDomainSocketAddress.of(path));
		}
	}

}

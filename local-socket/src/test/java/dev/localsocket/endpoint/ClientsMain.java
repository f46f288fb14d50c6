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
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process with many clients.
 */
public final class ClientsMain {

	private ClientsMain() {
	}

	/**
	 * Prints {@code READY}; connects all clients at the first line of input, and prints
	 * at each further one how many the server has not closed.
	 * @param args the path of the server, and how many clients
	 * @throws IOException if a client cannot connect
	 */
	public static void main(String[] args) throws IOException {
		System.out.println("READY");
		readLine();
		List<SocketChannel> clients = connect(Path.of(args[0]), Integer.parseInt(args[1]));
		System.out.println("CONNECTED");
		while (readLine()) {
			System.out.println(clients.stream().filter(ClientsMain::isOpen).count());
		}
	}

	private static boolean readLine() throws IOException {
		int read = System.in.read();
		while (read >= 0 && read != '\n') {
			read = System.in.read();
		}
		return read >= 0;
	}

	static List<SocketChannel> connect(Path path, int count) throws IOException {
		List<SocketChannel> clients = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path));
			client.configureBlocking(false);
			clients.add(client);
		}
		return clients;
	}

	static boolean isOpen(SocketChannel client) {
		try {
			return client.read(ByteBuffer.allocate(1)) == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

}

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

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A process with many connections to one server, which for each line of its input sends a
 * byte through each of them and waits for the answers. It begins with the last, as a
 * server would not expect it.
 */
public final class ManyClientsMain {

	private ManyClientsMain() {
	}

	/**
	 * Connects, and obeys until the input ends.
	 * @param args the path of the server, and the number of connections
	 * @throws IOException if a connection fails
	 */
	public static void main(String[] args) throws IOException {
		List<SocketChannel> channels = new ArrayList<>();
		for (int i = 0; i < Integer.parseInt(args[1]); i++) {
			channels.add(0, SocketChannel.open(UnixDomainSocketAddress.of(args[0])));
		}
		System.out.println("CONNECTED");
		while (System.in.read() != -1) {
			ask(channels);
			System.out.println("ANSWERED");
		}
	}

	private static void ask(List<SocketChannel> channels) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocateDirect(1);
		for (SocketChannel channel : channels) {
			channel.write(buffer.clear());
		}
		for (SocketChannel channel : channels) {
			if (channel.read(buffer.clear()) != 1) {
				throw new EOFException("No answer");
			}
		}
	}

}

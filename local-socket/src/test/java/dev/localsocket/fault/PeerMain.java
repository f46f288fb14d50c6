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
package dev.localsocket.fault;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A process with a client that is going to be killed.
 */
final class PeerMain {

	private static final int CHUNK = 10_000;

	private PeerMain() {
	}

	/**
	 * Sends without end and tells how much it has sent, or reads some bytes and then no
	 * more.
	 * @param args the path of the server, and how many bytes to read or nothing
	 */
	public static void main(String[] args) throws IOException {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(args[0]))) {
			if (args.length == 1) {
				send(channel);
			}
			else {
				read(channel, Integer.parseInt(args[1]));
				System.out.println("READ");
				System.in.read();
			}
		}
	}

	private static void send(SocketChannel channel) throws IOException {
		Pattern pattern = new Pattern(0);
		for (long position = 0; channel.isOpen(); position += CHUNK) {
			ByteBuffer buffer = ByteBuffer.wrap(pattern.bytes(position, CHUNK));
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			System.out.println(position + CHUNK);
		}
	}

	private static void read(SocketChannel channel, int count) throws IOException {
		Pattern pattern = new Pattern(0);
		ByteBuffer buffer = ByteBuffer.allocate(count);
		while (buffer.hasRemaining()) {
			channel.read(buffer);
		}
		pattern.check(buffer.array(), count, 0);
	}

}

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

package dev.localsocket.benchmarks.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One place of a client: a connection over which one message at a time goes there and
 * back, and when it is closed the connection that follows it.
 */
final class Conversation {

	private static final int BUFFER = 256 * 1024;

	private static final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER);

	private final SocketAddress address;

	private final Selector selector;

	private final ByteBuffer message;

	private SocketChannel channel;

	private int missing;

	private long sentNanos;

	/**
	 * Connects.
	 * @param address the address of the server
	 * @param selector tells when something has come back
	 * @param size the number of bytes of a message
	 * @param letter the first byte of each message, so that no other connection's are
	 * taken for its own
	 */
	Conversation(SocketAddress address, Selector selector, int size, char letter) throws IOException {
		this.address = address;
		this.selector = selector;
		String text = (size > 1) ? letter + "x".repeat(size - 2) + "\n" : "\n";
		this.message = ByteBuffer.allocateDirect(size).put(text.getBytes(StandardCharsets.US_ASCII)).flip();
		this.channel = connect();
	}

	/** Waits while the backlog of the server is full. */
	private SocketChannel connect() throws IOException {
		SocketChannel connected = SocketChannel.open(this.address);
		if (this.address instanceof InetSocketAddress) {
			connected.setOption(StandardSocketOptions.TCP_NODELAY, true);
		}
		connected.configureBlocking(false);
		connected.register(this.selector, SelectionKey.OP_READ, this);
		return connected;
	}

	void reconnect() throws IOException {
		this.channel.close();
		this.channel = connect();
	}

	void send() throws IOException {
		this.sentNanos = System.nanoTime();
		this.missing = this.message.limit();
		this.message.rewind();
		while (this.message.hasRemaining()) {
			this.channel.write(this.message);
		}
	}

	/** Returns whether the whole message has come back. */
	boolean receive() throws IOException {
		int count = this.channel.read(received.clear());
		if (count < 0) {
			throw new IOException("The server has closed a connection");
		}
		if (count == 0) {
			return false;
		}
		boolean isFirst = this.missing == this.message.limit();
		this.missing -= count;
		if (this.missing < 0 || isFirst && received.get(0) != this.message.get(0)
				|| this.missing == 0 && received.get(count - 1) != '\n') {
			throw new IOException("The server has sent something else than it was sent");
		}
		return this.missing == 0;
	}

	long nanosSinceSent() {
		return System.nanoTime() - this.sentNanos;
	}

}

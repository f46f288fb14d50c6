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

package dev.localsocket.benchmarks.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sends requests on connections that are kept, on each the next one when the last one was
 * answered. Not thread-safe.
 */
final class RequestLoop implements AutoCloseable {

	private static final byte[] REQUEST = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"
		.getBytes(StandardCharsets.ISO_8859_1);

	private static final String BODY = "hello";

	private final Selector selector;

	private final List<SocketChannel> channels = new ArrayList<>();

	private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST.length).put(REQUEST);

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);

	private final int answerLength;

	RequestLoop(SocketAddress address, int connections) throws IOException {
		this.selector = Selector.open();
		for (int i = 0; i < connections; i++) {
			this.channels.add(SocketChannel.open(address));
		}
		this.answerLength = lengthOfAnswer(this.channels.get(0));
		for (SocketChannel channel : this.channels) {
			channel.configureBlocking(false);
			channel.register(this.selector, SelectionKey.OP_READ, new int[1]);
		}
	}

	/** That of all of them, because they are the same but for the date. */
	private int lengthOfAnswer(SocketChannel channel) throws IOException {
		send(channel);
		StringBuilder answer = new StringBuilder();
		while (!answer.toString().endsWith("\r\n\r\n" + BODY)) {
			this.buffer.clear();
			if (channel.read(this.buffer) < 0) {
				throw new EOFException("The server has closed the connection: " + answer);
			}
			answer.append(StandardCharsets.ISO_8859_1.decode(this.buffer.flip()));
		}
		if (!answer.toString().toLowerCase(Locale.ROOT).startsWith("http/1.1 200")) {
			throw new IOException("An unexpected answer: " + answer);
		}
		return answer.length();
	}

	/**
	 * Sends requests for a while.
	 * @param nanos how long
	 * @return how many were answered
	 */
	long run(long nanos) throws IOException {
		long end = System.nanoTime() + nanos;
		long answered = 0;
		int open = this.channels.size();
		for (SocketChannel channel : this.channels) {
			send(channel);
		}
		while (open > 0) {
			this.selector.select();
			boolean over = System.nanoTime() - end >= 0;
			for (SelectionKey key : this.selector.selectedKeys()) {
				if (receive(key)) {
					answered++;
					if (over) {
						open--;
					}
					else {
						send((SocketChannel) key.channel());
					}
				}
			}
			this.selector.selectedKeys().clear();
		}
		return answered;
	}

	private void send(SocketChannel channel) throws IOException {
		channel.write(this.request.flip());
		if (this.request.hasRemaining()) {
			throw new IOException("The server does not read");
		}
	}

	/** Whether the answer is complete. */
	private boolean receive(SelectionKey key) throws IOException {
		int count = ((SocketChannel) key.channel()).read(this.buffer.clear());
		int[] received = (int[]) key.attachment();
		received[0] += count;
		if (count < 0 || received[0] > this.answerLength) {
			throw new IOException("The server has closed the connection, or its answers differ");
		}
		if (received[0] < this.answerLength) {
			return false;
		}
		received[0] = 0;
		return true;
	}

	@Override
	public void close() throws IOException {
		for (SocketChannel channel : this.channels) {
			channel.close();
		}
		this.selector.close();
	}

}

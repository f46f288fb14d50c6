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
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection with calls of JSON-RPC in flight, as many as there are ids.
 */
final class CallConversation {

	private static final Pattern LENGTH = Pattern.compile("Content-Length: *(\\d+)", Pattern.CASE_INSENSITIVE);

	private static final Pattern ID = Pattern.compile("\"id\": *(\\d+)");

	private final SocketChannel channel;

	private final int inFlight;

	private final ByteBuffer input = ByteBuffer.allocate(256 * 1024).flip();

	private final StringBuilder output = new StringBuilder();

	CallConversation(String path, Selector selector, int inFlight) throws IOException {
		this.channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
		this.channel.configureBlocking(false);
		this.channel.register(selector, SelectionKey.OP_READ, this);
		this.inFlight = inFlight;
	}

	void begin() throws IOException {
		for (int id = 1; id <= this.inFlight; id++) {
			add(id);
		}
		send();
	}

	private void add(int id) {
		String json = "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"add\",\"params\":{\"a\":1,\"b\":2}}".formatted(id);
		this.output.append("Content-Length: ").append(json.length()).append("\r\n\r\n").append(json);
	}

	private void send() throws IOException {
		ByteBuffer bytes = ByteBuffer.wrap(this.output.toString().getBytes(StandardCharsets.US_ASCII));
		while (bytes.hasRemaining()) {
			this.channel.write(bytes);
		}
		this.output.setLength(0);
	}

	/** Makes the calls again whose replies are there, and returns how many there are. */
	int exchange() throws IOException {
		this.input.compact();
		int count = this.channel.read(this.input);
		this.input.flip();
		if (count < 0) {
			throw new IOException("The server has closed a connection");
		}
		int replies = 0;
		while (takeReply()) {
			replies++;
		}
		send();
		return replies;
	}

	private boolean takeReply() throws IOException {
		String text = StandardCharsets.US_ASCII.decode(this.input.duplicate()).toString();
		int header = text.indexOf("\r\n\r\n");
		Matcher length = LENGTH.matcher(text);
		if (header < 0 || !length.find()) {
			return false;
		}
		int end = header + 4 + Integer.parseInt(length.group(1));
		if (text.length() < end) {
			return false;
		}
		String json = text.substring(header + 4, end);
		Matcher id = ID.matcher(json);
		if (!json.contains("\"result\":3") || !id.find()) {
			throw new IOException("The server has replied " + json);
		}
		this.input.position(this.input.position() + end);
		add(Integer.parseInt(id.group(1)));
		return true;
	}

}

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

package dev.localsocket.web;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A client that sends requests, on one connection until the server takes no more, or on
 * one after the other, and counts what becomes of them. It knows sockets of the JDK only,
 * whose writes fail at once when nobody will read.
 */
final class BusyClient extends Thread implements AutoCloseable {

	private final UnixDomainSocketAddress address;

	private final byte[] burst;

	private final int length;

	private SocketChannel channel;

	private InputStream input;

	private volatile boolean connecting;

	private volatile boolean ending;

	private volatile int sent;

	private volatile int answered;

	private volatile int connections = 1;

	/** Whether the last answer was that of the connection. */
	private boolean last;

	/**
	 * Creates a client, and connects it.
	 * @param path where the server listens
	 * @param length how many requests are sent at once
	 * @param request one of them, which is answered with 200
	 */
	BusyClient(Path path, int length, String request) throws IOException {
		this.address = UnixDomainSocketAddress.of(path);
		this.burst = request.repeat(length).getBytes(StandardCharsets.ISO_8859_1);
		this.length = length;
		this.channel = SocketChannel.open(this.address);
		this.input = new BufferedInputStream(Channels.newInputStream(this.channel));
	}

	/** Lets it connect again whenever the server ends the connection. */
	BusyClient connecting() {
		this.connecting = true;
		return this;
	}

	/** Lets it end when what it has sent was answered. */
	void end() {
		this.ending = true;
	}

	@Override
	public void run() {
		try {
			talk();
			while (this.connecting && !this.ending) {
				reconnect();
				talk();
			}
		}
		catch (IOException ex) {
			// The numbers tell
		}
	}

	private void reconnect() throws IOException {
		this.channel.close();
		this.channel = SocketChannel.open(this.address);
		this.input = new BufferedInputStream(Channels.newInputStream(this.channel));
		this.connections++;
		this.last = false;
	}

	private void talk() throws IOException {
		while (!this.ending && !this.last && send()) {
			for (int i = 0; i < this.length; i++) {
				readAnswer();
				this.answered++;
			}
		}
	}

	/** What was written is there for the server to read. */
	private boolean send() {
		try {
			ByteBuffer source = ByteBuffer.wrap(this.burst);
			while (source.hasRemaining()) {
				this.channel.write(source);
			}
			this.sent += this.length;
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void readAnswer() throws IOException {
		String status = readLine();
		if (!status.startsWith("HTTP/1.1 200")) {
			throw new IOException(status);
		}
		int length = 0;
		for (String line = readLine(); !line.isEmpty(); line = readLine()) {
			if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
				length = Integer.parseInt(line.substring(15).trim());
			}
			this.last |= line.equalsIgnoreCase("connection: close");
		}
		if (this.input.readNBytes(length).length < length) {
			throw new EOFException("Half an answer");
		}
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		int value = this.input.read();
		while (value != '\n') {
			if (value < 0) {
				throw new EOFException("No answer");
			}
			if (value != '\r') {
				line.append((char) value);
			}
			value = this.input.read();
		}
		return line.toString();
	}

	/** How many requests were sent without a failure. */
	int sent() {
		return this.sent;
	}

	/** How many were answered wholly. */
	int answered() {
		return this.answered;
	}

	/** How many connections it has had. */
	int connections() {
		return this.connections;
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

	@Override
	public String toString() {
		return "%d of %d answered, %d at a time, on %d connections".formatted(this.answered, this.sent, this.length,
				this.connections);
	}

}

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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A client on the JDK's own sockets, so that nothing of the library is on its side.
 */
public final class LineClient implements AutoCloseable {

	private final SocketChannel channel;

	private final BufferedReader reader;

	public LineClient(Path socket) throws IOException {
		this.channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
		InputStream input = Channels.newInputStream(this.channel);
		this.reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
	}

	public LineClient send(String text) throws IOException {
		return send(text.getBytes(StandardCharsets.UTF_8));
	}

	public LineClient send(byte[] bytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		while (buffer.hasRemaining()) {
			this.channel.write(buffer);
		}
		return this;
	}

	/**
	 * Waits for a line.
	 * @return the line, or null if the server has closed the connection
	 * @throws IOException if reading fails otherwise
	 */
	public @Nullable String readLine() throws IOException {
		try {
			return this.reader.readLine();
		}
		catch (SocketException ex) {
			// A reset: the server closed without reading all
			return null;
		}
	}

	public LineClient shutdownOutput() throws IOException {
		this.channel.shutdownOutput();
		return this;
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}

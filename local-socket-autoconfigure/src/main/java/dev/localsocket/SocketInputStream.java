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
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;

import dev.localsocket.transport.Connection;

/**
 * The input of a connection as a blocking stream. Thread-safe.
 */
final class SocketInputStream extends InputStream {

	private static final Duration FOREVER = Duration.ofMillis(-1);

	private final LocalSocket socket;

	private final Connection connection;

	SocketInputStream(LocalSocket socket, Connection connection) {
		this.socket = socket;
		this.connection = connection;
	}

	@Override
	public int read() throws IOException {
		byte[] single = new byte[1];
		return (read(single, 0, 1) < 0) ? -1 : single[0] & 0xff;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
		int count;
		do {
			// Another reader may have been faster
			this.connection.awaitInput(FOREVER);
			count = this.connection.read(buffer);
		}
		while (count == 0);
		return count;
	}

	@Override
	public int available() {
		return (int) Math.min(this.connection.available(), Integer.MAX_VALUE);
	}

	/** Closes the socket, after what was written has been sent. */
	@Override
	public void close() {
		this.socket.close();
	}

}

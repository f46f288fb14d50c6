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
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

import dev.localsocket.transport.connection.Connection;

/**
 * The input of a connection as a blocking stream. Thread-safe.
 */
final class SocketInputStream extends InputStream {

	private static final Duration FOREVER = Duration.ofMillis(-1);

	private final SocketSession session;

	private final Connection connection;

	private final Supplier<Duration> timeout;

	/**
	 * Creates a stream.
	 * @param session is disconnected when the stream is closed
	 * @param connection the connection of the session
	 * @param timeout how long a read may wait, or zero for no limit
	 */
	SocketInputStream(SocketSession session, Connection connection, Supplier<Duration> timeout) {
		this.session = session;
		this.connection = connection;
		this.timeout = timeout;
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
			awaitInput(this.timeout.get());
			count = this.connection.input().take(buffer);
		}
		while (count == 0);
		return count;
	}

	private void awaitInput(Duration timeout) throws IOException {
		if (!this.connection.input().await(timeout.isZero() ? FOREVER : timeout)) {
			throw new SocketTimeoutException("Nothing was received for %d ms".formatted(timeout.toMillis()));
		}
	}

	@Override
	public int available() {
		return (int) Math.min(this.connection.input().size(), Integer.MAX_VALUE);
	}

	/** Disconnects, after what was written has been sent. */
	@Override
	public void close() {
		this.session.disconnect();
	}

}

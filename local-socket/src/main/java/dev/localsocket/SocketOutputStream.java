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
import java.io.OutputStream;
import java.nio.ByteBuffer;

import dev.localsocket.transport.connection.Connection;

/**
 * The output of a connection as a blocking stream. A write returns when its bytes are
 * queued, and waits while the queue is long. Thread-safe; a large write of one thread may
 * mix with another's.
 */
final class SocketOutputStream extends OutputStream {

	private final SocketSession session;

	private final Connection connection;

	SocketOutputStream(SocketSession session, Connection connection) {
		this.session = session;
		this.connection = connection;
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] source, int offset, int length) throws IOException {
		this.connection.output().put(ByteBuffer.wrap(source, offset, length));
	}

	/** Disconnects, after what was written has been sent. */
	@Override
	public void close() {
		this.session.disconnect();
	}

}

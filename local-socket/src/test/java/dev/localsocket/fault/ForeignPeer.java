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
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * An end that is a socket of the JDK.
 */
final class ForeignPeer implements Peer {

	private final SocketChannel channel;

	ForeignPeer(SocketChannel channel) {
		this.channel = channel;
	}

	@Override
	public int write(byte[] bytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		try {
			while (buffer.hasRemaining()) {
				this.channel.write(buffer);
			}
			return bytes.length;
		}
		catch (IOException ex) {
			throw new Refused(buffer.position(), bytes.length, ex);
		}
	}

	/** The peer may have closed with unread input: what it sent has come before that. */
	@Override
	public int read(byte[] target, int count) throws IOException {
		try {
			return this.channel.read(ByteBuffer.wrap(target, 0, count));
		}
		catch (IOException ex) {
			if ("Connection reset".equals(ex.getMessage())) {
				return -1;
			}
			throw ex;
		}
	}

	@Override
	public void shutdownOutput() throws IOException {
		this.channel.shutdownOutput();
	}

	@Override
	public void disconnect() throws IOException {
		this.channel.close();
	}

	@Override
	public void abort() throws IOException {
		this.channel.close();
	}

}

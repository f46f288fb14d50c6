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

package dev.localsocket.instance;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames on a blocking channel. One thread may read while others write.
 */
final class FrameChannel {

	/** Guards writing, which blocks under it, so that no two frames mix. */
	private final ReentrantLock writing = new ReentrantLock();

	private final SocketChannel channel;

	FrameChannel(SocketChannel channel) {
		this.channel = channel;
	}

	/**
	 * Reads a frame of the first one.
	 * @throws EOFException at the end of the input
	 * @throws ProtocolException if it is none
	 */
	InstanceFrame read() throws IOException {
		ByteBuffer header = read(InstanceFrame.HEADER_LENGTH);
		byte type = header.get();
		int length = header.getInt();
		if (length < 0 || length > InstanceFrame.MAX_LENGTH) {
			throw new ProtocolException("A frame announces %d bytes".formatted(length));
		}
		return new InstanceFrame(type, read(length).array());
	}

	private ByteBuffer read(int length) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		while (bytes.hasRemaining()) {
			if (this.channel.read(bytes) < 0) {
				throw new EOFException();
			}
		}
		return bytes.flip();
	}

	void write(ByteBuffer frame) throws IOException {
		this.writing.lock();
		try {
			while (frame.hasRemaining()) {
				this.channel.write(frame);
			}
		}
		finally {
			this.writing.unlock();
		}
	}

}

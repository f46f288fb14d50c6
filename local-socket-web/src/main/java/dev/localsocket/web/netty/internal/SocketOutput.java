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

package dev.localsocket.web.netty.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

import dev.localsocket.LocalSocket;
import dev.localsocket.ReplyOutput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.FileRegion;

/**
 * Sends what a channel has to send, as much as the peer reads. For the thread of the
 * event loop only.
 */
final class SocketOutput implements WritableByteChannel {

	/** How much is offered to the socket at once. */
	private static final int MAX_WRITE = 64 * 1024;

	private static final int MAX_BUFFERS = 64;

	private final LocalSocket socket;

	private final ReplyOutput output;

	SocketOutput(LocalSocket socket) {
		this.socket = socket;
		this.output = socket.replyOutput();
	}

	/** Whether more should be written; if not, the action is called when it should. */
	boolean isWritable(Runnable action) {
		return this.output.isWritable(action);
	}

	/**
	 * Sends what is first in a buffer, or a part of it, and removes it there.
	 * @param buffer has something to send
	 * @param allocator has memory
	 * @throws IOException if the connection is over, or a file is too short
	 */
	void write(ChannelOutboundBuffer buffer, ByteBufAllocator allocator) throws IOException {
		if (buffer.current() instanceof FileRegion region) {
			write(region, buffer);
			return;
		}
		ByteBuffer[] sources = buffer.nioBuffers(MAX_BUFFERS, MAX_WRITE);
		int count = buffer.nioBufferCount();
		if (count == 0) {
			buffer.remove();
			return;
		}
		int length = (count == 1) ? send(first(sources[0])) : gather(sources, count, allocator);
		buffer.removeBytes(length);
	}

	private static ByteBuffer first(ByteBuffer source) {
		return (source.remaining() <= MAX_WRITE) ? source : source.slice(source.position(), MAX_WRITE);
	}

	/** One system call is worth more than the copy. */
	private int gather(ByteBuffer[] sources, int count, ByteBufAllocator allocator) throws IOException {
		int length = 0;
		for (int i = 0; i < count; i++) {
			length += sources[i].remaining();
		}
		ByteBuf gathered = allocator.directBuffer(length);
		try {
			for (int i = 0; i < count; i++) {
				gathered.writeBytes(sources[i]);
			}
			return send(gathered.nioBuffer());
		}
		finally {
			gathered.release();
		}
	}

	private int send(ByteBuffer source) throws IOException {
		int length = source.remaining();
		if (!this.output.write(source)) {
			throw new IOException(this.socket.errorString());
		}
		return length;
	}

	private void write(FileRegion region, ChannelOutboundBuffer buffer) throws IOException {
		long sent = region.transferTo(this, region.transferred());
		if (sent > 0) {
			buffer.progress(sent);
		}
		if (region.transferred() >= region.count()) {
			buffer.remove();
		}
		else if (sent <= 0 && this.output.isWritable()) {
			throw new IOException("The file is shorter than %d bytes".formatted(region.count()));
		}
	}

	/** Takes the bytes of a file. */
	@Override
	public int write(ByteBuffer source) throws IOException {
		if (!this.output.isWritable() || !source.hasRemaining()) {
			return 0;
		}
		int start = source.position();
		int length = send(first(source));
		// The one that was sent may be a slice
		source.position(start + length);
		return length;
	}

	@Override
	public boolean isOpen() {
		return true;
	}

	@Override
	public void close() {
		// The channel is closed by its event loop
	}

}

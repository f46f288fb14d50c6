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

import java.nio.ByteBuffer;

import dev.localsocket.transport.connection.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The output of one connection for somebody who sends at the pace at which the peer reads
 * and never blocks. Qt has no such thing. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ReplyOutput {

	private final SocketSession session;

	private final Connection connection;

	ReplyOutput(SocketSession session, Connection connection) {
		this.session = session;
		this.connection = connection;
	}

	/**
	 * Sends bytes, without waiting, also if they do not fit into the write buffer: ask
	 * {@link #isWritable()} before.
	 * @param source the bytes; if they are taken, its position moves to its limit
	 * @return whether they are taken; if not, nothing can be sent any more, and
	 * {@link LocalSocket#error()} tells why
	 */
	public boolean write(ByteBuffer source) {
		int wanted = source.remaining();
		return SocketDevice.taken(this.connection.output().offerBeyondLimit(source), wanted, this.session,
				this.connection);
	}

	/**
	 * Tells whether more should be written: whether less than 64 KiB, or the write buffer
	 * size if that is smaller, are waiting for the peer to read, or half of that after it
	 * was reached.
	 * @return whether it should; true also when nothing can be sent any more
	 */
	public boolean isWritable() {
		return this.connection.output().isWritable();
	}

	/**
	 * Tells whether more should be written, and if not, says when.
	 * @param action is called once then, on the thread of the event loop or one that
	 * closes the connection, in place of what was to be called before. Must not block
	 * @return whether it should; if so, the action is not called
	 */
	public boolean isWritable(Runnable action) {
		return this.connection.output().isWritable(action);
	}

	/**
	 * Keeps the peer from sending more, at once. A peer that has read what is written
	 * after this cannot send a request that nobody would handle: it fails, so that the
	 * peer can send it elsewhere.
	 */
	public void refuseInput() {
		this.connection.output().shutDownInput();
	}

	/**
	 * Says that something has begun that is not complete. If the connection ends before
	 * this is taken back, for whatever reason, a mark is the last that the peer is sent,
	 * or it is sent only a part of the last write.
	 * @param mark the mark; null or empty takes it back
	 */
	public void setUnfinished(@Nullable ByteBuffer mark) {
		this.connection.output().setUnfinished(mark);
	}

}

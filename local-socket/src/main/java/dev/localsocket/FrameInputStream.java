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
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import dev.localsocket.instance.InstanceFrame;

/**
 * The standard input of a {@link SecondInstance}, which is asked for by the first read.
 */
final class FrameInputStream extends InputStream {

	/** Guards all that follows; a read waits under it, so that bytes keep their order. */
	private final ReentrantLock lock = new ReentrantLock();

	private final SecondConnection connection;

	private boolean begun;

	private boolean ended;

	/** How much of the current frame is left. */
	private int left;

	FrameInputStream(SecondConnection connection) {
		this.connection = connection;
	}

	@Override
	public int read() throws IOException {
		byte[] single = new byte[1];
		return (read(single, 0, 1) < 0) ? -1 : Byte.toUnsignedInt(single[0]);
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		this.lock.lock();
		try {
			return hasMore() ? take(target, offset, length) : -1;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean hasMore() throws IOException {
		if (!this.begun) {
			this.begun = true;
			this.connection.send(InstanceFrame.of(InstanceFrame.WANT_INPUT));
		}
		if (this.left == 0 && !this.ended) {
			this.left = this.connection.readHeader(InstanceFrame.INPUT, InstanceFrame.MAX_LENGTH);
			this.ended = this.left == 0;
		}
		return !this.ended;
	}

	private int take(byte[] target, int offset, int length) throws IOException {
		int count = this.connection.read(target, offset, Math.min(length, this.left));
		this.left -= count;
		return count;
	}

}

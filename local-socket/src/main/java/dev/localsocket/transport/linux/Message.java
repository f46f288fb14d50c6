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

package dev.localsocket.transport.linux;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of {@code sendmsg(2)} and {@code recvmsg(2)} with descriptors
 * ({@code SCM_RIGHTS} in {@code unix(7)}): the {@code msghdr}, one {@code iovec}, and one
 * {@code cmsghdr} with the descriptors, as they are on 64 bits. For one thread at a time.
 */
final class Message {

	/** How many descriptors there is room for. */
	static final int MAX_DESCRIPTORS = 60;

	/** {@code msg_iov}. */
	private static final int VECTORS = 16;

	private static final int VECTOR_COUNT = 24;

	private static final int CONTROL = 32;

	private static final int CONTROL_LENGTH = 40;

	private static final int FLAGS = 48;

	/** The {@code iovec}: its base and length. */
	private static final int VECTOR = 56;

	private static final int VECTOR_LENGTH = 64;

	/** The {@code cmsghdr}: its length, level and type, and the data. */
	private static final int HEADER = 72;

	private static final int HEADER_SIZE = 16;

	private static final int LEVEL = 8;

	private static final int TYPE = 12;

	private static final int CONTROL_SIZE = HEADER_SIZE + MAX_DESCRIPTORS * Integer.BYTES;

	private static final int SOL_SOCKET = 1;

	private static final int SCM_RIGHTS = 1;

	private static final int SCM_PIDFD = 4;

	/** {@code MSG_CTRUNC}: not all descriptors could be received. */
	private static final int CONTROL_TRUNCATED = 0x8;

	/** {@code MSG_CMSG_CLOEXEC}. */
	private static final int CLOSE_ON_EXEC = 0x40000000;

	private static final NativeFunction SEND = Bindings.function("sendmsg");

	private static final NativeFunction RECEIVE = Bindings.function("recvmsg");

	private final NativeMemory memory = new NativeMemory(HEADER + CONTROL_SIZE);

	/**
	 * Sends bytes, and descriptors with the first of them.
	 * @param socket the socket
	 * @param source the bytes, at least one, in a direct buffer
	 * @param descriptors the descriptors, at most {@link #MAX_DESCRIPTORS}
	 * @return how many bytes the kernel has taken, or {@code errno} with a minus
	 */
	int send(int socket, ByteBuffer source, List<Integer> descriptors) {
		int length = HEADER_SIZE + descriptors.size() * Integer.BYTES;
		this.memory.putLong(HEADER, length).putInt(HEADER + LEVEL, SOL_SOCKET).putInt(HEADER + TYPE, SCM_RIGHTS);
		for (int i = 0; i < descriptors.size(); i++) {
			this.memory.putInt(HEADER + HEADER_SIZE + i * Integer.BYTES, descriptors.get(i));
		}
		return call(SEND, socket, source, length, SocketCalls.NO_WAIT | SocketCalls.NO_SIGNAL);
	}

	/**
	 * Receives bytes, and the descriptors that come with them.
	 * @param socket the socket
	 * @param target where to put the bytes, a direct buffer
	 * @param descriptors where to put the descriptors, which the caller must close; with
	 * room for {@link #MAX_DESCRIPTORS}
	 * @return how many bytes there are, or {@code errno} with a minus
	 */
	int receive(int socket, ByteBuffer target, List<Integer> descriptors) {
		int count = call(RECEIVE, socket, target, CONTROL_SIZE, SocketCalls.NO_WAIT | CLOSE_ON_EXEC);
		if (count >= 0) {
			int end = HEADER + (int) this.memory.getLong(CONTROL_LENGTH);
			int header = HEADER;
			while (header + HEADER_SIZE <= end) {
				int length = (int) this.memory.getLong(header);
				for (int at = HEADER_SIZE; at + Integer.BYTES <= length; at += Integer.BYTES) {
					take(header, this.memory.getInt(header + at), descriptors);
				}
				header += Math.max(HEADER_SIZE, aligned(length));
			}
		}
		return count;
	}

	private void take(int header, int content, List<Integer> descriptors) {
		if (this.memory.getInt(header + LEVEL) == SOL_SOCKET) {
			switch (this.memory.getInt(header + TYPE)) {
				case SCM_RIGHTS -> descriptors.add(content);
				// Whoever has made the socket wanted that with each message
				case SCM_PIDFD -> DescriptorCalls.close(content);
				default -> {
				}
			}
		}
	}

	private static int aligned(int length) {
		return (length + Long.BYTES - 1) & -Long.BYTES;
	}

	/**
	 * Tells whether more descriptors came with what was received last than there was room
	 * for, here or in this process. The kernel has closed them.
	 */
	boolean isTruncated() {
		return (this.memory.getInt(FLAGS) & CONTROL_TRUNCATED) != 0;
	}

	private int call(NativeFunction function, int socket, ByteBuffer bytes, int controlLength, int flags) {
		long address = this.memory.address();
		this.memory.putLong(VECTORS, address + VECTOR)
			.putLong(VECTOR_COUNT, 1)
			.putLong(CONTROL, address + HEADER)
			.putLong(CONTROL_LENGTH, controlLength)
			.putInt(FLAGS, 0)
			.putLong(VECTOR, Bindings.chosen().address(bytes))
			.putLong(VECTOR_LENGTH, bytes.remaining());
		int result = function.call(socket, address, flags);
		Reference.reachabilityFence(this);
		Reference.reachabilityFence(bytes);
		return result;
	}

}

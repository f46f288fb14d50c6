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

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The system calls that make a listening socket of {@code unix(7)}. Thread-safe.
 */
final class ListenCalls {

	/** {@code AF_UNIX}. */
	private static final short LOCAL = 1;

	/** {@code SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC}. */
	private static final int STREAM = 0x80801;

	private static final MethodHandle SOCKET = Epoll.function("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
			ValueLayout.JAVA_INT);

	private static final MethodHandle BIND = Epoll.function("bind", ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
			ValueLayout.JAVA_INT);

	private static final MethodHandle LISTEN = Epoll.function("listen", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

	private ListenCalls() {
	}

	/**
	 * Opens a socket and listens.
	 * @param path the {@code sun_path} of the address
	 * @param backlog how many connections may wait in the kernel
	 * @return the descriptor
	 * @throws IOException if it cannot listen
	 */
	static int listen(byte[] path, int backlog) throws IOException {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment state = Epoll.newCallState(arena);
			int descriptor = Epoll.checked((int) SOCKET.invokeExact(state, (int) LOCAL, STREAM, 0), "socket", state);
			try {
				bind(descriptor, path, state);
				Epoll.checked((int) LISTEN.invokeExact(state, descriptor, backlog), "listen", state);
				return descriptor;
			}
			catch (Throwable ex) {
				Epoll.close(descriptor);
				throw ex;
			}
		}
		catch (Throwable ex) {
			throw Epoll.failure(ex);
		}
	}

	private static void bind(int descriptor, byte[] path, MemorySegment state) throws Throwable {
		ByteBuffer address = ByteBuffer.allocateDirect(Short.BYTES + path.length).order(ByteOrder.nativeOrder());
		address.putShort(LOCAL).put(path).flip();
		Epoll.checked((int) BIND.invokeExact(state, descriptor, MemorySegment.ofBuffer(address), address.remaining()),
				"bind", state);
	}

}

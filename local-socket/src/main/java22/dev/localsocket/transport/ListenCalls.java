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

package dev.localsocket.transport;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.BindException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * The system calls that make a listening socket of {@code unix(7)}. Thread-safe.
 */
final class ListenCalls {

	/** {@code AF_UNIX}. */
	private static final short LOCAL = 1;

	/** {@code SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC}. */
	private static final int STREAM = 0x80801;

	private static final int SOL_SOCKET = 1;

	/** {@code SO_ACCEPTCONN}. */
	private static final int ACCEPTS_CONNECTIONS = 30;

	private static final int EADDRINUSE = 98;

	/** What {@link TransportException} knows the kind of, by {@code errno(3)}. */
	private static final Map<Integer, String> TEXTS = Map.of(1, "Operation not permitted", 12, "Cannot allocate memory",
			13, "Permission denied", 23, "Too many open files in system", 24, "Too many open files", 28,
			"No space left on device", 30, "Read-only file system");

	private static final MethodHandle SOCKET = Epoll.function("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
			ValueLayout.JAVA_INT);

	private static final MethodHandle BIND = Epoll.function("bind", ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
			ValueLayout.JAVA_INT);

	private static final MethodHandle LISTEN = Epoll.function("listen", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

	private static final MethodHandle GET_OPTION = Epoll.function("getsockopt", ValueLayout.JAVA_INT,
			ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

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
			int descriptor = checked((int) SOCKET.invokeExact(state, (int) LOCAL, STREAM, 0), "socket", state);
			try {
				bind(descriptor, path, state);
				checked((int) LISTEN.invokeExact(state, descriptor, backlog), "listen", state);
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
		checked((int) BIND.invokeExact(state, descriptor, MemorySegment.ofBuffer(address), address.remaining()), "bind",
				state);
	}

	/**
	 * Asks whether a socket listens.
	 * @param descriptor the descriptor of the socket
	 * @return whether it does
	 * @throws IOException if the kernel does not tell
	 */
	static boolean listens(int descriptor) throws IOException {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment state = Epoll.newCallState(arena);
			MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
			MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
			length.set(ValueLayout.JAVA_INT, 0, Integer.BYTES);
			checked((int) GET_OPTION.invokeExact(state, descriptor, SOL_SOCKET, ACCEPTS_CONNECTIONS, value, length),
					"getsockopt", state);
			return value.get(ValueLayout.JAVA_INT, 0) != 0;
		}
		catch (Throwable ex) {
			throw Epoll.failure(ex);
		}
	}

	private static int checked(int result, String call, MemorySegment state) throws SocketException {
		if (result >= 0) {
			return result;
		}
		int errno = Epoll.errno(state);
		if (errno == EADDRINUSE) {
			throw new BindException("Address already in use");
		}
		throw new SocketException(TEXTS.getOrDefault(errno, "%s failed with errno %d".formatted(call, errno)));
	}

}

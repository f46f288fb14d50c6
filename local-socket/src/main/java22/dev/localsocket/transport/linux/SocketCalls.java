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
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.SocketException;
import java.nio.ByteBuffer;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.transport.spi.PeerGoneException;

/**
 * The system calls on a stream socket of {@code unix(7)}, none of which waits.
 * Thread-safe; those that fail with an exception are made for the few threads of event
 * loops, because each such thread keeps some native memory.
 */
final class SocketCalls {

	/** {@code SHUT_RD}. */
	static final int INPUT = 0;

	/** {@code SHUT_WR}. */
	static final int OUTPUT = 1;

	/** {@code SOCK_NONBLOCK | SOCK_CLOEXEC}. */
	private static final int NON_BLOCKING_CLOSE_ON_EXEC = 0x80800;

	private static final int SOL_SOCKET = 1;

	/** {@code SO_SNDBUF}. */
	private static final int SEND_BUFFER = 7;

	/** {@code SO_PEERCRED}, which PowerPC has its own number for. */
	private static final int PEER_CREDENTIALS = System.getProperty("os.arch").startsWith("ppc") ? 21 : 17;

	/** {@code sizeof(struct ucred)}: process, user and group id. */
	private static final int CREDENTIALS_SIZE = 12;

	/** {@code MSG_DONTWAIT}. */
	private static final int NO_WAIT = 0x40;

	/** {@code MSG_NOSIGNAL}. */
	private static final int NO_SIGNAL = 0x4000;

	/** Bounds a call during which no garbage collection can begin. */
	private static final int MAX_TRY = 64 * 1024;

	private static final MethodHandle ACCEPT = Epoll.function("accept4", ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
			ValueLayout.ADDRESS, ValueLayout.JAVA_INT);

	private static final MethodHandle GET_OPTION = Epoll.function("getsockopt", ValueLayout.JAVA_INT,
			ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

	private static final MethodHandle SET_OPTION = Epoll.function("setsockopt", ValueLayout.JAVA_INT,
			ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);

	private static final MethodHandle SHUT_DOWN = Epoll.function("shutdown", ValueLayout.JAVA_INT,
			ValueLayout.JAVA_INT);

	private static final MethodHandle RECEIVE = transfer("recv", Linker.Option.captureCallState("errno"));

	private static final MethodHandle SEND = transfer("send", Linker.Option.captureCallState("errno"));

	/**
	 * The bytes of an array go to the kernel without a copy. While they do, garbage
	 * collection waits: for some microseconds, because the call never does.
	 */
	private static final MethodHandle TRY_SEND = transfer("send", Linker.Option.critical(true));

	private static final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

	private SocketCalls() {
	}

	private static MethodHandle transfer(String name, Linker.Option option) {
		return Epoll.function(name, FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT,
				ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT), option);
	}

	/**
	 * Accepts a connection.
	 * @return its descriptor, or -1 if there is none
	 */
	static int accept(int descriptor) throws IOException {
		MemorySegment state = scratch.get().state;
		try {
			int accepted = (int) ACCEPT.invokeExact(state, descriptor, MemorySegment.NULL, MemorySegment.NULL,
					NON_BLOCKING_CLOSE_ON_EXEC);
			return (accepted < 0 && mayBeRepeated(Epoll.errno(state))) ? -1 : Epoll.checked(accepted, "accept4", state);
		}
		catch (Throwable ex) {
			throw Epoll.failure(ex);
		}
	}

	private static boolean mayBeRepeated(int errno) {
		return Errno.EAGAIN.is(errno) || Errno.EINTR.is(errno) || Errno.ECONNABORTED.is(errno);
	}

	static PeerCredentials peer(int descriptor) throws IOException {
		Scratch memory = scratch.get();
		memory.length.set(ValueLayout.JAVA_INT, 0, CREDENTIALS_SIZE);
		try {
			Epoll.checked((int) GET_OPTION.invokeExact(memory.state, descriptor, SOL_SOCKET, PEER_CREDENTIALS,
					memory.credentials, memory.length), "getsockopt", memory.state);
		}
		catch (Throwable ex) {
			throw Epoll.failure(ex);
		}
		return PeerCredentials.ofKernel(memory.credentials.get(ValueLayout.JAVA_INT, 0),
				memory.credentials.get(ValueLayout.JAVA_INT, 4), memory.credentials.get(ValueLayout.JAVA_INT, 8));
	}

	/**
	 * Receives bytes.
	 * @param target a direct buffer
	 * @return the number of bytes, 0 if there are none now or no room, -1 at the end
	 * @throws PeerGoneException if the peer has closed without reading all
	 */
	static int receive(int descriptor, ByteBuffer target) throws IOException {
		int room = target.remaining();
		if (room == 0) {
			return 0;
		}
		MemorySegment state = scratch.get().state;
		try {
			int count = (int) (long) RECEIVE.invokeExact(state, descriptor, MemorySegment.ofBuffer(target), (long) room,
					NO_WAIT);
			if (count > 0) {
				target.position(target.position() + count);
				return count;
			}
			return (count == 0) ? -1 : nothingReceived(state);
		}
		catch (Throwable ex) {
			throw Epoll.failure(ex);
		}
	}

	private static int nothingReceived(MemorySegment state) throws IOException {
		if (Errno.ECONNRESET.is(Epoll.errno(state))) {
			throw new PeerGoneException();
		}
		return mayBeRepeated(Epoll.errno(state)) ? 0 : Epoll.checked(-1, "recv", state);
	}

	/**
	 * Sends bytes.
	 * @param source a direct buffer
	 * @return how many the kernel has taken
	 * @throws IOException also if the peer has gone
	 */
	static int send(int descriptor, ByteBuffer source) throws IOException {
		MemorySegment state = scratch.get().state;
		try {
			int count = (int) (long) SEND.invokeExact(state, descriptor, MemorySegment.ofBuffer(source),
					(long) source.remaining(), NO_WAIT | NO_SIGNAL);
			if (count < 0) {
				return nothingSent(Epoll.errno(state));
			}
			source.position(source.position() + count);
			return count;
		}
		catch (Throwable ex) {
			throw Epoll.failure(ex);
		}
	}

	private static int nothingSent(int errno) throws IOException {
		if (mayBeRepeated(errno)) {
			return 0;
		}
		// Not of a kind: whatever it is, what the peer has sent before can still be read
		throw new SocketException(Errno.failure("send", errno).getMessage());
	}

	/**
	 * Sends bytes, and does not tell what went wrong.
	 * @param source any buffer
	 * @return how many the kernel has taken
	 */
	static int trySend(int descriptor, ByteBuffer source) {
		long length = Math.min(source.remaining(), MAX_TRY);
		try {
			int count = (int) (long) TRY_SEND.invokeExact(descriptor, MemorySegment.ofBuffer(source), length,
					NO_WAIT | NO_SIGNAL);
			int taken = Math.max(0, count);
			source.position(source.position() + taken);
			return taken;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Sets the size of the send buffer, or leaves it as it is. Rare, so it allocates what
	 * it needs.
	 */
	static void trySetSendBuffer(int descriptor, int size) {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
			value.set(ValueLayout.JAVA_INT, 0, size);
			int ignored = (int) SET_OPTION.invokeExact(Epoll.newCallState(arena), descriptor, SOL_SOCKET, SEND_BUFFER,
					value, Integer.BYTES);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	static void shutdown(int descriptor, int direction) throws IOException {
		MemorySegment state = scratch.get().state;
		try {
			Epoll.checked((int) SHUT_DOWN.invokeExact(state, descriptor, direction), "shutdown", state);
		}
		catch (Throwable ex) {
			throw Epoll.failure(ex);
		}
	}

	/** The native memory of one thread. */
	static final class Scratch {

		private final Arena arena = Arena.ofAuto();

		private final MemorySegment state = Epoll.newCallState(this.arena);

		private final MemorySegment credentials = this.arena.allocate(CREDENTIALS_SIZE, Integer.BYTES);

		private final MemorySegment length = this.arena.allocate(Integer.BYTES, Integer.BYTES);

	}

}

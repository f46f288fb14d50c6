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
import java.lang.ref.Reference;
import java.time.Duration;

import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.EndpointAddress;
import dev.localsocket.transport.spi.SystemCallException;

/**
 * The system calls that begin a stream socket of {@code unix(7)}, and tell its addresses.
 * Thread-safe.
 */
final class OpenCalls {

	/** {@code SOCK_STREAM}. */
	static final int STREAM = 1;

	/** {@code SOCK_CLOEXEC}. */
	private static final int CLOSE_ON_EXEC = 0x80000;

	/** {@code SOCK_NONBLOCK}. */
	private static final int NON_BLOCKING = 0x800;

	private static final NativeFunction SOCKET = Bindings.function("socket");

	private static final NativeFunction BIND = Bindings.function("bind");

	private static final NativeFunction LISTEN = Bindings.function("listen");

	private static final NativeFunction CONNECT = Bindings.function("connect");

	private static final NativeFunction SOCKET_NAME = Bindings.function("getsockname");

	private static final NativeFunction PEER_NAME = Bindings.function("getpeername");

	private OpenCalls() {
	}

	/**
	 * Opens a socket and listens.
	 * @param address where
	 * @param backlog how many connections may wait in the kernel
	 * @return the descriptor, not blocking
	 * @throws IOException if it cannot listen
	 */
	static int listen(EndpointAddress address, int backlog) throws IOException {
		int descriptor = open(NON_BLOCKING);
		try {
			Errno.checked(call(BIND, descriptor, address), "bind");
			Errno.checked(LISTEN.call(descriptor, backlog), "listen");
			return descriptor;
		}
		catch (IOException | RuntimeException | Error ex) {
			DescriptorCalls.close(descriptor);
			throw ex;
		}
	}

	/**
	 * Listens again on a socket that does, which makes this process the one whose
	 * credentials clients get from then on.
	 * @param descriptor the descriptor
	 * @param backlog how many connections may wait in the kernel
	 * @throws IOException if it cannot listen
	 */
	static void listenAgain(int descriptor, int backlog) throws IOException {
		Errno.checked(LISTEN.call(descriptor, backlog), "listen");
	}

	/**
	 * Opens a socket and connects, which waits while the backlog of the server is full.
	 * @param address the address of the server
	 * @param timeout how long to wait
	 * @return the descriptor, not blocking
	 * @throws IOException if it cannot connect
	 */
	static int connect(EndpointAddress address, Duration timeout) throws IOException {
		int descriptor = open(0);
		try {
			SocketOptions.setSendTimeout(descriptor, timeout);
			int result = call(CONNECT, descriptor, address);
			if (Errno.EAGAIN.is(result) || Errno.EINTR.is(result)) {
				throw new SystemCallException(SocketError.TIMEOUT,
						"connect has waited for the server to accept as long as it may", null);
			}
			Errno.checked(result, "connect");
			SocketOptions.setSendTimeout(descriptor, Duration.ZERO);
			DescriptorCalls.setNonBlocking(descriptor);
			return descriptor;
		}
		catch (IOException | RuntimeException | Error ex) {
			DescriptorCalls.close(descriptor);
			throw ex;
		}
	}

	private static int open(int flags) throws IOException {
		DescriptorCalls.prepare();
		return Errno.checked(SOCKET.call(SocketAddresses.FAMILY, STREAM | CLOSE_ON_EXEC | flags, 0), "socket");
	}

	private static int call(NativeFunction function, int descriptor, EndpointAddress address) {
		byte[] bytes = SocketAddresses.bytes(address);
		NativeMemory memory = NativeMemory.of(bytes);
		int result = function.call(descriptor, memory.address(), bytes.length);
		Reference.reachabilityFence(memory);
		return result;
	}

	/**
	 * Returns where a socket is bound.
	 * @return the address, with an empty name if it is not
	 */
	static EndpointAddress address(int descriptor) throws IOException {
		return name(SOCKET_NAME, descriptor, "getsockname");
	}

	/**
	 * Returns where the peer of a socket is bound.
	 * @return the address, with an empty name if it is not
	 * @throws IOException if the socket is not connected
	 */
	static EndpointAddress peerAddress(int descriptor) throws IOException {
		return name(PEER_NAME, descriptor, "getpeername");
	}

	private static EndpointAddress name(NativeFunction function, int descriptor, String call) throws IOException {
		NativeMemory address = new NativeMemory(SocketAddresses.SIZE);
		NativeMemory length = new NativeMemory(Integer.BYTES).putInt(0, SocketAddresses.SIZE);
		Errno.checked(function.call(descriptor, address.address(), length.address()), call);
		Reference.reachabilityFence(address);
		Reference.reachabilityFence(length);
		return SocketAddresses.endpoint(address.bytes(0, Math.min(length.getInt(0), SocketAddresses.SIZE)));
	}

}

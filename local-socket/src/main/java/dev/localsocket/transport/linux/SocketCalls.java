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
import java.net.SocketException;
import java.nio.ByteBuffer;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.transport.spi.PeerGoneException;

/**
 * The system calls on a stream socket of {@code unix(7)} that are made again and again,
 * none of which waits. Thread-safe.
 */
final class SocketCalls {

	/** {@code SHUT_RD}. */
	static final int INPUT = 0;

	/** {@code SHUT_WR}. */
	static final int OUTPUT = 1;

	/** {@code MSG_DONTWAIT}. */
	static final int NO_WAIT = 0x40;

	/** {@code MSG_NOSIGNAL}. */
	static final int NO_SIGNAL = 0x4000;

	/** {@code SOCK_NONBLOCK | SOCK_CLOEXEC}. */
	private static final int NON_BLOCKING_CLOSE_ON_EXEC = 0x80800;

	/** Bounds a call during which no garbage collection can begin. */
	private static final int MAX_TRY = 64 * 1024;

	private static final NativeFunction ACCEPT = Bindings.function("accept4");

	private static final NativeFunction SHUT_DOWN = Bindings.function("shutdown");

	private static final NativeFunction RECEIVE = Bindings.function("recv");

	private static final NativeFunction SEND = Bindings.function("send");

	private static final Binding binding = Bindings.chosen();

	private SocketCalls() {
	}

	/** Initialises it. */
	static void prepare() {
		// Nothing else is to be done
	}

	/**
	 * Accepts a connection.
	 * @return its descriptor, or -1 if there is none
	 */
	static int accept(int descriptor) throws IOException {
		int accepted = ACCEPT.call(descriptor, 0, 0, NON_BLOCKING_CLOSE_ON_EXEC);
		return mayBeRepeated(accepted) ? -1 : Errno.checked(accepted, "accept4");
	}

	/**
	 * Tells whether a call has failed, but may succeed later.
	 */
	static boolean mayBeRepeated(int result) {
		return result < 0 && (Errno.EAGAIN.is(result) || Errno.EINTR.is(result) || Errno.ECONNABORTED.is(result));
	}

	static PeerCredentials peer(int descriptor) throws IOException {
		NativeMemory credentials = SocketOptions.peerCredentials(descriptor);
		return PeerCredentials.ofKernel(credentials.getInt(0), credentials.getInt(4), credentials.getInt(8));
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
		int count = RECEIVE.call(descriptor, binding.address(target), room, NO_WAIT);
		Reference.reachabilityFence(target);
		return received(count, target, "recv");
	}

	/**
	 * Moves a buffer behind what a call has received.
	 * @return the number of bytes, 0 if there are none now, -1 at the end
	 * @throws PeerGoneException if the peer has closed without reading all
	 */
	static int received(int count, ByteBuffer target, String call) throws IOException {
		if (count > 0) {
			target.position(target.position() + count);
			return count;
		}
		if (count == 0) {
			return -1;
		}
		if (Errno.ECONNRESET.is(count)) {
			throw new PeerGoneException();
		}
		return mayBeRepeated(count) ? 0 : Errno.checked(count, call);
	}

	/**
	 * Sends bytes.
	 * @param source a direct buffer
	 * @return how many the kernel has taken
	 * @throws IOException also if the peer has gone
	 */
	static int send(int descriptor, ByteBuffer source) throws IOException {
		int count = SEND.call(descriptor, binding.address(source), source.remaining(), NO_WAIT | NO_SIGNAL);
		Reference.reachabilityFence(source);
		if (count < 0) {
			return nothingSent(count);
		}
		source.position(source.position() + count);
		return count;
	}

	private static int nothingSent(int result) throws IOException {
		if (mayBeRepeated(result)) {
			return 0;
		}
		// Not of a kind: whatever it is, what the peer has sent before can still be read
		throw new SocketException(Errno.failure("send", result).getMessage());
	}

	/**
	 * Sends bytes, and does not tell what went wrong. The bytes of an array go to the
	 * kernel without a copy. While they do, garbage collection may wait: for some
	 * microseconds, because the call never does.
	 * @param source any buffer
	 * @return how many the kernel has taken
	 */
	static int trySend(int descriptor, ByteBuffer source) {
		int length = Math.min(source.remaining(), MAX_TRY);
		int taken = Math.max(0, source.hasArray() ? binding.send(descriptor, source, length, NO_WAIT | NO_SIGNAL)
				: sendWithoutArray(descriptor, source, length));
		source.position(source.position() + taken);
		return taken;
	}

	private static int sendWithoutArray(int descriptor, ByteBuffer source, int length) {
		if (!source.isDirect()) {
			return trySend(descriptor, ByteBuffer.allocate(length).put(0, source, source.position(), length));
		}
		int count = SEND.call(descriptor, binding.address(source), length, NO_WAIT | NO_SIGNAL);
		Reference.reachabilityFence(source);
		return count;
	}

	static void shutdown(int descriptor, int direction) throws IOException {
		Errno.checked(SHUT_DOWN.call(descriptor, direction), "shutdown");
	}

}

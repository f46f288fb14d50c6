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

/**
 * The options of sockets, see {@code socket(7)}. Thread-safe.
 */
final class SocketOptions {

	/** {@code SO_TYPE}. */
	static final int TYPE = 3;

	/** {@code SO_ACCEPTCONN}. */
	static final int LISTENS = 30;

	/** {@code SO_DOMAIN}. */
	static final int DOMAIN = 39;

	private static final int SOL_SOCKET = 1;

	/** {@code SO_SNDBUF}. */
	private static final int SEND_BUFFER = 7;

	/** PowerPC has its own numbers for some. */
	private static final boolean POWER_PC = System.getProperty("os.arch").startsWith("ppc");

	/** {@code SO_PEERCRED}. */
	private static final int PEER_CREDENTIALS = POWER_PC ? 21 : 17;

	/** {@code SO_SNDTIMEO} for a {@code timeval} of two longs. */
	private static final int SEND_TIMEOUT = POWER_PC ? 19 : 21;

	/** {@code sizeof(struct ucred)}: process, user and group id. */
	private static final int CREDENTIALS_SIZE = 12;

	private static final NativeFunction GET = Bindings.function("getsockopt");

	private static final NativeFunction SET = Bindings.function("setsockopt");

	/** Of the few threads of event loops, which ask for each connection. */
	private static final ThreadLocal<Value> credentials = ThreadLocal.withInitial(() -> new Value(CREDENTIALS_SIZE));

	private SocketOptions() {
	}

	/** Initialises what is needed for connections. */
	static void prepare() {
		credentials.get();
	}

	/**
	 * Returns who is at the other end.
	 * @return the {@code struct ucred}, until this thread asks again
	 */
	static NativeMemory peerCredentials(int descriptor) throws IOException {
		Value value = credentials.get();
		Errno.checked(get(descriptor, PEER_CREDENTIALS, value), "getsockopt");
		return value.content;
	}

	/**
	 * Returns an option.
	 * @return its value, or a negative result as of {@link NativeFunction}
	 */
	static int get(int descriptor, int option) {
		Value value = new Value(Integer.BYTES);
		int result = get(descriptor, option, value);
		return (result < 0) ? result : value.content.getInt(0);
	}

	private static int get(int descriptor, int option, Value value) {
		value.length.putInt(0, value.size);
		int result = GET.call(descriptor, SOL_SOCKET, option, value.content.address(), value.length.address());
		Reference.reachabilityFence(value);
		return result;
	}

	/** Sets the size of the send buffer, or leaves it as it is. */
	static void trySetSendBuffer(int descriptor, int size) {
		set(descriptor, SEND_BUFFER, new NativeMemory(Integer.BYTES).putInt(0, size), Integer.BYTES);
	}

	/**
	 * Bounds how long a call waits to send, or to connect while the backlog is full.
	 * @param timeout how long, at least a millisecond, 0 for without end
	 */
	static void setSendTimeout(int descriptor, Duration timeout) throws IOException {
		long micros = timeout.isZero() ? 0 : Math.max(1000, timeout.toNanos() / 1000);
		NativeMemory time = new NativeMemory(2 * Long.BYTES).putLong(0, micros / 1_000_000)
			.putLong(Long.BYTES, micros % 1_000_000);
		Errno.checked(set(descriptor, SEND_TIMEOUT, time, 2 * Long.BYTES), "setsockopt");
	}

	private static int set(int descriptor, int option, NativeMemory value, int size) {
		int result = SET.call(descriptor, SOL_SOCKET, option, value.address(), size);
		Reference.reachabilityFence(value);
		return result;
	}

	/** What a call writes to. */
	private static final class Value {

		private final int size;

		private final NativeMemory content;

		private final NativeMemory length = new NativeMemory(Integer.BYTES);

		Value(int size) {
			this.size = size;
			this.content = new NativeMemory(size);
		}

	}

}

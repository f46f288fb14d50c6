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

/**
 * The system calls of {@code epoll(7)} and {@code eventfd(2)}. Thread-safe.
 */
final class Epoll {

	/** {@code EPOLL_CTL_ADD}. */
	static final int ADD = 1;

	/** {@code EPOLL_CTL_DEL}. */
	static final int DELETE = 2;

	/** {@code EPOLL_CTL_MOD}. */
	static final int MODIFY = 3;

	/** {@code EPOLLIN}. */
	static final int IN = 0x1;

	/** {@code EPOLLOUT}. */
	static final int OUT = 0x4;

	/** {@code EPOLLET}: tells once of each time that the descriptor becomes ready. */
	static final int ONCE = 0x80000000;

	/** {@code EPOLLERR}. */
	static final int ERROR = 0x8;

	/** {@code EPOLLHUP}. */
	static final int HANG_UP = 0x10;

	/** {@code EPOLL_CLOEXEC} and {@code EFD_CLOEXEC}. */
	private static final int CLOSE_ON_EXEC = 0x80000;

	/** {@code EFD_NONBLOCK}. */
	private static final int NON_BLOCKING = 0x800;

	private static final NativeFunction EPOLL_CREATE = Bindings.function("epoll_create1");

	private static final NativeFunction EPOLL_CONTROL = Bindings.function("epoll_ctl");

	private static final NativeFunction EPOLL_WAIT = Bindings.function("epoll_wait");

	private static final NativeFunction EVENTFD = Bindings.function("eventfd");

	private static final NativeFunction WRITE_COUNTER = Bindings.function("eventfd_write");

	private Epoll() {
	}

	static int create() throws IOException {
		return Errno.checked(EPOLL_CREATE.call(CLOSE_ON_EXEC), "epoll_create1");
	}

	static int eventCounter() throws IOException {
		return Errno.checked(EVENTFD.call(0, CLOSE_ON_EXEC | NON_BLOCKING), "eventfd");
	}

	static void control(int epoll, int operation, int descriptor, NativeMemory event) throws IOException {
		int result = EPOLL_CONTROL.call(epoll, operation, descriptor, event.address());
		Reference.reachabilityFence(event);
		Errno.checked(result, "epoll_ctl");
	}

	/**
	 * Waits for events.
	 * @return how many there are; 0 also when a signal has ended the wait
	 */
	static int await(int epoll, NativeMemory events, int max, int timeout) throws IOException {
		int count = EPOLL_WAIT.call(epoll, events.address(), max, timeout);
		Reference.reachabilityFence(events);
		return Errno.EINTR.is(count) ? 0 : Errno.checked(count, "epoll_wait");
	}

	/** Tells that a counter is readable, also if it was already. */
	static void writeCounter(int descriptor) {
		WRITE_COUNTER.call(descriptor, 1);
	}

}

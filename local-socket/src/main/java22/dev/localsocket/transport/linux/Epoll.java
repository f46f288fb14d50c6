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
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.NoSuchElementException;

import dev.localsocket.transport.spi.SystemCallException;

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

	private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

	private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

	private static final MethodHandle EPOLL_CREATE = function("epoll_create1", ValueLayout.JAVA_INT);

	private static final MethodHandle EPOLL_CONTROL = function("epoll_ctl", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
			ValueLayout.JAVA_INT, ValueLayout.ADDRESS);

	private static final MethodHandle EPOLL_WAIT = function("epoll_wait", ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
			ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

	private static final MethodHandle EVENTFD = function("eventfd", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

	private static final MethodHandle WRITE_COUNTER = function("eventfd_write", ValueLayout.JAVA_INT,
			ValueLayout.JAVA_LONG);

	private static final MethodHandle CLOSE = function("close", ValueLayout.JAVA_INT);

	/** Where a call of this thread leaves its {@code errno}. */
	private static final ThreadLocal<MemorySegment> callState = ThreadLocal
		.withInitial(() -> Arena.ofAuto().allocate(CALL_STATE));

	private Epoll() {
	}

	/**
	 * Finds a function that returns an {@code int} and may set {@code errno}.
	 * @param name its name
	 * @param arguments its arguments
	 * @return the function, which takes first where to leave its {@code errno}
	 */
	static MethodHandle function(String name, MemoryLayout... arguments) {
		return function(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments),
				Linker.Option.captureCallState("errno"));
	}

	@SuppressWarnings("restricted")
	static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option option) {
		return Linker.nativeLinker().downcallHandle(address(name), descriptor, option);
	}

	private static MemorySegment address(String name) {
		return Linker.nativeLinker()
			.defaultLookup()
			.find(name)
			.orElseThrow(() -> new NoSuchElementException("The C library has no " + name));
	}

	/**
	 * Fails if the C library lacks a function.
	 * @param names the names of the functions
	 */
	static void require(String... names) {
		for (String name : names) {
			address(name);
		}
	}

	static int create() throws IOException {
		try {
			return checked((int) EPOLL_CREATE.invokeExact(callState.get(), CLOSE_ON_EXEC), "epoll_create1");
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	static int eventCounter() throws IOException {
		try {
			return checked((int) EVENTFD.invokeExact(callState.get(), 0, CLOSE_ON_EXEC | NON_BLOCKING), "eventfd");
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	static void control(int epoll, int operation, int descriptor, MemorySegment event) throws IOException {
		try {
			checked((int) EPOLL_CONTROL.invokeExact(callState.get(), epoll, operation, descriptor, event), "epoll_ctl");
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	/**
	 * Waits for events.
	 * @param state where the call leaves its {@code errno}: looking one up for each call
	 * would take time
	 * @return how many there are; 0 also when a signal has ended the wait
	 */
	static int await(MemorySegment state, int epoll, MemorySegment events, int max, int timeout) throws IOException {
		try {
			int count = (int) EPOLL_WAIT.invokeExact(state, epoll, events, max, timeout);
			if (count < 0 && Errno.EINTR.is(errno(state))) {
				return 0;
			}
			return checked(count, "epoll_wait", state);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	/** Tells that a counter is readable, also if it was already. */
	static void writeCounter(int descriptor) {
		try {
			int ignored = (int) WRITE_COUNTER.invokeExact(callState.get(), descriptor, 1L);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	static void close(int descriptor) {
		try {
			int ignored = (int) CLOSE.invokeExact(callState.get(), descriptor);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	static MemorySegment newCallState(Arena arena) {
		return arena.allocate(CALL_STATE);
	}

	private static int checked(int result, String call) throws SystemCallException {
		return checked(result, call, callState.get());
	}

	static int errno(MemorySegment state) {
		return (int) ERRNO.get(state, 0L);
	}

	static int checked(int result, String call, MemorySegment state) throws SystemCallException {
		if (result >= 0) {
			return result;
		}
		throw Errno.failure(call, errno(state));
	}

	static IOException failure(Throwable thrown) {
		if (thrown instanceof IOException ex) {
			return ex;
		}
		if (thrown instanceof Error error) {
			throw error;
		}
		throw new IllegalStateException(thrown);
	}

}

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

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The {@link Binding} of Java itself from 22 on: the Foreign Function API. It extracts
 * nothing, and loads no library.
 */
final class ForeignBinding implements Binding {

	private static final Linker linker = Linker.nativeLinker();

	private static final VarHandle ERRNO = Linker.Option.captureStateLayout()
		.varHandle(MemoryLayout.PathElement.groupElement("errno"));

	/** Where a call of this thread leaves its {@code errno}. */
	private static final ThreadLocal<MemorySegment> callState = ThreadLocal
		.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

	/**
	 * That of all functions: what is linked for one serves the others, and each kind
	 * costs the start some milliseconds. A function takes no notice of registers beyond
	 * its arguments, and five arguments are in registers wherever Linux runs on 64 bits.
	 */
	private static final FunctionDescriptor SHAPE = FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
			ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);

	private static final MethodHandle SEND = handle("send", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
			ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT),
			Linker.Option.critical(true));

	ForeignBinding() {
		if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
			throw new UnsupportedOperationException("Only on 64 bits");
		}
	}

	@Override
	public String name() {
		return "Foreign Function API";
	}

	@Override
	public String version() {
		return Runtime.version().toString();
	}

	@Override
	public NativeFunction function(String name) {
		return new ForeignFunction(handle(name, SHAPE, Linker.Option.captureCallState("errno")));
	}

	@SuppressWarnings("restricted")
	private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option option) {
		return linker.downcallHandle(address(name), descriptor, option);
	}

	@Override
	public void require(String... names) {
		for (String name : names) {
			address(name);
		}
	}

	private static MemorySegment address(String name) {
		return linker.defaultLookup()
			.find(name)
			.orElseThrow(() -> new UnsupportedOperationException("The C library has no " + name));
	}

	@Override
	public long address(ByteBuffer buffer) {
		return MemorySegment.ofBuffer(buffer).address();
	}

	@Override
	public int send(int descriptor, ByteBuffer source, int length, int flags) {
		try {
			return (int) (long) SEND.invokeExact(descriptor, MemorySegment.ofBuffer(source), (long) length, flags);
		}
		catch (Throwable ex) {
			throw failure(ex);
		}
	}

	/** What a call throws is no failure of the function. */
	private static IllegalStateException failure(Throwable thrown) {
		if (thrown instanceof Error error) {
			throw error;
		}
		return new IllegalStateException(thrown);
	}

	/**
	 * Integers are extended to registers, and what is returned is cut off again. A
	 * record, because its components count as constant.
	 */
	private record ForeignFunction(MethodHandle handle) implements NativeFunction {

		@Override
		public int call(long first) {
			return call(first, 0, 0, 0, 0);
		}

		@Override
		public int call(long first, long second) {
			return call(first, second, 0, 0, 0);
		}

		@Override
		public int call(long first, long second, long third) {
			return call(first, second, third, 0, 0);
		}

		@Override
		public int call(long first, long second, long third, long fourth) {
			return call(first, second, third, fourth, 0);
		}

		@Override
		public int call(long first, long second, long third, long fourth, long fifth) {
			MemorySegment state = callState.get();
			try {
				return result((long) this.handle.invokeExact(state, first, second, third, fourth, fifth), state);
			}
			catch (Throwable ex) {
				throw failure(ex);
			}
		}

		private static int result(long returned, MemorySegment state) {
			int result = (int) returned;
			return (result >= 0) ? result : Errno.result((int) ERRNO.get(state, 0L));
		}

	}

}

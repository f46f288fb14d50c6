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
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Properties;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.ObjectParameterInfo;
import com.kenai.jffi.ObjectParameterStrategy;
import com.kenai.jffi.ObjectParameterType;
import com.kenai.jffi.Platform;
import com.kenai.jffi.Type;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Binding} of jffi, the foreign function library under JRuby, for every Java.
 * Its native part is extracted to the directory for temporary files, or else to the
 * working directory, and deleted at once.
 */
final class JffiBinding implements Binding {

	private static final String PROPERTIES = "/META-INF/maven/com.github.jnr/jffi/pom.properties";

	private static final Invoker invoker = Invoker.getInstance();

	private static final LastError lastError = LastError.getInstance();

	private static final MemoryIO memory = MemoryIO.getInstance();

	private static final CallContext[] contexts = { context(0), context(1), context(2), context(3), context(4),
			context(5) };

	private final long sendAddress;

	JffiBinding() {
		if (Platform.getPlatform().addressSize() != Long.SIZE) {
			throw new UnsupportedOperationException("Only on 64 bits");
		}
		this.sendAddress = addressOf("send");
	}

	private static CallContext context(int arguments) {
		Type[] types = new Type[arguments];
		Arrays.fill(types, Type.SLONG_LONG);
		return CallContext.getCallContext(Type.SLONG_LONG, types, CallingConvention.DEFAULT, true);
	}

	@Override
	public String name() {
		return "jffi";
	}

	@Override
	public @Nullable String version() {
		try (InputStream stream = Library.class.getResourceAsStream(PROPERTIES)) {
			Properties properties = new Properties();
			if (stream != null) {
				properties.load(stream);
			}
			return properties.getProperty("version");
		}
		catch (IOException ex) {
			return null;
		}
	}

	@Override
	public NativeFunction function(String name) {
		return new JffiFunction(addressOf(name));
	}

	@Override
	public void require(String... names) {
		for (String name : names) {
			addressOf(name);
		}
	}

	private static long addressOf(String name) {
		long address = Library.getDefault().getSymbolAddress(name);
		if (address == 0) {
			throw new UnsupportedOperationException("The C library has no " + name);
		}
		return address;
	}

	@Override
	public long address(ByteBuffer buffer) {
		return memory.getDirectBufferAddress(buffer) + buffer.position();
	}

	@Override
	public int send(int descriptor, ByteBuffer source, int length, int flags) {
		return (int) invoker.invokeN4O1(contexts[4], this.sendAddress, descriptor, 0, length, flags, source,
				HeapBuffer.STRATEGY, (length <= HeapBuffer.MAX_COPIED) ? HeapBuffer.COPIED : HeapBuffer.PINNED);
	}

	/** Integers are extended to registers, and what is returned is cut off again. */
	private record JffiFunction(long address) implements NativeFunction {

		@Override
		public int call(long first) {
			return result(invoker.invokeL1(contexts[1], this.address, first));
		}

		@Override
		public int call(long first, long second) {
			return result(invoker.invokeL2(contexts[2], this.address, first, second));
		}

		@Override
		public int call(long first, long second, long third) {
			return result(invoker.invokeL3(contexts[3], this.address, first, second, third));
		}

		@Override
		public int call(long first, long second, long third, long fourth) {
			return result(invoker.invokeL4(contexts[4], this.address, first, second, third, fourth));
		}

		@Override
		public int call(long first, long second, long third, long fourth, long fifth) {
			return result(invoker.invokeL5(contexts[5], this.address, first, second, third, fourth, fifth));
		}

		private static int result(long returned) {
			int result = (int) returned;
			return (result >= 0) ? result : Errno.result(lastError.get());
		}

	}

	/** The second argument of {@code send(2)}. */
	private static final class HeapBuffer extends ObjectParameterStrategy<ByteBuffer> {

		static final HeapBuffer STRATEGY = new HeapBuffer();

		/**
		 * No garbage is collected while an array is pinned, and threads that never stop
		 * to pin some would starve those that need memory.
		 */
		static final int MAX_COPIED = 4096;

		static final ObjectParameterInfo COPIED = information(ObjectParameterInfo.IN);

		static final ObjectParameterInfo PINNED = information(ObjectParameterInfo.IN | ObjectParameterInfo.PINNED);

		private HeapBuffer() {
			super(HEAP, ObjectParameterType.create(ObjectParameterType.ARRAY, ObjectParameterType.BYTE));
		}

		private static ObjectParameterInfo information(int flags) {
			return ObjectParameterInfo.create(1, ObjectParameterInfo.ARRAY, ObjectParameterInfo.BYTE, flags);
		}

		@Override
		public long address(ByteBuffer buffer) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Object object(ByteBuffer buffer) {
			return buffer.array();
		}

		@Override
		public int offset(ByteBuffer buffer) {
			return buffer.arrayOffset() + buffer.position();
		}

		@Override
		public int length(ByteBuffer buffer) {
			return buffer.remaining();
		}

	}

}

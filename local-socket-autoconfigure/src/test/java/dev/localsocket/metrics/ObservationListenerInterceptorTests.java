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
package dev.localsocket.metrics;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;

import com.sun.management.ThreadMXBean;
import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.ListenerInterceptor;
import dev.localsocket.annotation.ListenerInvocation;
import dev.localsocket.testing.SocketPair;
import dev.localsocket.testing.SocketSandbox;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link ObservationListenerInterceptor}, and its absence, cost nothing while
 * nobody is to be told.
 */
@Timeout(30)
class ObservationListenerInterceptorTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void nothingIsAllocatedWithoutARegistry() throws IOException {
		assertNothingIsAllocated(ListenerInterceptor.NONE);
	}

	@Test
	void nothingIsAllocatedWhileTheRegistryHasNoHandlers() throws IOException {
		assertNothingIsAllocated(new ObservationListenerInterceptor(ObservationRegistry.create(), null));
	}

	@Test
	void nothingIsAllocatedWithTheRegistryThatDoesNothing() throws IOException {
		assertNothingIsAllocated(new ObservationListenerInterceptor(ObservationRegistry.NOOP, null));
	}

	private void assertNothingIsAllocated(ListenerInterceptor interceptor) throws IOException {
		ListenerInvocation invocation = new Call(SocketPair.open(this.sandbox).accepted());
		invoke(interceptor, invocation, 1000);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		invoke(interceptor, invocation, 1000);
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
	}

	private static void invoke(ListenerInterceptor interceptor, ListenerInvocation invocation, int times) {
		for (int i = 0; i < times; i++) {
			ListenerInterceptor.Interception interception = interceptor.begin(invocation);
			interception.leave();
			interception.end();
		}
	}

	private record Call(LocalSocket socket) implements ListenerInvocation {

		@Override
		public String listener() {
			return "listener";
		}

		@Override
		public Method method() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Kind kind() {
			return Kind.MESSAGE;
		}

		@Override
		public String server() {
			return "server";
		}

	}

}

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

package dev.localsocket.autoconfigure;

import java.util.Map;

import dev.localsocket.annotation.ListenerInterceptor;
import dev.localsocket.annotation.ListenerInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Keeps what handlers put into the diagnostic context of their logs ({@link MDC}) apart:
 * what one leaves there is gone when its thread handles something else, and comes back
 * for what it does later, such as its error handler.
 */
final class MdcListenerInterceptor implements ListenerInterceptor {

	/**
	 * Creates one.
	 */
	public MdcListenerInterceptor() {
	}

	@Override
	public Interception begin(ListenerInvocation invocation) {
		return new Diagnosed();
	}

	private static void set(@Nullable Map<String, String> context) {
		if (context != null) {
			MDC.setContextMap(context);
		}
		else {
			MDC.clear();
		}
	}

	/** An invocation on a thread of ours, which has no context of its own. */
	private static final class Diagnosed implements Interception {

		private volatile @Nullable Map<String, String> left;

		@Override
		public void returned() {
			this.left = MDC.getCopyOfContextMap();
		}

		@Override
		public void leave() {
			MDC.clear();
		}

		@Override
		public Scope resume() {
			Map<String, String> before = MDC.getCopyOfContextMap();
			set(this.left);
			return () -> set(before);
		}

	}

}

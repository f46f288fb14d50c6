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

package dev.localsocket.client;

import org.jspecify.annotations.Nullable;

/**
 * Surrounds the calls and notifications of a {@link JsonRpcClient}: measures them, for
 * example, or adds what goes with them. Thread-safe. What {@link #begin(ClientCall)}
 * throws is thrown to the caller, and nothing is sent.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ClientInterceptor {

	/** Does nothing. */
	ClientInterceptor NONE = (call) -> Interception.NONE;

	/**
	 * Something is about to be sent. On the thread of the caller; must not block.
	 * @param call what is sent, which may be given more to carry
	 * @return is told of the end
	 */
	Interception begin(ClientCall call);

	/**
	 * What surrounds one call.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	interface Interception {

		/** Does nothing. */
		Interception NONE = (failure) -> {
		};

		/**
		 * The reply has come, or will not come, or a notification is queued. Once, on any
		 * thread; must not block.
		 * @param failure why there is no result, or null if there is one
		 */
		void ended(@Nullable Throwable failure);

	}

}

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

package dev.localsocket.annotation;

import org.jspecify.annotations.Nullable;

/**
 * Decides what happens when a connection or message handler has thrown an exception, or
 * its payload could not be converted. Runs on the thread of the handler and may block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LocalSocketErrorHandler {

	/**
	 * Handles a failure. If this method throws, or what it returns cannot be sent, that
	 * is logged together with the failure, and the connection is aborted.
	 * @param failure what failed
	 * @return null, or the reply of a message handler
	 */
	@Nullable Object handleError(ListenerFailure failure);

}

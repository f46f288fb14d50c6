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

package dev.localsocket.annotation.internal;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Set;

import dev.localsocket.messaging.FrameMessage;

/**
 * Decides which methods may be given the buffer of the event loop, which is overwritten
 * when they have returned: those whose result is complete then. Others could go on
 * reading: a stage, a stream, or an object that holds the buffer.
 */
final class BorrowedFrames {

	private static final Set<Class<?>> COMPLETE = Set.of(void.class, String.class, byte[].class, ByteBuffer.class);

	private final boolean allowed;

	/**
	 * Creates the decision.
	 * @param method the method of a listener
	 */
	BorrowedFrames(Method method) {
		this.allowed = COMPLETE.contains(method.getReturnType());
	}

	/**
	 * Keeps the payload of a message, if the method cannot have the buffer.
	 * @param message the message, of which the argument has not been made
	 * @param type what the method takes
	 */
	void prepare(FrameMessage message, Class<?> type) {
		if (type == ByteBuffer.class && !this.allowed) {
			message.keep();
		}
	}

}

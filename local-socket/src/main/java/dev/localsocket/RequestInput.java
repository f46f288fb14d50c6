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
package dev.localsocket;

import java.nio.ByteBuffer;

import dev.localsocket.transport.connection.InputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The input of one connection for somebody who takes what is there, in the memory in
 * which it is. Qt has no such thing. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RequestInput {

	private final InputBuffer input;

	RequestInput(InputBuffer input) {
		this.input = input;
	}

	/**
	 * Takes bytes without waiting, as many as are there in one piece.
	 * @param borrow whether they may be borrowed where that saves a copy: in a callback
	 * that is told of them, on the thread of the event loop. They are overwritten when it
	 * returns
	 * @return the bytes, from position to limit: a read-only buffer if they are borrowed,
	 * otherwise a buffer with an array, which belongs to the caller; empty if none are
	 * there now, null if none will come
	 */
	public @Nullable ByteBuffer take(boolean borrow) {
		return this.input.take(borrow);
	}

}

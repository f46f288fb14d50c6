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

/**
 * Where a connection or message handler runs.
 *
 * @since 0.1.0
 */
public enum Execution {

	/**
	 * On a worker thread, or a virtual thread where they are enabled: the method may
	 * block.
	 */
	WORKER,

	/**
	 * On the thread of the connection's event loop, without a hand-over: <strong>the
	 * method must never block</strong>, because other connections wait meanwhile. A
	 * method that takes longer than 50 ms is logged. A {@link java.nio.ByteBuffer} that
	 * such a method takes is read-only, and may be overwritten as soon as the method has
	 * returned, if that returns nothing, a {@link String}, a byte array or a
	 * {@link java.nio.ByteBuffer}; otherwise it is as on workers, the method's own.
	 */
	EVENT_LOOP

}

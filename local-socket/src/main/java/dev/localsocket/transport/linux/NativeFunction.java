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

/**
 * A function of the C library that returns an {@code int} or {@code ssize_t}, and leaves
 * an {@code errno} when it fails. Integers and addresses are passed as they are. It is
 * fast only as a constant. Thread-safe.
 */
interface NativeFunction {

	/**
	 * Calls the function.
	 * @return what it returns, or {@code errno} with a minus when it fails, see
	 * {@link Errno}
	 */
	int call(long first);

	int call(long first, long second);

	int call(long first, long second, long third);

	int call(long first, long second, long third, long fourth);

	int call(long first, long second, long third, long fourth, long fifth);

}

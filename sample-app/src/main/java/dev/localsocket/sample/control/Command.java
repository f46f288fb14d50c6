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

package dev.localsocket.sample.control;

import java.util.List;

import dev.localsocket.LocalSocket;

/**
 * Something that the operator can type at the server {@code control}.
 */
interface Command {

	/**
	 * Returns how to type it.
	 * @return the syntax and a description
	 */
	Usage usage();

	/**
	 * Does it, on a worker thread.
	 * @param arguments the words after the name, as many as the usage allows
	 * @param caller the connection
	 * @return the lines of the answer
	 */
	List<String> run(List<String> arguments, LocalSocket caller);

	/**
	 * Tells whether the conversation ends with the answer.
	 * @return whether it ends
	 */
	default boolean isLast() {
		return false;
	}

}

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

/**
 * Is told of each second process of an application, in the first one. It runs on a thread
 * that may block, several at the same time for several second processes, each of which
 * waits for its end.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SecondInstanceHandler {

	/**
	 * A second process was started. It ends with the status 0 when this method returns,
	 * unless that has {@linkplain SecondInstance#exit said} another one.
	 * @param second the process, to be answered before this method returns
	 * @throws Exception if it cannot be handled: this is logged, and the process ends
	 * with {@link SingleInstance#STATUS_FAILED}
	 */
	void handle(SecondInstance second) throws Exception;

}

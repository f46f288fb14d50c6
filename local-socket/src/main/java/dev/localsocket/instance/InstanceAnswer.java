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

package dev.localsocket.instance;

/**
 * How a call to the first process has ended.
 *
 * @param kind what has become of it
 * @param status the exit status, if it has answered
 * @param text what is to be said of it, empty if it has answered
 */
public record InstanceAnswer(Kind kind, int status, String text) {

	static InstanceAnswer of(Kind kind, String text) {
		return new InstanceAnswer(kind, -1, text);
	}

	/** What can become of a call. */
	public enum Kind {

		/** It has handled what was handed over. */
		ANSWERED,

		/** Nobody listens, or it has gone before anything was handed over. */
		GONE,

		/** It does nothing. */
		HANGING,

		/** It lives, but has not begun to handle it in time, or does not end. */
		BUSY,

		/** It does not allow it, or belongs to a user that is not trusted. */
		REFUSED,

		/** It speaks something else. */
		UNKNOWN_PROTOCOL,

		/** It has gone after the arguments were handed over. */
		LOST,

		/** What it has answered cannot be printed. */
		OUTPUT_FAILED

	}

}

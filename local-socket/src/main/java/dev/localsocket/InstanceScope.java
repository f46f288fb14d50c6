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
 * Within what there is only one {@link SingleInstance} of a name.
 *
 * @since 0.1.0
 */
public enum InstanceScope {

	/**
	 * All processes of a user: those of other users neither see nor disturb them. The
	 * default.
	 */
	USER,

	/**
	 * All processes of one login session of a user. The session is the one that the
	 * environment variable {@code XDG_SESSION_ID} names or, without it, the audit session
	 * of the process ({@code /proc/self/sessionid}).
	 */
	SESSION,

	/**
	 * All processes of the machine, of whatever user. It needs a directory that only root
	 * could make and only the first instance's user can write to; see
	 * {@link SingleInstance.Builder#directory}.
	 */
	SYSTEM

}

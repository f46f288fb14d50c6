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

package dev.localsocket.error;

import dev.localsocket.LocalSocket;

/**
 * Why a connection is over.
 *
 * @since 0.1.0
 */
public enum CloseReason {

	/** The peer has closed it, or its process has ended. */
	PEER_CLOSED,

	/** This side has disconnected, after everything queued was sent. */
	DISCONNECTED,

	/** This side has aborted it, or the peer did not read what was left in time. */
	ABORTED,

	/** There was no traffic for longer than the server allows. */
	IDLE_TIMEOUT,

	/** An error ended it: {@link LocalSocket#error()} tells which. */
	ERROR;

}

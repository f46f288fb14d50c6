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

package dev.localsocket.transport.connection;

import java.io.IOException;

import dev.localsocket.error.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a connection, told in order on the thread of its loop.
 */
public interface ConnectionListener {

	/** Bytes were received. */
	default void readyRead() {
	}

	/** Nothing more will be received. */
	default void inputEnded() {
	}

	/**
	 * Tells whether {@link #bytesWritten} is to be called: what a thread has sent by
	 * itself is handed to the loop only for that. Called on any thread.
	 * @return whether it is
	 */
	default boolean isToldOfWrites() {
		return false;
	}

	/**
	 * Bytes were given to the kernel.
	 * @param count how many
	 */
	default void bytesWritten(long count) {
	}

	/** This side has asked for the end; what is queued is still to be sent. */
	default void ending() {
	}

	/**
	 * The connection is over.
	 * @param reason why
	 * @param failure what broke it, or null
	 * @param unsent how many bytes were queued and will not be sent
	 */
	default void closed(CloseReason reason, @Nullable IOException failure, long unsent) {
	}

	/** All have been told of the end; the last call. */
	default void ended() {
	}

}

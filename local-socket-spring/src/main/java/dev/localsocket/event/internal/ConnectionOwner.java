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

package dev.localsocket.event.internal;

import dev.localsocket.event.NewConnectionEvent;

/**
 * Who handles the connections of a server. Must be thread-safe.
 */
@FunctionalInterface
public interface ConnectionOwner {

	/** The kind of servers for whose connections there is no protocol of the library. */
	String SOCKET = "socket";

	/**
	 * A connection is the owner's if he wants it. Called once for each, when all
	 * listeners have seen its event, on the thread that published it: as long as the
	 * owner blocks he holds up other new connections of the server. What he throws is
	 * logged, and the connection is aborted unless somebody else has taken it.
	 * @param event the event of the connection
	 * @param claim is to be {@linkplain ConnectionClaim#take() taken}, now or later and
	 * on any thread, or to be {@linkplain ConnectionClaim#release() released}, so that
	 * the connection stays pending
	 */
	void own(NewConnectionEvent event, ConnectionClaim claim);

	/**
	 * Returns what the connections are for.
	 * @return the kind of the server
	 */
	default String kind() {
		return SOCKET;
	}

}

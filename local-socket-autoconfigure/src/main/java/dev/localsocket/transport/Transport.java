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
package dev.localsocket.transport;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * The system calls that servers are made of, as one library offers them. Thread-safe.
 */
interface Transport {

	/**
	 * Returns what makes the system calls.
	 * @return the name of this transport
	 */
	String name();

	/**
	 * Returns the name of the kind of pollers.
	 * @return the name
	 */
	String pollerName();

	/**
	 * Opens a poller.
	 * @return the poller
	 * @throws IOException if it cannot be opened, for example for lack of descriptors
	 */
	Poller openPoller() throws IOException;

	/**
	 * Accepts a connection without waiting. To be called by the thread that closes the
	 * endpoint.
	 * @param endpoint where to accept it
	 * @return the connection, non-blocking, or null if there is none
	 * @throws IOException if the operating system refuses
	 */
	@Nullable StreamSocket accept(ServerEndpoint endpoint) throws IOException;

}

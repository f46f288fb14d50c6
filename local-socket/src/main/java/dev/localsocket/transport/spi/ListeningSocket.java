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

package dev.localsocket.transport.spi;

import java.io.IOException;

import dev.localsocket.transport.connection.Acceptor;
import org.jspecify.annotations.Nullable;

/**
 * The system calls on a listening, non-blocking socket. Its {@link Acceptor} sees to it
 * that they are made by the thread of its loop, and that none is made during or after
 * {@link #close()}.
 */
public interface ListeningSocket extends PolledSocket {

	/**
	 * Accepts a connection without waiting.
	 * @return the connection, non-blocking, or null if there is none
	 * @throws IOException if the operating system refuses
	 */
	@Nullable StreamSocket accept() throws IOException;

}

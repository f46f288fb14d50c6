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

package dev.localsocket.interop;

import java.io.Closeable;
import java.io.IOException;
import java.util.Set;

import dev.localsocket.SocketOption;
import dev.localsocket.WaitResult;
import dev.localsocket.error.SocketError;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code QLocalServer} and a {@link dev.localsocket.LocalServer} both can do.
 */
interface ScenarioServer extends Closeable {

	boolean listen(String name);

	boolean listen(int socketDescriptor);

	boolean isListening();

	@Override
	void close();

	String serverName();

	String fullServerName();

	int socketDescriptor();

	Set<SocketOption> socketOptions();

	void setSocketOptions(SocketOption... options);

	int listenBacklogSize();

	void setListenBacklogSize(int size);

	int maxPendingConnections();

	void setMaxPendingConnections(int max);

	boolean hasPendingConnections();

	@Nullable ScenarioConnection nextPendingConnection();

	/**
	 * Waits for a connection.
	 * @param millis how long to wait; negative waits without a limit
	 * @return what was found
	 * @throws IOException if the wait is interrupted
	 */
	WaitResult waitForNewConnection(int millis) throws IOException;

	/**
	 * Lets the server accept until it wants no more of the clients that wait now.
	 * @return how many new connections it has announced in all
	 */
	int settle();

	SocketError serverError();

	String errorString();

	/**
	 * Listens, and tells how that went.
	 * @param name the name
	 * @return {@code LISTENING} or the name of the error
	 */
	default String tryToListen(String name) {
		return listen(name) ? "LISTENING" : serverError().name();
	}

}

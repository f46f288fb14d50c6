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

package dev.localsocket.messaging;

import dev.localsocket.CloseReason;
import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.SocketError;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs that a connection has ended before all was sent, if it was this side that ended
 * it. Thread-safe.
 */
public final class UnsentLog implements LocalSocketCallbacks {

	private static final Log logger = LogFactory.getLog(UnsentLog.class);

	/** Creates a log, to be added to the listeners of a socket. */
	public UnsentLog() {
	}

	@Override
	public void disconnected(LocalSocket socket) {
		log(socket, false);
	}

	/**
	 * Logs a connection that is over.
	 * @param socket the connection
	 * @param unfinished whether a reply of several frames was not complete
	 */
	static void log(LocalSocket socket, boolean unfinished) {
		CloseReason reason = socket.closeReason();
		if (reason == CloseReason.ERROR && socket.error() == SocketError.TIMEOUT) {
			log(socket, socket.errorString());
		}
		else if (unfinished && reason != CloseReason.ERROR && reason != CloseReason.PEER_CLOSED) {
			log(socket, "a reply was cut off");
		}
	}

	private static void log(LocalSocket socket, String text) {
		socket.peerLog()
			.log(logger::warn, null, () -> "The " + socket + " has ended too early: " + text);
	}

}

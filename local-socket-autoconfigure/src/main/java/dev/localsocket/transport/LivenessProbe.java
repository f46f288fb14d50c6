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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

import dev.localsocket.transport.TransportException.Failure;

/**
 * Finds out whether somebody listens at a socket file, by connecting.
 */
final class LivenessProbe {

	/** A live server whose backlog is full makes the probe wait that long. */
	private static final Duration TIMEOUT = Duration.ofMillis(250);

	private LivenessProbe() {
	}

	/**
	 * Tells whether a socket was left behind: only the kernel's refusal counts, any other
	 * outcome may be a live server that is busy or does not let this user in.
	 * @param socket the path of the socket file
	 * @return whether nobody listens
	 * @throws IOException if the probe itself fails
	 */
	static boolean isStale(Path socket) throws IOException {
		try (ShortPath path = ShortPath.to(socket)) {
			Closing.quietly(Connector.open(path.address(), TIMEOUT));
			return false;
		}
		catch (TransportException ex) {
			if (ex.failure() == Failure.RESOURCES) {
				throw ex;
			}
			if (ex.failure() == Failure.NOT_FOUND) {
				throw new NoSuchFileException(socket.toString());
			}
			return ex.failure() == Failure.REFUSED;
		}
	}

}

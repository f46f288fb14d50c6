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

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.AdoptedSocket;
import dev.localsocket.transport.spi.EndpointAddress;
import dev.localsocket.transport.spi.Failures;
import dev.localsocket.transport.spi.StreamSocket;

/**
 * A connection that was made elsewhere and handed over as a descriptor.
 *
 * @param connection the connection, which must be started, and closes the descriptor
 * @param address the address of the peer, or else of this end, which tells of a socket
 * that a server has accepted where that listens; without a name if neither has one
 */
public record AdoptedConnection(Connection connection, EndpointAddress address) {

	/**
	 * Takes over a descriptor. It becomes non-blocking for all who hold it. If this
	 * fails, it is left as it is.
	 * @param descriptor the number of the descriptor
	 * @param loop will serve the connection
	 * @param settings what the connection begins with
	 * @return the connection
	 * @throws LocalSocketException {@link SocketError#INVALID_DESCRIPTOR} if it is no
	 * connected local stream socket
	 */
	public static AdoptedConnection of(int descriptor, EventLoop loop, ConnectionSettings settings)
			throws LocalSocketException {
		try {
			Lifecycle lifecycle = Lifecycle.open();
			loop.acquire();
			AdoptedSocket<StreamSocket> adopted = adopt(descriptor, loop);
			return new AdoptedConnection(new Connection(adopted.socket(), loop, BufferBudget.NONE, settings, lifecycle),
					adopted.address());
		}
		catch (IOException ex) {
			throw Failures.of(ex, "Could not adopt the descriptor " + descriptor);
		}
	}

	private static AdoptedSocket<StreamSocket> adopt(int descriptor, EventLoop loop) throws IOException {
		try {
			return loop.transport().adoptConnected(descriptor);
		}
		catch (IOException | RuntimeException | Error ex) {
			loop.release();
			throw ex;
		}
	}

}

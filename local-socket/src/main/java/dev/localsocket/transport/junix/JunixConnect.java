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

package dev.localsocket.transport.junix;

import java.io.IOException;
import java.time.Duration;

import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.EndpointAddress;
import dev.localsocket.transport.spi.StreamSocket;
import dev.localsocket.transport.spi.SystemCallException;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.ConnectionRefusedSocketException;

/**
 * Connects by means of junixsocket, which waits for that.
 */
final class JunixConnect {

	private JunixConnect() {
	}

	static StreamSocket connect(EndpointAddress address, Duration timeout, ReceivingSource receiving)
			throws IOException {
		AFUNIXSocket socket = AFUNIXSocket.newInstance();
		try {
			// The timeout argument of connect() is ignored by the library, this is not
			socket.setSoTimeout(Math.max(1, (int) timeout.toMillis()));
			socket.connect(JunixAddresses.of(address));
			AFUNIXSocketChannel channel = socket.getChannel();
			channel.configureBlocking(false);
			return new JunixSocket(channel, receiving);
		}
		catch (ConnectionRefusedSocketException ex) {
			Closing.after(ex, socket);
			throw new SystemCallException(SocketError.CONNECTION_REFUSED, String.valueOf(ex.getMessage()), ex);
		}
		catch (IOException | RuntimeException ex) {
			Closing.after(ex, socket);
			throw ex;
		}
	}

}

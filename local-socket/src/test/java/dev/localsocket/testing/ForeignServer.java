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

package dev.localsocket.testing;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;

/**
 * Servers of another kind: they know nothing of locks and leave their files behind.
 */
public final class ForeignServer {

	private ForeignServer() {
	}

	/**
	 * Opens a server of the JDK.
	 * @param path where it listens
	 * @return the server
	 * @throws IOException if it cannot listen
	 */
	public static ServerSocketChannel open(Path path) throws IOException {
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			return server.bind(UnixDomainSocketAddress.of(path));
		}
		catch (IOException ex) {
			server.close();
			throw ex;
		}
	}

}

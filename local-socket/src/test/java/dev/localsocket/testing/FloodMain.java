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
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A process with a client that sends for ever and reads nothing.
 */
public final class FloodMain {

	private FloodMain() {
	}

	/**
	 * Sends until the process is killed.
	 * @param args the path of the server
	 * @throws IOException if the server closes
	 */
	public static void main(String[] args) throws IOException {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(args[0]))) {
			while (channel.isOpen()) {
				channel.write(ByteBuffer.allocate(64 * 1024));
			}
		}
	}

}

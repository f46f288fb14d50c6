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

package dev.localsocket.endpoint;

import java.io.IOException;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.client.ServerTrust;

/**
 * A client that prints what it knows of its server, and whether it trusts it. With a
 * second argument it is the server itself.
 */
final class PeerMain {

	private PeerMain() {
	}

	public static void main(String... arguments) throws IOException {
		try (LocalServer server = new LocalServer()) {
			if (arguments.length > 1) {
				server.listen(arguments[0]);
			}
			try (LocalSocket client = LocalSocket.connectToServer(arguments[0])) {
				PeerCredentials peer = client.peerCredentials();
				System.out.printf("pid %d uid %d gid %d trusted %b%n", peer.pid(), peer.uid(), peer.gid(),
						ServerTrust.OWN_USER_AND_ROOT.test(peer));
			}
		}
	}

}

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

import java.nio.file.Path;
import java.util.UUID;

import dev.localsocket.LocalServer;
import dev.localsocket.SocketOption;
import dev.localsocket.testing.SocketSandbox;

/**
 * Where a server and its clients meet.
 */
enum Place {

	/** A plain name, which each side resolves by itself. */
	NAME,

	/** An absolute path. */
	PATH,

	/** A name in the abstract namespace. */
	ABSTRACT;

	/**
	 * Returns an address that nobody else uses.
	 * @param sandbox the directory for paths
	 * @return the name or path
	 */
	String address(SocketSandbox sandbox) {
		return (this == PATH) ? sandbox.address("s") : "local-socket-" + UUID.randomUUID();
	}

	/**
	 * Returns the options that servers and clients need.
	 * @return the options
	 */
	SocketOption[] options() {
		return (this == ABSTRACT) ? new SocketOption[] { SocketOption.ABSTRACT_NAMESPACE } : new SocketOption[0];
	}

	/**
	 * Returns where the file of a server is, or would be.
	 * @param address the address
	 * @return the path
	 */
	Path file(String address) {
		return Path.of(LocalServer.resolveName(address));
	}

}

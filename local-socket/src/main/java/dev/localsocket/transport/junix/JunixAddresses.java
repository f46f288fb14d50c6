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

import java.net.SocketAddress;
import java.net.SocketException;

import dev.localsocket.transport.spi.EndpointAddress;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * Addresses, as junixsocket has them.
 */
final class JunixAddresses {

	private JunixAddresses() {
	}

	static AFUNIXSocketAddress of(EndpointAddress address) throws SocketException {
		return AFUNIXSocketAddress.of(address.isAbstract() ? address.nativePath() : address.bytes());
	}

	/**
	 * Returns the address that a socket was bound to by somebody else.
	 * @param address the address, or null if it has none
	 * @return the address, with an empty name if it has none
	 */
	static EndpointAddress endpoint(@Nullable SocketAddress address) {
		return EndpointAddress
			.ofKernel((address instanceof AFUNIXSocketAddress local) ? local.getPathAsBytes() : new byte[0]);
	}

}

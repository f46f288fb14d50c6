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

package dev.localsocket.web.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

import dev.localsocket.account.PeerCredentials;
import org.jspecify.annotations.Nullable;

/**
 * What stands for the ends of a connection where an IP address is expected: an address of
 * the prefix {@code 100::/64}, which is for nobody (RFC 6666), so that no rule trusts it,
 * and every library can parse it. That of a peer ends with the id of its user, so that
 * limits by address are limits by user. The port is 0. No name is ever looked up.
 *
 * @param text the address
 * @param socketAddress the same with a port
 */
public record PeerAddress(String text, InetSocketAddress socketAddress) {

	/** The address of this end. */
	public static final PeerAddress LOCAL = of("localhost", 0);

	/**
	 * Returns the address of a peer.
	 * @param peer the peer
	 * @return the address
	 */
	public static PeerAddress of(PeerCredentials peer) {
		return of(null, (int) peer.uid());
	}

	private static PeerAddress of(@Nullable String name, int lastBits) {
		byte[] bytes = ByteBuffer.allocate(16).put(0, (byte) 1).putInt(12, lastBits).array();
		try {
			String text = InetAddress.getByAddress(bytes).getHostAddress();
			InetAddress address = InetAddress.getByAddress((name != null) ? name : text, bytes);
			return new PeerAddress(text, new InetSocketAddress(address, 0));
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("An IPv6 address has 16 bytes", ex);
		}
	}

}

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

import java.security.Principal;
import java.util.function.Consumer;

import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.event.internal.ConnectionClaim;
import org.jspecify.annotations.Nullable;

/**
 * A connection that an engine has taken over, with who is at its other end. Thread-safe.
 */
public final class HttpConnection {

	private final String serverName;

	private final ConnectionClaim claim;

	private final PeerPolicy policy;

	private final Consumer<HttpConnection> released;

	private final PeerAddress address;

	/** Written under the lock of this. */
	private volatile @Nullable Principal principal;

	HttpConnection(String serverName, ConnectionClaim claim, PeerPolicy policy, Consumer<HttpConnection> released) {
		this.serverName = serverName;
		this.claim = claim;
		this.policy = policy;
		this.released = released;
		this.address = PeerAddress.of(peer());
	}

	/**
	 * Returns the name of the server's bean.
	 * @return the name
	 */
	public String serverName() {
		return this.serverName;
	}

	/**
	 * Returns the connection itself.
	 * @return the socket
	 */
	public LocalSocket socket() {
		return this.claim.socket();
	}

	/**
	 * Returns who has connected.
	 * @return the credentials
	 */
	public PeerCredentials peer() {
		return socket().peerCredentials();
	}

	/**
	 * Returns what stands for the peer where an IP address is expected.
	 * @return the address
	 */
	public PeerAddress address() {
		return this.address;
	}

	/**
	 * Returns the peer as a principal, which is made when it is first asked for. May
	 * block then, so not on the thread of an event loop.
	 * @return the principal; with Spring Security, the authentication
	 * @throws RuntimeException if it cannot be made; the request must fail then
	 */
	public synchronized Principal principal() {
		Principal made = this.principal;
		if (made == null) {
			made = this.policy.principals().principalOf(peer());
			this.principal = made;
		}
		return made;
	}

	/**
	 * Returns the peer as a principal, if it was made before. Does not block.
	 * @return the principal, or null
	 */
	public @Nullable Principal principalIfMade() {
		return this.principal;
	}

	/**
	 * Tells whether the peer may say on whose behalf it sends a request.
	 * @return whether it is a proxy that is trusted
	 */
	public boolean isTrustedProxy() {
		return this.policy.trustedProxies().contains(peer().uid());
	}

	/**
	 * Lets the peer send nothing more: what it has sent can still be read, and is to be
	 * answered, then comes the end.
	 */
	public void endInput() {
		socket().shutdownInput();
	}

	/**
	 * Says that the engine does no more with the connection, which it has closed. Can be
	 * called repeatedly.
	 */
	public void release() {
		this.claim.release();
		this.released.accept(this);
	}

	boolean take() {
		return this.claim.take();
	}

	@Override
	public String toString() {
		return socket().toString();
	}

}

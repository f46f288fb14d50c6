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

package dev.localsocket.event;

import dev.localsocket.LocalServer;
import dev.localsocket.RejectionReason;
import dev.localsocket.account.PeerCredentials;

/**
 * A server did not let a connection in. While listeners have not seen a thousand of these
 * and of {@link ServerErrorEvent}s, more are not published: the server counts them all.
 *
 * @since 0.1.0
 */
public class ConnectionRejectedEvent extends LocalServerEvent {

	private static final long serialVersionUID = 1L;

	private final transient PeerCredentials peerCredentials;

	/** Why the connection was rejected. */
	private final RejectionReason reason;

	/** What the server says of the rejection. */
	private final String text;

	/**
	 * Creates an event.
	 * @param server the server
	 * @param beanName the name of its bean
	 * @param peerCredentials who wanted to connect
	 * @param reason the kind of reason why it was not let in
	 * @param text the reason in words
	 */
	public ConnectionRejectedEvent(LocalServer server, String beanName, PeerCredentials peerCredentials,
			RejectionReason reason, String text) {
		super(server, beanName);
		this.peerCredentials = peerCredentials;
		this.reason = reason;
		this.text = text;
	}

	/**
	 * Returns who wanted to connect.
	 * @return the peer
	 */
	public PeerCredentials getPeerCredentials() {
		return this.peerCredentials;
	}

	/**
	 * Returns the kind of reason why the connection was not let in.
	 * @return the reason
	 */
	public RejectionReason getReason() {
		return this.reason;
	}

	/**
	 * Returns the reason in words.
	 * @return the text
	 */
	public String getText() {
		return this.text;
	}

}

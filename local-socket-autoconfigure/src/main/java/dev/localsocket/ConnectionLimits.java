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

package dev.localsocket;

import java.time.Duration;
import java.util.Objects;

/**
 * What the connections of a {@link LocalServer} may use. Zero stands for no limit
 * throughout. Qt has no such limits.
 *
 * @param maxConnections how many connections may be open, pending or taken; others are
 * rejected
 * @param maxConnectionsPerUser how many connections one user, by the user id of the peer,
 * may have open; others of that user are rejected
 * @param idleTimeout how long a connection may be without traffic in either direction,
 * nothing being buffered and {@linkplain LocalSocket#setWorkInProgress no work} being in
 * progress, before it is closed with {@link CloseReason#IDLE_TIMEOUT}
 * @param writeTimeout how long a peer may read nothing of what is to be sent, before its
 * connection is closed with {@link SocketError#TIMEOUT}
 * @param readBufferSize the {@linkplain LocalSocket#setReadBufferSize read buffer size}
 * in bytes
 * @param writeBufferSize the {@linkplain LocalSocket#setWriteBufferSize write buffer
 * size} in bytes
 */
public record ConnectionLimits(int maxConnections, int maxConnectionsPerUser, Duration idleTimeout,
		Duration writeTimeout, long readBufferSize, long writeBufferSize) {

	/** No limits. */
	public static final ConnectionLimits NONE = new ConnectionLimits(0, 0, Duration.ZERO, Duration.ZERO, 0, 0);

	/**
	 * Creates limits.
	 * @throws IllegalArgumentException if one is negative
	 */
	public ConnectionLimits {
		checkNumber(maxConnections);
		checkNumber(maxConnectionsPerUser);
		checkTimeout(idleTimeout);
		checkTimeout(writeTimeout);
		SocketSettings.checkSize(readBufferSize);
		SocketSettings.checkSize(writeBufferSize);
	}

	private static void checkNumber(int max) {
		if (max < 0) {
			throw new IllegalArgumentException("The limit must be positive, or 0 for none, not " + max);
		}
	}

	private static void checkTimeout(Duration timeout) {
		if (Objects.requireNonNull(timeout, "The timeout must not be null").isNegative()) {
			throw new IllegalArgumentException("A timeout must be positive, or zero for no limit, not " + timeout);
		}
	}

	/**
	 * Returns these limits with another number of connections.
	 * @param max the limit, or 0 for none
	 * @return the limits
	 */
	public ConnectionLimits withMaxConnections(int max) {
		return new ConnectionLimits(max, this.maxConnectionsPerUser, this.idleTimeout, this.writeTimeout,
				this.readBufferSize, this.writeBufferSize);
	}

	/**
	 * Returns these limits with another number of connections per user.
	 * @param max the limit, or 0 for none
	 * @return the limits
	 */
	public ConnectionLimits withMaxConnectionsPerUser(int max) {
		return new ConnectionLimits(this.maxConnections, max, this.idleTimeout, this.writeTimeout, this.readBufferSize,
				this.writeBufferSize);
	}

	/**
	 * Returns these limits with another time without traffic.
	 * @param timeout the duration, or zero for no limit
	 * @return the limits
	 */
	public ConnectionLimits withIdleTimeout(Duration timeout) {
		return new ConnectionLimits(this.maxConnections, this.maxConnectionsPerUser, timeout, this.writeTimeout,
				this.readBufferSize, this.writeBufferSize);
	}

	/**
	 * Returns these limits with another time for a peer that does not read.
	 * @param timeout the duration, or zero for no limit
	 * @return the limits
	 */
	public ConnectionLimits withWriteTimeout(Duration timeout) {
		return new ConnectionLimits(this.maxConnections, this.maxConnectionsPerUser, this.idleTimeout, timeout,
				this.readBufferSize, this.writeBufferSize);
	}

	/**
	 * Returns these limits with another read buffer size.
	 * @param bytes the size in bytes, or 0 for no limit
	 * @return the limits
	 */
	public ConnectionLimits withReadBufferSize(long bytes) {
		return new ConnectionLimits(this.maxConnections, this.maxConnectionsPerUser, this.idleTimeout,
				this.writeTimeout, bytes, this.writeBufferSize);
	}

	/**
	 * Returns these limits with another write buffer size.
	 * @param bytes the size in bytes, or 0 for no limit
	 * @return the limits
	 */
	public ConnectionLimits withWriteBufferSize(long bytes) {
		return new ConnectionLimits(this.maxConnections, this.maxConnectionsPerUser, this.idleTimeout,
				this.writeTimeout, this.readBufferSize, bytes);
	}

}

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

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.connection.ConnectionSettings;

/**
 * What the connections of a {@link LocalServer} may use. Zero stands for no limit
 * throughout. Made from {@link #NONE} by the methods below, which stay as they are when
 * there are more limits, unlike the constructor, which is public only because the record
 * is. Immutable and thread-safe. Qt has no such limits.
 *
 * @param maxConnections how many connections may be open, pending or taken; others are
 * rejected
 * @param maxConnectionsPerUser how many connections one user, by the user id of the peer,
 * may have open; others of that user are rejected
 * @param maxConnectionsPerOtherUser the same for each user but
 * {@linkplain PeerCredentials#isOwnUserOrRoot() root and the one of this process}
 * @param reservedConnections how many of the connections that may be open are kept for
 * root and the user of this process, so that others cannot lock them out
 * @param idleTimeout how long a connection may be without traffic in either direction,
 * nothing being buffered and {@linkplain LocalSocket#setWorkInProgress no work} being in
 * progress, before it is closed with {@link CloseReason#IDLE_TIMEOUT}
 * @param writeTimeout how long a peer may read nothing of what is to be sent, before its
 * connection is closed with {@link SocketError#TIMEOUT}
 * @param frameTimeout how long a peer may take to send the rest of a
 * {@linkplain LocalSocket#setIncompleteSince message that it has begun}, before its
 * connection is closed with {@link SocketError#TIMEOUT}; what it sends meanwhile does not
 * lengthen it
 * @param readBufferSize the {@linkplain LocalSocket#setReadBufferSize read buffer size}
 * in bytes
 * @param writeBufferSize the {@linkplain LocalSocket#setWriteBufferSize write buffer
 * size} in bytes
 * @since 0.1.0
 */
public record ConnectionLimits(int maxConnections, int maxConnectionsPerUser, int maxConnectionsPerOtherUser,
		int reservedConnections, Duration idleTimeout, Duration writeTimeout, Duration frameTimeout,
		long readBufferSize, long writeBufferSize) {

	/** No limits. */
	public static final ConnectionLimits NONE = new ConnectionLimits(0, 0, 0, 0, Duration.ZERO, Duration.ZERO,
			Duration.ZERO, 0, 0);

	/**
	 * Creates limits.
	 * @throws IllegalArgumentException if one is negative, or all connections are
	 * reserved
	 */
	public ConnectionLimits {
		checkNumber(maxConnections);
		checkNumber(maxConnectionsPerUser);
		checkNumber(maxConnectionsPerOtherUser);
		checkReserved(reservedConnections, maxConnections);
		checkTimeout(idleTimeout);
		checkTimeout(writeTimeout);
		checkTimeout(frameTimeout);
		ConnectionSettings.checkSize(readBufferSize);
		ConnectionSettings.checkSize(writeBufferSize);
	}

	private static void checkNumber(int max) {
		if (max < 0) {
			throw new IllegalArgumentException("The limit must be positive, or 0 for none, not " + max);
		}
	}

	private static void checkReserved(int reserved, int max) {
		checkNumber(reserved);
		if (max > 0 && reserved >= max) {
			throw new IllegalArgumentException(
					"Fewer connections must be reserved than may be open, not %d of %d: reserve fewer before"
						.formatted(reserved, max));
		}
	}

	private static void checkTimeout(Duration timeout) {
		if (Objects.requireNonNull(timeout, "The timeout must not be null").isNegative()) {
			throw new IllegalArgumentException("A timeout must be positive, or zero for no limit, not " + timeout);
		}
	}

	/**
	 * Returns these limits with another number of connections. What one other user may
	 * have, and what is reserved, stays as it is.
	 * @param max the limit, or 0 for none
	 * @return the limits
	 */
	public ConnectionLimits withMaxConnections(int max) {
		return new ConnectionLimits(max, this.maxConnectionsPerUser, this.maxConnectionsPerOtherUser,
				this.reservedConnections, this.idleTimeout, this.writeTimeout, this.frameTimeout, this.readBufferSize,
				this.writeBufferSize);
	}

	/**
	 * Returns these limits with another number of connections per user.
	 * @param max the limit, or 0 for none
	 * @return the limits
	 */
	public ConnectionLimits withMaxConnectionsPerUser(int max) {
		return new ConnectionLimits(this.maxConnections, max, this.maxConnectionsPerOtherUser, this.reservedConnections,
				this.idleTimeout, this.writeTimeout, this.frameTimeout, this.readBufferSize, this.writeBufferSize);
	}

	/**
	 * Returns these limits with another number of connections for each user but root and
	 * the one of this process.
	 * @param max the limit, or 0 for none
	 * @return the limits
	 */
	public ConnectionLimits withMaxConnectionsPerOtherUser(int max) {
		return new ConnectionLimits(this.maxConnections, this.maxConnectionsPerUser, max, this.reservedConnections,
				this.idleTimeout, this.writeTimeout, this.frameTimeout, this.readBufferSize, this.writeBufferSize);
	}

	/**
	 * Returns these limits with another number of connections kept for root and the user
	 * of this process.
	 * @param reserved the number, less than that of all connections
	 * @return the limits
	 */
	public ConnectionLimits withReservedConnections(int reserved) {
		return new ConnectionLimits(this.maxConnections, this.maxConnectionsPerUser, this.maxConnectionsPerOtherUser,
				reserved, this.idleTimeout, this.writeTimeout, this.frameTimeout, this.readBufferSize,
				this.writeBufferSize);
	}

	/**
	 * Returns these limits with another time without traffic.
	 * @param timeout the duration, or zero for no limit
	 * @return the limits
	 */
	public ConnectionLimits withIdleTimeout(Duration timeout) {
		return new ConnectionLimits(this.maxConnections, this.maxConnectionsPerUser, this.maxConnectionsPerOtherUser,
				this.reservedConnections, timeout, this.writeTimeout, this.frameTimeout, this.readBufferSize,
				this.writeBufferSize);
	}

	/**
	 * Returns these limits with another time for a peer that does not read.
	 * @param timeout the duration, or zero for no limit
	 * @return the limits
	 */
	public ConnectionLimits withWriteTimeout(Duration timeout) {
		return new ConnectionLimits(this.maxConnections, this.maxConnectionsPerUser, this.maxConnectionsPerOtherUser,
				this.reservedConnections, this.idleTimeout, timeout, this.frameTimeout, this.readBufferSize,
				this.writeBufferSize);
	}

	/**
	 * Returns these limits with another time for a message that has begun.
	 * @param timeout the duration, or zero for no limit
	 * @return the limits
	 */
	public ConnectionLimits withFrameTimeout(Duration timeout) {
		return new ConnectionLimits(this.maxConnections, this.maxConnectionsPerUser, this.maxConnectionsPerOtherUser,
				this.reservedConnections, this.idleTimeout, this.writeTimeout, timeout, this.readBufferSize,
				this.writeBufferSize);
	}

	/**
	 * Returns these limits with another read buffer size.
	 * @param bytes the size in bytes, or 0 for no limit
	 * @return the limits
	 */
	public ConnectionLimits withReadBufferSize(long bytes) {
		return new ConnectionLimits(this.maxConnections, this.maxConnectionsPerUser, this.maxConnectionsPerOtherUser,
				this.reservedConnections, this.idleTimeout, this.writeTimeout, this.frameTimeout, bytes,
				this.writeBufferSize);
	}

	/**
	 * Returns these limits with another write buffer size.
	 * @param bytes the size in bytes, or 0 for no limit
	 * @return the limits
	 */
	public ConnectionLimits withWriteBufferSize(long bytes) {
		return new ConnectionLimits(this.maxConnections, this.maxConnectionsPerUser, this.maxConnectionsPerOtherUser,
				this.reservedConnections, this.idleTimeout, this.writeTimeout, this.frameTimeout, this.readBufferSize,
				bytes);
	}

	/** Returns what a connection begins with that has these limits. */
	ConnectionSettings settings(int maxReceivedDescriptors) {
		return new ConnectionSettings(this.readBufferSize, this.writeBufferSize, maxReceivedDescriptors,
				ConnectionSettings.DEFAULT.linger(), this.idleTimeout, this.writeTimeout, this.frameTimeout);
	}

}

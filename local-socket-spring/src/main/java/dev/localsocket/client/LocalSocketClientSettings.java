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

package dev.localsocket.client;

import java.time.Duration;
import java.util.function.Predicate;

import dev.localsocket.TransportType;
import dev.localsocket.account.PeerCredentials;

/**
 * What a {@link LocalSocketClient} needs to know, validated once: made by
 * {@link #of(String)} and the methods that follow, which stay as they are when there is
 * more to know, unlike the constructor, which is public only because the record is.
 * Immutable and thread-safe.
 *
 * @param serverName the name or absolute path of the server, see
 * {@link dev.localsocket.LocalServer#resolveName}
 * @param abstractNamespace whether the name is in the abstract namespace
 * @param connectTimeout how long to wait while the server's backlog is full, positive
 * @param requestTimeout how long a message may take to be sent and its reply to come,
 * positive
 * @param maxConnections how many connections requests may use at a time, at least 1
 * @param readBufferSize the limit of the bytes received but not read of each connection,
 * or 0 for none
 * @param writeBufferSize the limit of the bytes that wait to be sent of each connection,
 * or 0 for none
 * @param trustedServer whether a message may be sent to the process that listens there
 * @param transport what makes the system calls
 * @since 0.1.0
 */
public record LocalSocketClientSettings(String serverName, boolean abstractNamespace, Duration connectTimeout,
		Duration requestTimeout, int maxConnections, long readBufferSize, long writeBufferSize,
		Predicate<PeerCredentials> trustedServer, TransportType transport) {

	private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(30);

	private static final int DEFAULT_MAX_CONNECTIONS = 16;

	private static final long DEFAULT_READ_BUFFER_SIZE = 64 * 1024;

	private static final long DEFAULT_WRITE_BUFFER_SIZE = 1024 * 1024;

	/**
	 * Checks the settings.
	 * @throws IllegalArgumentException if a setting is out of its range
	 */
	public LocalSocketClientSettings {
		check(!serverName.isBlank(), "The name of the server must not be empty");
		check(isPositive(connectTimeout), "The connect timeout must be positive, not " + connectTimeout);
		check(isPositive(requestTimeout), "The request timeout must be positive, not " + requestTimeout);
		check(maxConnections >= 1, "There must be at least 1 connection, not " + maxConnections);
		check(readBufferSize >= 0, "The read buffer size must be positive, or 0 for no limit");
		check(writeBufferSize >= 0, "The write buffer size must be positive, or 0 for no limit");
	}

	private static boolean isPositive(Duration duration) {
		return !duration.isNegative() && !duration.isZero();
	}

	private static void check(boolean valid, String message) {
		if (!valid) {
			throw new IllegalArgumentException(message);
		}
	}

	/**
	 * Returns the default settings: 5 seconds to connect, 30 for a request, 16
	 * connections, buffers of 64 KiB and 1 MiB, and
	 * {@link ServerTrust#OWN_USER_AND_ROOT}, and {@link TransportType#AUTO}.
	 * @param serverName the name or absolute path of the server
	 * @return the settings
	 */
	public static LocalSocketClientSettings of(String serverName) {
		return new LocalSocketClientSettings(serverName, false, DEFAULT_CONNECT_TIMEOUT, DEFAULT_REQUEST_TIMEOUT,
				DEFAULT_MAX_CONNECTIONS, DEFAULT_READ_BUFFER_SIZE, DEFAULT_WRITE_BUFFER_SIZE,
				ServerTrust.OWN_USER_AND_ROOT, TransportType.AUTO);
	}

	/**
	 * Returns these settings with another namespace of the name.
	 * @param abstractNamespace whether the name is in the abstract namespace
	 * @return the settings
	 */
	public LocalSocketClientSettings withAbstractNamespace(boolean abstractNamespace) {
		return new LocalSocketClientSettings(this.serverName, abstractNamespace, this.connectTimeout,
				this.requestTimeout, this.maxConnections, this.readBufferSize, this.writeBufferSize, this.trustedServer,
				this.transport);
	}

	/**
	 * Returns these settings with another time to connect.
	 * @param timeout how long to wait while the server's backlog is full, positive
	 * @return the settings
	 * @throws IllegalArgumentException if it is out of its range
	 */
	public LocalSocketClientSettings withConnectTimeout(Duration timeout) {
		return new LocalSocketClientSettings(this.serverName, this.abstractNamespace, timeout, this.requestTimeout,
				this.maxConnections, this.readBufferSize, this.writeBufferSize, this.trustedServer, this.transport);
	}

	/**
	 * Returns these settings with another time for a request.
	 * @param timeout how long a message may take to be sent and its reply to come,
	 * positive
	 * @return the settings
	 * @throws IllegalArgumentException if it is out of its range
	 */
	public LocalSocketClientSettings withRequestTimeout(Duration timeout) {
		return new LocalSocketClientSettings(this.serverName, this.abstractNamespace, this.connectTimeout, timeout,
				this.maxConnections, this.readBufferSize, this.writeBufferSize, this.trustedServer, this.transport);
	}

	/**
	 * Returns these settings with another number of connections.
	 * @param max how many connections requests may use at a time, at least 1
	 * @return the settings
	 * @throws IllegalArgumentException if it is out of its range
	 */
	public LocalSocketClientSettings withMaxConnections(int max) {
		return new LocalSocketClientSettings(this.serverName, this.abstractNamespace, this.connectTimeout,
				this.requestTimeout, max, this.readBufferSize, this.writeBufferSize, this.trustedServer,
				this.transport);
	}

	/**
	 * Returns these settings with another read buffer size.
	 * @param bytes the limit of the bytes received but not read, or 0 for none
	 * @return the settings
	 * @throws IllegalArgumentException if it is out of its range
	 */
	public LocalSocketClientSettings withReadBufferSize(long bytes) {
		return new LocalSocketClientSettings(this.serverName, this.abstractNamespace, this.connectTimeout,
				this.requestTimeout, this.maxConnections, bytes, this.writeBufferSize, this.trustedServer,
				this.transport);
	}

	/**
	 * Returns these settings with another write buffer size.
	 * @param bytes the limit of the bytes that wait to be sent, or 0 for none
	 * @return the settings
	 * @throws IllegalArgumentException if it is out of its range
	 */
	public LocalSocketClientSettings withWriteBufferSize(long bytes) {
		return new LocalSocketClientSettings(this.serverName, this.abstractNamespace, this.connectTimeout,
				this.requestTimeout, this.maxConnections, this.readBufferSize, bytes, this.trustedServer,
				this.transport);
	}

	/**
	 * Returns these settings with another trust in servers.
	 * @param trust whether a message may be sent to the process that listens, see
	 * {@link ServerTrust}
	 * @return the settings
	 */
	public LocalSocketClientSettings withTrustedServer(Predicate<PeerCredentials> trust) {
		return new LocalSocketClientSettings(this.serverName, this.abstractNamespace, this.connectTimeout,
				this.requestTimeout, this.maxConnections, this.readBufferSize, this.writeBufferSize, trust,
				this.transport);
	}

	/**
	 * Returns these settings with another transport.
	 * @param transport what makes the system calls
	 * @return the settings
	 */
	public LocalSocketClientSettings withTransport(TransportType transport) {
		return new LocalSocketClientSettings(this.serverName, this.abstractNamespace, this.connectTimeout,
				this.requestTimeout, this.maxConnections, this.readBufferSize, this.writeBufferSize, this.trustedServer,
				transport);
	}

}

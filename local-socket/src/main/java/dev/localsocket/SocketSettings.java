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

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

import dev.localsocket.transport.connection.Connection;
import dev.localsocket.transport.connection.ConnectionSettings;
import dev.localsocket.transport.spi.Transport;
import org.jspecify.annotations.Nullable;

/**
 * What a socket remembers for each of its connections, the current one included. Guarded
 * by this, so that no change is lost while a connection begins; nothing waits under it.
 */
final class SocketSettings {

	private final Transport transport;

	private ConnectionSettings values;

	/** Each read looks at it. */
	private volatile Duration readTimeout = Duration.ZERO;

	private @Nullable Connection connection;

	SocketSettings(Transport transport) {
		this(transport, ConnectionSettings.DEFAULT);
	}

	SocketSettings(Transport transport, ConnectionSettings values) {
		this.transport = transport;
		this.values = values;
	}

	synchronized ConnectionSettings values() {
		return this.values;
	}

	/**
	 * Passes on each change, from now on, to a connection, and what has changed since it
	 * was made.
	 */
	synchronized void follow(Connection connection) {
		this.connection = connection;
		if (this.values != connection.settings()) {
			connection.setReadBufferSize(this.values.readBufferSize());
			connection.setWriteBufferSize(this.values.writeBufferSize());
			connection.setMaxReceivedDescriptors(this.values.maxReceivedDescriptors());
			connection.setLinger(this.values.linger());
		}
	}

	synchronized void setReadBufferSize(long bytes) {
		change(this.values.withReadBufferSize(bytes), (connection) -> connection.setReadBufferSize(bytes));
	}

	synchronized void setWriteBufferSize(long bytes) {
		change(this.values.withWriteBufferSize(bytes), (connection) -> connection.setWriteBufferSize(bytes));
	}

	synchronized void setMaxReceivedDescriptors(int max) {
		checkDescriptors(max, this.transport);
		change(this.values.withMaxReceivedDescriptors(max), (connection) -> connection.setMaxReceivedDescriptors(max));
	}

	synchronized void setLinger(Duration linger) {
		change(this.values.withLinger(linger), (connection) -> connection.setLinger(linger));
	}

	private void change(ConnectionSettings changed, Consumer<Connection> change) {
		this.values = changed;
		if (this.connection != null) {
			change.accept(this.connection);
		}
	}

	Duration readTimeout() {
		return this.readTimeout;
	}

	void setReadTimeout(Duration timeout) {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("The read timeout must not be negative, but is %s".formatted(timeout));
		}
		this.readTimeout = timeout;
	}

	/**
	 * Fails unless that many descriptors can be received.
	 */
	static void checkDescriptors(int max, Transport transport) {
		if (max < 0) {
			throw new IllegalArgumentException("The number of descriptors must not be negative, but is " + max);
		}
		try {
			if (max > 0) {
				transport.checkReceivingDescriptors();
			}
		}
		catch (IOException ex) {
			throw new UnsupportedOperationException(ex.getMessage(), ex);
		}
	}

}

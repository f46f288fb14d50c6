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

import dev.localsocket.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What a socket remembers for each of its connections, the current one included. Guarded
 * by this, so that no change is lost while a connection begins; nothing waits under it.
 */
final class SocketSettings {

	private long readBufferSize;

	private long writeBufferSize;

	private int maxReceivedDescriptors;

	private Duration linger = Connection.DEFAULT_LINGER;

	/** Each read looks at it. */
	private volatile Duration readTimeout = Duration.ZERO;

	private @Nullable Connection connection;

	/** Passes all settings, and from now on each change, to a connection. */
	synchronized void applyTo(Connection connection) {
		this.connection = connection;
		connection.setReadBufferSize(this.readBufferSize);
		connection.setWriteBufferSize(this.writeBufferSize);
		connection.setMaxReceivedDescriptors(this.maxReceivedDescriptors);
		connection.setLinger(this.linger);
	}

	synchronized long readBufferSize() {
		return this.readBufferSize;
	}

	synchronized void setReadBufferSize(long bytes) {
		this.readBufferSize = checkSize(bytes);
		if (this.connection != null) {
			this.connection.setReadBufferSize(bytes);
		}
	}

	synchronized long writeBufferSize() {
		return this.writeBufferSize;
	}

	synchronized void setWriteBufferSize(long bytes) {
		this.writeBufferSize = checkSize(bytes);
		if (this.connection != null) {
			this.connection.setWriteBufferSize(bytes);
		}
	}

	synchronized int maxReceivedDescriptors() {
		return this.maxReceivedDescriptors;
	}

	synchronized void setMaxReceivedDescriptors(int max) {
		this.maxReceivedDescriptors = checkDescriptors(max);
		if (this.connection != null) {
			this.connection.setMaxReceivedDescriptors(max);
		}
	}

	synchronized Duration linger() {
		return this.linger;
	}

	synchronized void setLinger(Duration linger) {
		this.linger = checkNotNegative("linger time", linger);
		if (this.connection != null) {
			this.connection.setLinger(linger);
		}
	}

	Duration readTimeout() {
		return this.readTimeout;
	}

	void setReadTimeout(Duration timeout) {
		this.readTimeout = checkNotNegative("read timeout", timeout);
	}

	static long checkSize(long bytes) {
		if (bytes < 0) {
			throw new IllegalArgumentException("A buffer size must be positive, or 0 for no limit, not " + bytes);
		}
		return bytes;
	}

	static int checkDescriptors(int max) {
		if (max < 0) {
			throw new IllegalArgumentException("The number of descriptors must not be negative, but is " + max);
		}
		try {
			if (max > 0) {
				Connection.checkDescriptors();
			}
			return max;
		}
		catch (IOException ex) {
			throw new UnsupportedOperationException(ex.getMessage(), ex);
		}
	}

	private static Duration checkNotNegative(String what, Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("The %s must not be negative, but is %s".formatted(what, duration));
		}
		return duration;
	}

}

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

package dev.localsocket.transport.connection;

import java.time.Duration;
import java.util.Objects;

/**
 * What a connection begins with.
 *
 * @param readBufferSize how many bytes may be received and not read, or 0 for no limit
 * @param writeBufferSize how many bytes may wait to be sent, or 0 for no limit
 * @param maxReceivedDescriptors how many descriptors may wait to be taken; with 0, the
 * kernel discards those that come
 * @param linger how long output may take to leave after this side has disconnected
 * @param idleTimeout how long there may be no traffic, or zero for no limit
 * @param writeTimeout how long the peer may take nothing of what is to be sent, or zero
 * for no limit
 * @param frameTimeout how long the peer may take for the rest of a message, or zero for
 * no limit
 */
public record ConnectionSettings(long readBufferSize, long writeBufferSize, int maxReceivedDescriptors, Duration linger,
		Duration idleTimeout, Duration writeTimeout, Duration frameTimeout) {

	/** No limits, no descriptors, and up to 30 seconds for what is to be sent. */
	public static final ConnectionSettings DEFAULT = new ConnectionSettings(0, 0, 0, Duration.ofSeconds(30),
			Duration.ZERO, Duration.ZERO, Duration.ZERO);

	/**
	 * Checks the settings.
	 * @throws IllegalArgumentException if one is negative
	 */
	public ConnectionSettings {
		checkSize(readBufferSize);
		checkSize(writeBufferSize);
		if (maxReceivedDescriptors < 0) {
			throw new IllegalArgumentException(
					"The number of descriptors must not be negative, but is " + maxReceivedDescriptors);
		}
		checkDuration("linger time", linger);
		checkDuration("idle timeout", idleTimeout);
		checkDuration("write timeout", writeTimeout);
		checkDuration("frame timeout", frameTimeout);
	}

	/**
	 * Checks the size of a buffer.
	 * @param bytes the size
	 * @throws IllegalArgumentException if it is negative
	 */
	public static void checkSize(long bytes) {
		if (bytes < 0) {
			throw new IllegalArgumentException("A buffer size must be positive, or 0 for no limit, not " + bytes);
		}
	}

	private static void checkDuration(String what, Duration duration) {
		if (Objects.requireNonNull(duration, () -> "The %s must not be null".formatted(what)).isNegative()) {
			throw new IllegalArgumentException("The %s must not be negative, but is %s".formatted(what, duration));
		}
	}

	/**
	 * Returns these settings with another read buffer.
	 * @param bytes how many bytes may be received and not read, or 0 for no limit
	 * @return the settings
	 */
	public ConnectionSettings withReadBufferSize(long bytes) {
		return new ConnectionSettings(bytes, this.writeBufferSize, this.maxReceivedDescriptors, this.linger,
				this.idleTimeout, this.writeTimeout, this.frameTimeout);
	}

	/**
	 * Returns these settings with another write buffer.
	 * @param bytes how many bytes may wait to be sent, or 0 for no limit
	 * @return the settings
	 */
	public ConnectionSettings withWriteBufferSize(long bytes) {
		return new ConnectionSettings(this.readBufferSize, bytes, this.maxReceivedDescriptors, this.linger,
				this.idleTimeout, this.writeTimeout, this.frameTimeout);
	}

	/**
	 * Returns these settings with another number of descriptors.
	 * @param max how many may wait to be taken
	 * @return the settings
	 */
	public ConnectionSettings withMaxReceivedDescriptors(int max) {
		return new ConnectionSettings(this.readBufferSize, this.writeBufferSize, max, this.linger, this.idleTimeout,
				this.writeTimeout, this.frameTimeout);
	}

	/**
	 * Returns these settings with another linger time.
	 * @param duration how long output may take to leave after this side has disconnected
	 * @return the settings
	 */
	public ConnectionSettings withLinger(Duration duration) {
		return new ConnectionSettings(this.readBufferSize, this.writeBufferSize, this.maxReceivedDescriptors, duration,
				this.idleTimeout, this.writeTimeout, this.frameTimeout);
	}

	/**
	 * Returns these settings with other timeouts.
	 * @param idle how long there may be no traffic, or zero for no limit
	 * @param write how long the peer may take nothing of what is to be sent, or zero for
	 * no limit
	 * @param frame how long the peer may take for the rest of a message, or zero for no
	 * limit
	 * @return the settings
	 */
	public ConnectionSettings withTimeouts(Duration idle, Duration write, Duration frame) {
		return new ConnectionSettings(this.readBufferSize, this.writeBufferSize, this.maxReceivedDescriptors,
				this.linger, idle, write, frame);
	}

}

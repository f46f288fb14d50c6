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

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

import dev.localsocket.error.SocketError;

/**
 * What a {@link LocalServer} has done since it was created: counters that never go down,
 * also when the server is closed and listens again. Thread-safe; nothing blocks. Each
 * method returns the number of that moment, so that two calls may see different moments.
 *
 * @implNote Counting costs nothing while bytes are transferred: a connection counts its
 * own, and {@link #bytesRead()} and {@link #bytesWritten()} add those of the open
 * connections up, one by one.
 * @since 0.1.0
 */
public final class LocalServerStatistics {

	private final LongAdder accepted = new LongAdder();

	private final Map<RejectionReason, LongAdder> rejected = adders(RejectionReason.class);

	private final Map<SocketError, LongAdder> failures = adders(SocketError.class);

	private final ByteCounter<LocalSocket> read;

	private final ByteCounter<LocalSocket> written;

	LocalServerStatistics(Set<LocalSocket> open) {
		this.read = new ByteCounter<>(open, LocalSocket::bytesReceived);
		this.written = new ByteCounter<>(open, LocalSocket::bytesSent);
	}

	private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
		Map<E, LongAdder> adders = new EnumMap<>(type);
		for (E constant : type.getEnumConstants()) {
			adders.put(constant, new LongAdder());
		}
		return Collections.unmodifiableMap(adders);
	}

	void countAccepted() {
		this.accepted.increment();
	}

	void countRejected(RejectionReason reason) {
		count(this.rejected, reason);
	}

	void countFailure(SocketError error) {
		count(this.failures, error);
	}

	private static <E> void count(Map<E, LongAdder> adders, E constant) {
		LongAdder adder = adders.get(constant);
		if (adder != null) {
			adder.increment();
		}
	}

	/**
	 * Adds the bytes of a connection that is over and has been removed from those open.
	 * @param socket the connection
	 */
	void countBytesOf(LocalSocket socket) {
		this.read.end(socket);
		this.written.end(socket);
	}

	/**
	 * Returns how many connections were let in.
	 * @return the number of connections
	 */
	public long accepted() {
		return this.accepted.sum();
	}

	/**
	 * Returns how many connections were not let in.
	 * @return the number of connections
	 */
	public long rejected() {
		return this.rejected.values().stream().mapToLong(LongAdder::sum).sum();
	}

	/**
	 * Returns how many connections were not let in for a certain reason.
	 * @param reason the reason
	 * @return the number of connections
	 */
	public long rejected(RejectionReason reason) {
		return sum(this.rejected, reason);
	}

	/**
	 * Returns how many errors there were, of the server and its connections.
	 * @return the number of errors
	 */
	public long failures() {
		return this.failures.values().stream().mapToLong(LongAdder::sum).sum();
	}

	/**
	 * Returns how many errors of a certain kind there were, of the server and its
	 * connections. Each attempt to listen that failed is one.
	 * @param error the kind
	 * @return the number of errors
	 */
	public long failures(SocketError error) {
		return sum(this.failures, error);
	}

	private static <E> long sum(Map<E, LongAdder> adders, E constant) {
		LongAdder adder = adders.get(constant);
		return (adder != null) ? adder.sum() : 0;
	}

	/**
	 * Returns how many bytes were received from all connections.
	 * @return the number of bytes
	 */
	public long bytesRead() {
		return this.read.total();
	}

	/**
	 * Returns how many bytes were given to the kernel for all connections.
	 * @return the number of bytes
	 */
	public long bytesWritten() {
		return this.written.total();
	}

}

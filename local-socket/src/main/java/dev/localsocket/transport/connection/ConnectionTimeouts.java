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

import org.jspecify.annotations.Nullable;

/**
 * How long a connection may be without traffic, and how long its peer may keep it from
 * sending. Belongs to the thread of the loop.
 */
final class ConnectionTimeouts {

	/** Longer than any connection lives, and short enough to calculate with. */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private final Duration idle;

	private final Duration write;

	private final Duration frame;

	private long lastTraffic = System.nanoTime();

	private long waitingSince = this.lastTraffic;

	/** Whether there was work in progress when somebody asked last. */
	private boolean worked;

	/**
	 * Begins to measure.
	 * @param idle how long there may be no traffic; zero for ever
	 * @param write how long bytes may wait of which the peer takes none; zero for ever
	 * @param frame how long a message may be incomplete; zero for ever
	 */
	ConnectionTimeouts(Duration idle, Duration write, Duration frame) {
		this.idle = bounded(idle);
		this.write = bounded(write);
		this.frame = bounded(frame);
	}

	/**
	 * Returns timeouts that begin to measure now.
	 * @param settings the settings
	 * @return the timeouts, or null if there is no limit
	 */
	static @Nullable ConnectionTimeouts of(ConnectionSettings settings) {
		boolean limited = !settings.idleTimeout().isZero() || !settings.writeTimeout().isZero()
				|| !settings.frameTimeout().isZero();
		return limited
				? new ConnectionTimeouts(settings.idleTimeout(), settings.writeTimeout(), settings.frameTimeout())
				: null;
	}

	/**
	 * Returns timeouts that begin to measure now, of which that for writing is not longer
	 * than some time.
	 * @param current the timeouts until now, or null if there are none
	 * @param write the longest time that bytes may wait of which the peer takes none
	 * @return the timeouts
	 */
	static ConnectionTimeouts shortened(@Nullable ConnectionTimeouts current, Duration write) {
		if (current == null) {
			return new ConnectionTimeouts(Duration.ZERO, write, Duration.ZERO);
		}
		boolean shorter = current.write.isZero() || write.compareTo(current.write) < 0;
		return new ConnectionTimeouts(current.idle, shorter ? write : current.write, current.frame);
	}

	static Duration bounded(Duration timeout) {
		return (timeout.compareTo(LONGEST) < 0) ? timeout : LONGEST;
	}

	void received() {
		this.lastTraffic = System.nanoTime();
	}

	/**
	 * Returns how long the peer may still keep the connection from sending.
	 * @param waiting whether bytes wait to be sent
	 * @param lastSent when bytes were sent last
	 * @return the time in nanoseconds
	 */
	long nanosLeftToWrite(boolean waiting, long lastSent) {
		return waiting ? left(this.write, later(lastSent, this.waitingSince)) : Deadlines.NEVER;
	}

	/**
	 * Returns how long the connection may still be without traffic. Bytes that wait to be
	 * read or sent are traffic, and so is work for the peer, whose end is noticed here
	 * only.
	 * @param buffered whether there are such bytes
	 * @param working whether there is work in progress
	 * @param lastTaken when bytes were read last
	 * @param lastSent when bytes were sent last
	 * @return the time in nanoseconds
	 */
	long nanosLeftIdle(boolean buffered, boolean working, long lastTaken, long lastSent) {
		boolean busy = buffered || working || this.worked;
		this.worked = working;
		this.lastTraffic = busy ? System.nanoTime() : later(this.lastTraffic, later(lastTaken, lastSent));
		return left(this.idle, this.lastTraffic);
	}

	private static long later(long one, long other) {
		return (one - other > 0) ? one : other;
	}

	private static long left(Duration timeout, long since) {
		return timeout.isZero() ? Deadlines.NEVER : timeout.toNanos() - (System.nanoTime() - since);
	}

	/** Bytes begin to wait now; before, there was nothing to send. */
	void beginToWait() {
		this.waitingSince = System.nanoTime();
	}

	/**
	 * Returns how long the peer may still take for the rest of a message. Nobody says
	 * here when one begins: who has all the time is to be asked again when it is over.
	 * @param since when it began, or 0 if there is none
	 * @return the time in nanoseconds
	 */
	long nanosLeftForFrame(long since) {
		return left(this.frame, (since != 0) ? since : System.nanoTime());
	}

	Duration write() {
		return this.write;
	}

	Duration frame() {
		return this.frame;
	}

}

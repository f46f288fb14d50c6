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
import java.util.function.LongSupplier;

import dev.localsocket.transport.SafeLogger;

/**
 * Logs the rejections of a server, a few in a minute and the number of the others, so
 * that a peer which tries again without end does not fill the disk. Thread-safe.
 */
final class RejectionLog {

	static final int MAX_LINES = 10;

	static final Duration PERIOD = Duration.ofMinutes(1);

	private static final SafeLogger logger = new SafeLogger(LocalServer.class);

	private final LongSupplier nanoTime;

	/** The fields below are guarded by this. */
	private long periodStart;

	private int lines = MAX_LINES;

	private long unlogged;

	RejectionLog(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.periodStart = nanoTime.getAsLong() - PERIOD.toNanos();
	}

	synchronized void log(String server, PeerCredentials peer, Rejection rejection) {
		long now = this.nanoTime.getAsLong();
		if (now - this.periodStart >= PERIOD.toNanos()) {
			flush(server);
			this.periodStart = now;
			this.lines = 0;
		}
		if (this.lines < MAX_LINES) {
			this.lines++;
			logger.warn(message(server, peer, rejection), rejection.thrown());
		}
		else {
			this.unlogged++;
		}
	}

	private String message(String server, PeerCredentials peer, Rejection rejection) {
		String message = "The server '%s' did not let in the process %d of the user %d and the group %d: %s"
			.formatted(server, peer.pid(), peer.uid(), peer.gid(), rejection.text());
		return (this.lines < MAX_LINES) ? message
				: message + ". Others are counted only, until %d s are over".formatted(PERIOD.toSeconds());
	}

	/** Logs how many were not. */
	synchronized void flush(String server) {
		if (this.unlogged > 0) {
			logger.warn("The server '%s' did not let in %d more connections".formatted(server, this.unlogged), null);
			this.unlogged = 0;
		}
	}

}

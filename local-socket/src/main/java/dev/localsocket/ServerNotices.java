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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import dev.localsocket.error.SocketError;
import dev.localsocket.log.PeerLog;
import dev.localsocket.log.SafeLogger;

/**
 * Tells the listeners of a server what happens to it, and keeps its last error. What a
 * listener throws is logged, and the others are told all the same. Thread-safe.
 */
final class ServerNotices {

	private static final SafeLogger logger = new SafeLogger(LocalServer.class);

	private final List<LocalServerListener> listeners = new CopyOnWriteArrayList<>();

	private final AtomicLong errorCount = new AtomicLong();

	private final LocalServerStatistics statistics;

	private volatile Failure failure = Failure.NONE;

	/** That of the run now, or of the last one. */
	private volatile PeerLog peerLog = new PeerLog("The server");

	ServerNotices(LocalServerStatistics statistics) {
		this.statistics = statistics;
	}

	void add(LocalServerListener listener) {
		this.listeners.add(listener);
	}

	void remove(LocalServerListener listener) {
		this.listeners.remove(listener);
	}

	/** A run begins, without an error. */
	void begin(PeerLog peerLog) {
		this.peerLog = peerLog;
		this.failure = Failure.NONE;
		this.errorCount.set(0);
	}

	/** No run has begun, which the caller of listen() is told. */
	void cannotBegin(Failure failure) {
		this.failure = failure;
		this.statistics.countFailure(failure.error());
	}

	void clearFailure() {
		this.failure = Failure.NONE;
	}

	void setFailure(SocketError error, String text) {
		this.failure = new Failure(error, text);
	}

	Failure failure() {
		return this.failure;
	}

	long errorCount() {
		return this.errorCount.get();
	}

	PeerLog peerLog() {
		return this.peerLog;
	}

	/** Tells an error of the server itself. */
	void fail(LocalServer server, SocketError error, String text) {
		setFailure(error, text);
		recordError(server, error, this.failure.text());
		this.peerLog.log(logger::warn, null, () -> text);
	}

	/** Tells an error of the server or of a connection. */
	void recordError(LocalServer server, SocketError error, String text) {
		this.errorCount.incrementAndGet();
		this.statistics.countFailure(error);
		tell(server, (listener) -> listener.error(server, error, text));
	}

	void tell(LocalServer server, Consumer<LocalServerListener> call) {
		for (LocalServerListener listener : this.listeners) {
			try {
				call.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				report(server, ex);
			}
		}
	}

	private void report(LocalServer server, Throwable failure) {
		try {
			this.peerLog.log(logger::warn, failure,
					() -> "A listener of the server '%s' failed".formatted(server.serverName()));
		}
		catch (OutOfMemoryError ex) {
			// The others are to be told all the same
		}
	}

}

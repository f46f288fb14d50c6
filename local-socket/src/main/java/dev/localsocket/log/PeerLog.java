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

package dev.localsocket.log;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Logs what peers can cause. A peer can cause it without end, as fast as it can send, and
 * quote in it what it likes; so of all lines about the peers of one server together
 * {@value #MAX_LINES} in a minute are logged and the others counted, and what is logged
 * is {@linkplain PeerText#escape(String) escaped}, the exception with its causes too.
 * <p>
 * Each server has one, which its connections share. For a line that no peer can cause,
 * use a logger; a line of which that is not certain belongs here. Levels that are off by
 * default, such as debug, need no limit, but need {@link #escape(Throwable)} and
 * {@link PeerText}.
 * <p>
 * Thread-safe. Never fails, whatever the message, the exception or the logging library
 * throws: with no memory or descriptor left it logs nothing. A lock is held to count, and
 * not to log.
 */
public final class PeerLog {

	/** How many lines are logged in a period. */
	static final int MAX_LINES = 10;

	static final Duration PERIOD = Duration.ofMinutes(1);

	private final String subject;

	private final LongSupplier nanoTime;

	/** The fields below are guarded by this. */
	private long periodStart;

	private int lines = MAX_LINES;

	private long unlogged;

	/**
	 * Creates a log.
	 * @param subject whose peers it is about, at the beginning of a sentence, such as
	 * "The server 'control'"
	 */
	public PeerLog(String subject) {
		this(subject, System::nanoTime);
	}

	PeerLog(String subject, LongSupplier nanoTime) {
		this.subject = subject;
		this.nanoTime = nanoTime;
		this.periodStart = nanoTime.getAsLong() - PERIOD.toNanos();
	}

	/**
	 * Logs a line, unless there were too many. The first line of a period comes after the
	 * number of those that were left out in the last one; the last one says that others
	 * will be.
	 * @param logger logs it, at the level of the caller's choice: {@code logger::warn}
	 * @param thrown what was thrown, or null
	 * @param message what happened, asked for only if it is logged
	 */
	public void log(BiConsumer<String, @Nullable Throwable> logger, @Nullable Throwable thrown,
			Supplier<String> message) {
		try {
			logUnlessTooMany(logger, thrown, message);
		}
		catch (RuntimeException | Error ex) {
			// Whoever logs has something more important to do
		}
	}

	private void logUnlessTooMany(BiConsumer<String, @Nullable Throwable> logger, @Nullable Throwable thrown,
			Supplier<String> message) {
		long unlogged = 0;
		int line;
		synchronized (this) {
			long now = this.nanoTime.getAsLong();
			if (now - this.periodStart >= PERIOD.toNanos()) {
				unlogged = takeUnlogged();
				this.periodStart = now;
				this.lines = 0;
			}
			if (this.lines == MAX_LINES) {
				this.unlogged++;
				return;
			}
			line = ++this.lines;
		}
		logUnlogged(logger, unlogged);
		String text = PeerText.escape(message.get());
		logger.accept(
				(line < MAX_LINES) ? text
						: text + ". Others are counted only, until %d s are over".formatted(PERIOD.toSeconds()),
				(thrown != null) ? escape(thrown) : null);
	}

	/** Under the lock. */
	private long takeUnlogged() {
		long taken = this.unlogged;
		this.unlogged = 0;
		return taken;
	}

	/**
	 * Logs how many lines were left out, if any were: at the end of a server.
	 * @param logger logs it
	 */
	public void flush(BiConsumer<String, @Nullable Throwable> logger) {
		long unlogged;
		synchronized (this) {
			unlogged = takeUnlogged();
		}
		try {
			logUnlogged(logger, unlogged);
		}
		catch (RuntimeException | Error ex) {
			// As above
		}
	}

	private void logUnlogged(BiConsumer<String, @Nullable Throwable> logger, long unlogged) {
		if (unlogged > 0) {
			logger.accept(
					PeerText.escape("%s left out %d more lines about its peers".formatted(this.subject, unlogged)),
					null);
		}
	}

	/**
	 * Makes an exception fit to be logged.
	 * @param thrown what was thrown
	 * @return the exception itself, if its message and those of its causes need no
	 * escaping, or else one with the same stack trace that says the same, escaped
	 */
	public static Throwable escape(Throwable thrown) {
		return EscapedException.escape(thrown);
	}

}

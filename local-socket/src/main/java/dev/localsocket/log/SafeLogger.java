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

import java.lang.System.Logger.Level;

import org.jspecify.annotations.Nullable;

/**
 * Logs, and never fails: with no descriptor or memory left, a logging library may not be
 * able to, and what goes wrong then must not end an event loop. What it logs is escaped,
 * but not limited: for what a peer can cause there is {@link PeerLog}. Thread-safe.
 */
public final class SafeLogger {

	private final System.Logger logger;

	/**
	 * Creates a logger.
	 * @param type the class whose name the logger has
	 */
	public SafeLogger(Class<?> type) {
		this.logger = System.getLogger(type.getName());
	}

	/**
	 * Logs an error.
	 * @param message what has happened
	 * @param thrown what was thrown, or null
	 */
	public void error(String message, @Nullable Throwable thrown) {
		log(Level.ERROR, message, thrown);
	}

	/**
	 * Logs a warning.
	 * @param message what has happened
	 * @param thrown what was thrown, or null
	 */
	public void warn(String message, @Nullable Throwable thrown) {
		log(Level.WARNING, message, thrown);
	}

	/**
	 * Logs what an operator may want to know.
	 * @param message what has happened
	 */
	public void info(String message) {
		log(Level.INFO, message, null);
	}

	/**
	 * Logs what only a developer wants to know.
	 * @param message what has happened
	 * @param thrown what was thrown
	 */
	public void debug(String message, Throwable thrown) {
		log(Level.DEBUG, message, thrown);
	}

	private void log(Level level, String message, @Nullable Throwable thrown) {
		try {
			this.logger.log(level, PeerText.escape(message), (thrown != null) ? PeerLog.escape(thrown) : null);
		}
		catch (RuntimeException | Error ex) {
			// Whoever logs has something more important to do
		}
	}

}

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

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Stands for an exception whose message, or that of one of its causes, is not fit to be
 * logged: a stack trace would hold it raw, and a JSON parser, for one, quotes what it
 * could not read. Has the same stack trace, and says the type and the message, escaped.
 */
final class EscapedException extends Exception {

	private static final long serialVersionUID = 1L;

	/** Of causes and suppressed exceptions altogether; the others are left out. */
	private static final int MAX_EXCEPTIONS = 50;

	private EscapedException(Throwable original) {
		super(PeerText.of(original));
		setStackTrace(original.getStackTrace());
	}

	/**
	 * Returns an exception that is fit to be logged.
	 * @param thrown what was thrown
	 * @return the exception itself, if it and all of its causes are
	 */
	static Throwable escape(Throwable thrown) {
		return isSafe(thrown, newSet()) ? thrown : copy(thrown, newSet());
	}

	private static Set<Throwable> newSet() {
		return Collections.newSetFromMap(new IdentityHashMap<>());
	}

	private static boolean isSafe(@Nullable Throwable thrown, Set<Throwable> seen) {
		if (thrown == null || !seen.add(thrown)) {
			return true;
		}
		if (seen.size() > MAX_EXCEPTIONS || !PeerText.isSafe(String.valueOf(thrown))) {
			return false;
		}
		for (Throwable suppressed : thrown.getSuppressed()) {
			if (!isSafe(suppressed, seen)) {
				return false;
			}
		}
		return isSafe(thrown.getCause(), seen);
	}

	private static EscapedException copy(Throwable thrown, Set<Throwable> seen) {
		seen.add(thrown);
		EscapedException copy = new EscapedException(thrown);
		for (Throwable suppressed : thrown.getSuppressed()) {
			if (isLeft(suppressed, seen)) {
				copy.addSuppressed(copy(suppressed, seen));
			}
		}
		Throwable cause = thrown.getCause();
		if (cause != null && isLeft(cause, seen)) {
			copy.initCause(copy(cause, seen));
		}
		return copy;
	}

	private static boolean isLeft(Throwable thrown, Set<Throwable> seen) {
		return seen.size() < MAX_EXCEPTIONS && !seen.contains(thrown);
	}

	/** Without the name of this class, which says nothing. */
	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

}

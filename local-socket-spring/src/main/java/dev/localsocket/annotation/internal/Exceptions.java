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

package dev.localsocket.annotation.internal;

import java.util.Arrays;
import java.util.concurrent.CompletionException;

/**
 * What a handler really threw.
 */
final class Exceptions {

	private Exceptions() {
	}

	/**
	 * Keeps an exception from being hidden by one that it has led to.
	 * @param hidden the exception
	 * @param thrown what was thrown then
	 */
	static void attach(Throwable hidden, Throwable thrown) {
		if (thrown != hidden && !Arrays.asList(thrown.getSuppressed()).contains(hidden)) {
			thrown.addSuppressed(hidden);
		}
	}

	static Exception unwrap(Throwable thrown) {
		Throwable cause = thrownBy(thrown);
		return (cause instanceof Exception exception) ? exception
				: new IllegalStateException("The listener failed: " + cause, cause);
	}

	/**
	 * Returns what was thrown, be it an {@link Error}.
	 * @param thrown that, or a stage's completion with it
	 * @return what the listener has thrown
	 */
	static Throwable thrownBy(Throwable thrown) {
		return (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause() : thrown;
	}

}

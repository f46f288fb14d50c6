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

package dev.localsocket.autoconfigure;

import dev.localsocket.context.LocalServerStartException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to change when a server cannot listen.
 */
class LocalServerStartFailureAnalyzer extends AbstractFailureAnalyzer<LocalServerStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LocalServerStartException cause) {
		String key = LocalSocketProperties.SERVERS + "." + cause.getBeanName();
		String description = "The local server '%s' cannot listen at '%s' (%s):%n%n%s".formatted(cause.getBeanName(),
				cause.getPath(), cause.getError(), cause.getText());
		return new FailureAnalysis(description, action(cause, key), cause);
	}

	private static String action(LocalServerStartException cause, String key) {
		return switch (cause.getError()) {
			case INVALID_NAME -> "Change '%s.name' or '%s.directory'.".formatted(key, key);
			case ADDRESS_IN_USE -> ("Stop the other server, or give this one another '%s.name'. A socket that was "
					+ "left by a crash is replaced if '%s.reclaim-stale' is true.")
				.formatted(key, key);
			case ACCESS_DENIED -> "Choose another '%s.directory' or '%s.name', or let the user '%s' write there."
				.formatted(key, key, System.getProperty("user.name"));
			default -> "Remove the cause, or let the server not listen by '%s.auto-startup=false'.".formatted(key);
		};
	}

}

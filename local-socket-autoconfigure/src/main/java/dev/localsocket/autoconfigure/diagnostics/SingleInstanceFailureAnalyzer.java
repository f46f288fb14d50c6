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

package dev.localsocket.autoconfigure.diagnostics;

import dev.localsocket.SingleInstance;
import dev.localsocket.account.OwnUser;
import dev.localsocket.error.SocketError;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do when an application can be neither the first nor a second instance.
 */
class SingleInstanceFailureAnalyzer extends AbstractFailureAnalyzer<SingleInstanceException> {

	private static final String KEY = ConfigurationKeys.PREFIX + ".single-instance";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SingleInstanceException cause) {
		SocketError error = cause.getError();
		return new FailureAnalysis(cause.getMessage(), (error != null) ? action(error) : action(cause.getExitCode()),
				cause);
	}

	private static String action(SocketError error) {
		return switch (error) {
			case UNSAFE_DIRECTORY ->
				"Correct the directory as the text says, or choose another '%s.directory'.".formatted(KEY);
			case ACCESS_DENIED ->
				"Choose another '%s.directory', or let the user '%s' write there.".formatted(KEY, OwnUser.name());
			case INVALID_NAME -> "Correct '%s.directory' or '%s.name'.".formatted(KEY, KEY);
			case UNSUPPORTED_OPERATION -> "Choose another '%s.scope', or do as the text says.".formatted(KEY);
			default -> "Remove the cause, or start without being the only one by '%s.enabled=false'.".formatted(KEY);
		};
	}

	private static String action(int status) {
		return switch (status) {
			case SingleInstance.STATUS_HANGING ->
				"Try again, or end the first instance. If it is only slow, raise '%s.timeout', '%s.start-timeout' or '%s.answer-timeout'."
					.formatted(KEY, KEY, KEY);
			case SingleInstance.STATUS_REFUSED ->
				"Start it as the user of the first instance, or let that allow this user by '%s.authorization'."
					.formatted(KEY);
			case SingleInstance.STATUS_PROTOCOL ->
				"End the first instance, or choose another '%s.name'.".formatted(KEY);
			default -> "See the log of the first instance, and try again.";
		};
	}

}

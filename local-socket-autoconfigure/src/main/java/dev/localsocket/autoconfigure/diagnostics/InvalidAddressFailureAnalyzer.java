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

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to change when no socket can have an address, with a shorter one if that is
 * what it takes.
 */
class InvalidAddressFailureAnalyzer extends AbstractFailureAnalyzer<InvalidAddressException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidAddressException cause) {
		return new FailureAnalysis(cause.getMessage(), action(cause.getKey(), cause.getShorterAddress().orElse(null)),
				cause);
	}

	/**
	 * Says what to do about an address.
	 * @param key the key of the server, or client
	 * @param shorterAddress an address that is short enough, or null
	 * @return the action
	 */
	static String action(String key, @Nullable String shorterAddress) {
		if (shorterAddress == null) {
			return "Change '%s.name' or '%s.directory'.".formatted(key, key);
		}
		return "Choose a shorter one: '%s.name=%s', for example, without '%s.directory'. That has %d bytes."
			.formatted(key, shorterAddress, key, shorterAddress.getBytes(StandardCharsets.UTF_8).length);
	}

}

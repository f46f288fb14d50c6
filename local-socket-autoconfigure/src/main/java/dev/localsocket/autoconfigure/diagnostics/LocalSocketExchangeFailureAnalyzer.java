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

import dev.localsocket.client.LocalSocketExchangeException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to change when an interface of calls, or a listener of a client, cannot be
 * used.
 */
class LocalSocketExchangeFailureAnalyzer extends AbstractFailureAnalyzer<LocalSocketExchangeException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LocalSocketExchangeException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getAction(), cause);
	}

}

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

package dev.localsocket.interop;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Skips the tests of a class, or fails them, when there is no Qt.
 */
final class RequiresQtExtension implements ExecutionCondition, BeforeAllCallback {

	private static final String NOTICE = "No Python with PyQt6 was found, so nothing is tested with real Qt: "
			+ "install it (on Debian: apt-get install python3-pyqt6)";

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (QtInstallation.interpreter() != null || QtInstallation.isRequired()) {
			return ConditionEvaluationResult.enabled("There is Qt, or it is required");
		}
		System.err.println("[WARNING] Skipping " + context.getDisplayName() + ". " + NOTICE);
		return ConditionEvaluationResult.disabled(NOTICE);
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		assertThat(QtInstallation.interpreter()).as(NOTICE).isNotNull();
	}

}

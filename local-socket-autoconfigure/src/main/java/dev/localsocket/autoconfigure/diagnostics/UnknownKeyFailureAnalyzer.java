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

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says which key was meant by one of ours that does not exist.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class UnknownKeyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(ConfigurationKeys.PREFIX);

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		Set<ConfigurationProperty> unknown = cause.getUnboundProperties();
		if (!unknown.stream().allMatch((property) -> PREFIX.isAncestorOf(property.getName()))) {
			return null;
		}
		return new FailureAnalysis(String.join(System.lineSeparator(), unknown.stream().map(this::describe).toList()),
				action(rootFailure, unknown.stream().map(ConfigurationProperty::getName).toList()), cause);
	}

	private String describe(ConfigurationProperty property) {
		return "There is no key '%s'%n%n    Value: %s%n    Origin: %s%n".formatted(property.getName(),
				property.getValue(), (property.getOrigin() != null) ? property.getOrigin() : "unknown");
	}

	private String action(Throwable rootFailure, List<ConfigurationPropertyName> unknown) {
		ConfigurationPropertiesBindException binding = findCause(rootFailure,
				ConfigurationPropertiesBindException.class);
		List<String> meant = (binding != null) ? unknown.stream()
			.flatMap((name) -> KnownKeys.closest(PREFIX, binding.getBeanType(), name).stream())
			.distinct()
			.toList() : List.of();
		return (meant.isEmpty() ? "Remove it. "
				: "Did you mean %s? Otherwise remove it. ".formatted("'" + String.join("', '", meant) + "'"))
				+ "docs/properties.md describes all keys.";
	}

}

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

import java.util.Set;

import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.EndpointExposureOutcomeContributor;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.IncludeExcludeEndpointFilter;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.ExposableEndpoint;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Lets there be beans of the endpoints that are commands of the console, whether or not
 * something else exposes them, and of what they answer over HTTP, as the console does.
 */
class ConsoleExposureOutcomeContributor implements EndpointExposureOutcomeContributor {

	/** The prefix of the keys of what is a command. */
	static final String EXPOSURE = ConfigurationKeys.PREFIX + ".console.exposure";

	static final String DEFAULT_INCLUDES = "*";

	private final @Nullable IncludeExcludeEndpointFilter<?> filter;

	ConsoleExposureOutcomeContributor(Environment environment) {
		this.filter = StringUtils.hasText(environment.getProperty(ConfigurationKeys.CONSOLE_SERVER))
				? new IncludeExcludeEndpointFilter<>(ExposableEndpoint.class, environment, EXPOSURE, DEFAULT_INCLUDES)
				: null;
	}

	@Override
	public @Nullable ConditionOutcome getExposureOutcome(EndpointId endpointId, Set<EndpointExposure> exposures,
			ConditionMessage.Builder message) {
		return (this.filter != null && this.filter.match(endpointId))
				? ConditionOutcome.match(message.because("marked as exposed by a '" + EXPOSURE + "' property")) : null;
	}

}

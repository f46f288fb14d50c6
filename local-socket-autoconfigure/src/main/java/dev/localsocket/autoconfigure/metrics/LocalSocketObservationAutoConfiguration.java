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
package dev.localsocket.autoconfigure.metrics;

import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.metrics.LocalSocketClientObservationConvention;
import dev.localsocket.metrics.LocalSocketListenerObservationConvention;
import dev.localsocket.metrics.ObservationClientInterceptor;
import dev.localsocket.metrics.ObservationListenerInterceptor;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of the observation of listeners and clients.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = LocalSocketAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
public final class LocalSocketObservationAutoConfiguration {

	/**
	 * Creates the auto-configuration, as Spring Boot does.
	 */
	public LocalSocketObservationAutoConfiguration() {
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	ObservationListenerInterceptor localSocketListenerInterceptor(ObservationRegistry registry,
			ObjectProvider<LocalSocketListenerObservationConvention> convention) {
		return new ObservationListenerInterceptor(registry, convention.getIfAvailable());
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	ObservationClientInterceptor localSocketClientInterceptor(ObservationRegistry registry,
			ObjectProvider<LocalSocketClientObservationConvention> convention) {
		return new ObservationClientInterceptor(registry, convention.getIfAvailable());
	}

}

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

package dev.localsocket.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.localsocket.LocalServer;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.context.internal.ConnectionOwners;
import dev.localsocket.health.LocalServerHealthIndicator;
import dev.localsocket.worker.ServerWorkers;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health of local socket servers: one entry for each server.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = LocalSocketAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ LocalServerRegistry.class, LocalServer.class })
@ConditionalOnEnabledHealthIndicator("localsocket")
public final class LocalSocketHealthContributorAutoConfiguration {

	/**
	 * Creates the auto-configuration, as Spring Boot does.
	 */
	public LocalSocketHealthContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = { "localsocketHealthIndicator", "localsocketHealthContributor" })
	CompositeHealthContributor localsocketHealthContributor(LocalServerRegistry registry, ServerWorkers workers,
			ObjectProvider<ConnectionOwners> owners) {
		Map<String, LocalServerRegistration> servers = new LinkedHashMap<>();
		registry.all().forEach((registration) -> servers.put(registration.beanName(), registration));
		return CompositeHealthContributor.fromMap(servers,
				(registration) -> new LocalServerHealthIndicator(registration, workers,
						() -> handler(owners.getIfAvailable(), registration.beanName())));
	}

	private static @Nullable String handler(@Nullable ConnectionOwners owners, String server) {
		return (owners != null) ? String.valueOf(Objects.requireNonNullElse(owners.ownerOf(server), "none")) : null;
	}

}

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
package dev.localsocket.autoconfigure.actuate;

import dev.localsocket.actuate.LocalSocketsEndpoint;
import dev.localsocket.actuate.LocalSocketsEndpointWebExtension;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.context.LocalServerLifecycle;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.context.internal.ConnectionOwners;
import dev.localsocket.event.internal.ConnectionOwner;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoint of local socket servers.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = LocalSocketAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean({ LocalServerRegistry.class, LocalServerLifecycle.class })
@ConditionalOnAvailableEndpoint(LocalSocketsEndpoint.class)
public final class LocalSocketsEndpointAutoConfiguration {

	/**
	 * Creates the auto-configuration, as Spring Boot does.
	 */
	public LocalSocketsEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	LocalSocketsEndpoint localSocketsEndpoint(LocalServerRegistry registry, LocalServerLifecycle lifecycle,
			ObjectProvider<ConnectionOwners> owners) {
		return new LocalSocketsEndpoint(registry, lifecycle, (server) -> kind(owners.getIfAvailable(), server));
	}

	private static String kind(@Nullable ConnectionOwners owners, String server) {
		ConnectionOwner owner = (owners != null) ? owners.ownerOf(server) : null;
		return (owner != null) ? owner.kind() : ConnectionOwner.SOCKET;
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	LocalSocketsEndpointWebExtension localSocketsEndpointWebExtension(LocalSocketsEndpoint endpoint) {
		return new LocalSocketsEndpointWebExtension(endpoint);
	}

}

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

import dev.localsocket.EventLoops;
import dev.localsocket.actuate.LocalSocketInfoContributor;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.context.LocalServerRegistry;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorFallback;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of what local socket servers contribute to the information about the
 * application: nothing, unless {@code management.info.local-socket.enabled} is true.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = LocalSocketAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnBean(LocalServerRegistry.class)
@ConditionalOnEnabledInfoContributor(value = "local-socket", fallback = InfoContributorFallback.DISABLE)
public final class LocalSocketInfoContributorAutoConfiguration {

	/**
	 * Creates the auto-configuration, as Spring Boot does.
	 */
	public LocalSocketInfoContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	LocalSocketInfoContributor localSocketInfoContributor(EventLoops eventLoops) {
		return new LocalSocketInfoContributor(eventLoops);
	}

}

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

package dev.localsocket.web.autoconfigure;

import dev.localsocket.web.internal.servlet.PeerAuthenticationFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.authentication.preauth.AbstractPreAuthenticatedProcessingFilter;

/**
 * Auto-configuration of Spring Security for requests over a local socket: in each filter
 * chain that is built with the bean {@link HttpSecurity}, a filter authenticates the
 * peer.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass({ HttpSecurity.class, AbstractPreAuthenticatedProcessingFilter.class })
@ConditionalOnWebApplication(type = Type.SERVLET)
public final class LocalSocketWebSecurityAutoConfiguration {

	/**
	 * Creates the auto-configuration, as Spring Boot does.
	 */
	public LocalSocketWebSecurityAutoConfiguration() {
	}

	@Bean
	Customizer<HttpSecurity> localSocketPeerAuthentication(
			ObjectProvider<SecurityContextHolderStrategy> contextHolder) {
		PeerAuthenticationFilter filter = new PeerAuthenticationFilter(
				contextHolder.getIfUnique(SecurityContextHolder::getContextHolderStrategy));
		return (http) -> http.addFilterBefore(filter, AbstractPreAuthenticatedProcessingFilter.class);
	}

}

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

import dev.localsocket.web.internal.reactive.PeerContext;
import dev.localsocket.web.internal.reactive.PeerWebFilter;
import dev.localsocket.web.internal.reactive.SecurityPeerContext;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;

/**
 * Tells reactive requests who their peers are.
 */
@Configuration(proxyBeanMethods = false)
@Import({ PeerFilterConfiguration.Security.class, PeerFilterConfiguration.NoSecurity.class })
class PeerFilterConfiguration {

	@Bean
	PeerWebFilter localSocketPeerWebFilter(PeerContext context) {
		return new PeerWebFilter(context);
	}

	/** For Spring Security. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ReactiveSecurityContextHolder.class)
	static class Security {

		@Bean
		PeerContext localSocketPeerContext() {
			return new SecurityPeerContext();
		}

	}

	/** Without Spring Security. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.security.core.context.ReactiveSecurityContextHolder")
	static class NoSecurity {

		@Bean
		PeerContext localSocketPeerContext() {
			return PeerContext.NONE;
		}

	}

}

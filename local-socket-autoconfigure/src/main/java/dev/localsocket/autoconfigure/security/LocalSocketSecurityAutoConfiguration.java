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

package dev.localsocket.autoconfigure.security;

import dev.localsocket.account.Accounts;
import dev.localsocket.annotation.LocalSocketErrorHandler;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.rpc.JsonRpcErrorCodes;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.JsonRpcExceptionResolver;
import dev.localsocket.security.AccountAuthenticationConverter;
import dev.localsocket.security.PeerAuthenticationConverter;
import dev.localsocket.security.internal.PeerAuthentications;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.method.AuthorizationAdvisor;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Auto-configuration of handlers that act as the peer of their connection, so that Spring
 * Security can decide what they may do.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = LocalSocketAutoConfiguration.class)
@ConditionalOnClass(SecurityContextHolder.class)
public final class LocalSocketSecurityAutoConfiguration {

	/**
	 * Creates the auto-configuration, as Spring Boot does.
	 */
	public LocalSocketSecurityAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(PeerAuthenticationConverter.class)
	AccountAuthenticationConverter localSocketPeerAuthenticationConverter(Accounts accounts) {
		return new AccountAuthenticationConverter(accounts);
	}

	@Bean
	@ConditionalOnMissingBean
	PeerAuthentications localSocketPeerAuthentications(PeerAuthenticationConverter converter,
			ObjectProvider<SecurityContextHolderStrategy> contextHolder) {
		return new PeerAuthentications(converter,
				contextHolder.getIfUnique(SecurityContextHolder::getContextHolderStrategy));
	}

	@Bean
	static MethodSecurityCheck localSocketMethodSecurityCheck(ObjectProvider<AuthorizationAdvisor> advisors) {
		return new MethodSecurityCheck(advisors);
	}

	@Bean
	@ConditionalOnMissingBean(LocalSocketErrorHandler.class)
	DenialErrorHandler localSocketErrorHandler() {
		return new DenialErrorHandler();
	}

	/** After those of the application. */
	@Bean
	@Order
	JsonRpcExceptionResolver localSocketDenialResolver() {
		return (failure) -> (failure instanceof AccessDeniedException)
				? new JsonRpcException(JsonRpcErrorCodes.ACCESS_DENIED, "access denied") : null;
	}

}

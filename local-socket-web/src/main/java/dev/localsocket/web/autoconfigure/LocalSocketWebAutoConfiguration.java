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

import dev.localsocket.account.Accounts;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.autoconfigure.LocalSocketProperties;
import dev.localsocket.autoconfigure.WebServerProperties;
import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.autoconfigure.security.LocalSocketSecurityAutoConfiguration;
import dev.localsocket.context.LocalServerLifecycle;
import dev.localsocket.context.internal.ConnectionOwners;
import dev.localsocket.security.PeerAuthenticationConverter;
import dev.localsocket.web.internal.AccountPrincipals;
import dev.localsocket.web.internal.HttpConnections;
import dev.localsocket.web.internal.PeerPolicy;
import dev.localsocket.web.internal.PeerPrincipals;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.Authentication;

/**
 * Auto-configuration of HTTP on local sockets: {@code local-socket.web.server} adds one
 * to the web server, or puts it in place of the TCP port, and
 * {@code local-socket.web.management} gives one to Actuator alone.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { LocalSocketAutoConfiguration.class, LocalSocketSecurityAutoConfiguration.class })
@ConditionalOnBean(ConnectionOwners.class)
@Import({ LocalSocketWebAutoConfiguration.AuthenticationPrincipals.class,
		LocalSocketWebAutoConfiguration.Principals.class })
public final class LocalSocketWebAutoConfiguration {

	/** The web server has started before. */
	private static final int SERVER_CHECK_PHASE = LocalServerLifecycle.PHASE - 512;

	/** The management context has started before. */
	private static final int MANAGEMENT_CHECK_PHASE = Integer.MAX_VALUE - 256;

	/**
	 * Creates the auto-configuration, as Spring Boot does.
	 */
	public LocalSocketWebAutoConfiguration() {
	}

	@Bean
	static UnservedInTests localSocketUnservedInTests(ApplicationContext context) {
		return new UnservedInTests(context);
	}

	@Bean
	@ConditionalOnLocalWebServer(ConfigurationKeys.WEB_SERVER_BEAN)
	HttpConnections webServerConnections(LocalSocketProperties properties, PeerPrincipals principals, Accounts accounts,
			ConnectionOwners owners) {
		return connections(ConfigurationKeys.WEB_SERVER_BEAN, properties.web().server(), principals, accounts, owners);
	}

	@Bean
	@ConditionalOnLocalWebServer(ConfigurationKeys.WEB_SERVER_BEAN)
	WebServerCheck webServerCheck(HttpConnections webServerConnections, ApplicationContext context) {
		return WebServerCheck.ofServer(webServerConnections, context, SERVER_CHECK_PHASE);
	}

	@Bean
	@ConditionalOnLocalWebServer(ConfigurationKeys.MANAGEMENT_SERVER_BEAN)
	HttpConnections managementServerConnections(LocalSocketProperties properties, PeerPrincipals principals,
			Accounts accounts, ConnectionOwners owners) {
		return connections(ConfigurationKeys.MANAGEMENT_SERVER_BEAN, properties.web().management(), principals,
				accounts, owners);
	}

	@Bean
	@ConditionalOnLocalWebServer(ConfigurationKeys.MANAGEMENT_SERVER_BEAN)
	WebServerCheck managementServerCheck(HttpConnections managementServerConnections, ApplicationContext context) {
		return WebServerCheck.ofManagement(managementServerConnections, context, MANAGEMENT_CHECK_PHASE);
	}

	private static HttpConnections connections(String name, @Nullable WebServerProperties properties,
			PeerPrincipals principals, Accounts accounts, ConnectionOwners owners) {
		PeerPolicy policy = new PeerPolicy(principals, TrustedProxies.of(name, properties, accounts));
		HttpConnections connections = new HttpConnections(name, policy);
		owners.register(name, connections);
		return connections;
	}

	/** As listeners see the peer. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Authentication.class)
	static class AuthenticationPrincipals {

		@Bean
		PeerPrincipals localSocketPeerPrincipals(ObjectProvider<PeerAuthenticationConverter> converter,
				Accounts accounts) {
			PeerAuthenticationConverter available = converter.getIfAvailable();
			return (available != null) ? available::convert : new AccountPrincipals(accounts);
		}

	}

	/** Without Spring Security. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.security.core.Authentication")
	static class Principals {

		@Bean
		PeerPrincipals localSocketPeerPrincipals(Accounts accounts) {
			return new AccountPrincipals(accounts);
		}

	}

}

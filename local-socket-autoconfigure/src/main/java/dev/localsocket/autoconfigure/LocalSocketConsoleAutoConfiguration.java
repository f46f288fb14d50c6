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

import java.util.List;

import dev.localsocket.PeerAuthorizer;
import dev.localsocket.account.Accounts;
import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.autoconfigure.diagnostics.InvalidKeysException;
import dev.localsocket.console.ConsoleListener;
import dev.localsocket.rpc.ServerProtocol;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.IncludeExcludeEndpointFilter;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.OperationFilter;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.ParameterValueMapper;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointWebExtension;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointProperties;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.health.registry.ReactiveHealthContributorRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the console: a command server whose commands are the Actuator
 * endpoints. It finds them as HTTP does, so whatever is hidden there is hidden here.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = LocalSocketAutoConfiguration.class,
		afterName = { "org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration",
				"org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration",
				"org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration",
				"org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration" })
@ConditionalOnProperty(name = ConfigurationKeys.CONSOLE_SERVER)
public final class LocalSocketConsoleAutoConfiguration {

	/**
	 * Creates the auto-configuration, as Spring Boot does.
	 */
	public LocalSocketConsoleAutoConfiguration() {
	}

	@Bean
	static ConsoleRequirements localSocketConsoleRequirements(ObjectProvider<ConsoleMarker> marker) {
		if (marker.getIfAvailable() == null) {
			throw new InvalidKeysException(
					"'%s' is set, but the Actuator's endpoints or Jackson are not there"
						.formatted(ConfigurationKeys.CONSOLE_SERVER),
					"Add org.springframework.boot:spring-boot-starter-actuator and "
							+ "org.springframework.boot:spring-boot-starter-jackson, or remove the property.");
		}
		return new ConsoleRequirements();
	}

	/** Is there when all is that the console needs. */
	record ConsoleMarker() {

	}

	/** Says at the start what is missing. */
	record ConsoleRequirements() {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ EndpointAutoConfiguration.class, WebEndpointDiscoverer.class, JsonMapper.class })
	@ConditionalOnBean({ ParameterValueMapper.class, EndpointAccessResolver.class })
	static class ConsoleConfiguration {

		@Bean
		ConsoleMarker localSocketConsoleMarker() {
			return new ConsoleMarker();
		}

		@Bean
		@ConditionalOnMissingBean
		ConsoleListener localSocketConsoleListener(LocalSocketProperties properties, ApplicationContext context,
				ParameterValueMapper parameterMapper, EndpointAccessResolver accessResolver,
				ObjectProvider<OperationInvokerAdvisor> advisors, Accounts accounts,
				ObjectProvider<EndpointJsonMapper> endpointMapper, ObjectProvider<JsonMapper> mapper) {
			ConsoleProperties console = properties.console();
			String server = console.requiredServer();
			checkLines(server, properties.server(server));
			WebEndpointDiscoverer discoverer = new WebEndpointDiscoverer(context, parameterMapper,
					EndpointMediaTypes.DEFAULT, List.of(), List.of(), advisors.orderedStream().toList(),
					List.of(exposure(context.getEnvironment())), List.of(OperationFilter.byAccess(accessResolver)));
			return new ConsoleListener(server, discoverer, operators(console, accounts), context,
					mapper(endpointMapper, mapper));
		}

		/** A framing that is a bean may be one of lines, too. */
		private static void checkLines(String server, LocalServerProperties properties) {
			if (properties.protocol() == ServerProtocol.JSON_RPC) {
				throw InvalidProperty.ofServer(server, "protocol", "json-rpc",
						"The server is the console, whose protocol is 'command'. Remove this key.");
			}
			FramingProperties framing = properties.framing();
			if (framing.bean() == null && framing.type() != FramingProperties.Type.LINE) {
				throw InvalidProperty.ofServer(server, "framing.type", framing.type(),
						"The server is the console, whose framing is 'line'. Remove this key.");
			}
		}

		private static IncludeExcludeEndpointFilter<ExposableWebEndpoint> exposure(Environment environment) {
			return new IncludeExcludeEndpointFilter<>(ExposableWebEndpoint.class, environment,
					ConsoleExposureOutcomeContributor.EXPOSURE, ConsoleExposureOutcomeContributor.DEFAULT_INCLUDES);
		}

		private static PeerAuthorizer operators(ConsoleProperties console, Accounts accounts) {
			AllowedPeers operators = new AllowedPeersFactory(accounts).create("console.operators", console.operators());
			return (peer) -> operators.decide(peer, accounts);
		}

		private static JsonMapper mapper(ObjectProvider<EndpointJsonMapper> endpointMapper,
				ObjectProvider<JsonMapper> mapper) {
			EndpointJsonMapper ofEndpoints = endpointMapper.getIfAvailable();
			return (ofEndpoints != null) ? ofEndpoints.get() : mapper.getIfAvailable(JsonMapper::shared);
		}

	}

	/**
	 * What there is for HTTP when there is a web server: it shows of the health what the
	 * caller may see, and tells when it is bad.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnNotWebApplication
	@ConditionalOnClass({ EndpointAutoConfiguration.class, HealthEndpointWebExtension.class,
			HealthEndpointProperties.class })
	@ConditionalOnBean(HealthEndpoint.class)
	static class HealthConfiguration {

		@Bean
		@ConditionalOnMissingBean
		HealthEndpointWebExtension localSocketConsoleHealthExtension(HealthContributorRegistry registry,
				ObjectProvider<ReactiveHealthContributorRegistry> reactiveRegistry, HealthEndpointGroups groups,
				HealthEndpointProperties properties) {
			return new HealthEndpointWebExtension(registry, reactiveRegistry.getIfAvailable(), groups,
					properties.getLogging().getSlowIndicatorThreshold());
		}

	}

}

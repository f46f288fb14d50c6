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

import java.util.regex.Pattern;

import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.autoconfigure.diagnostics.InvalidKeysException;
import dev.localsocket.page.LocalSocketsPage;
import dev.localsocket.page.PageHints;
import dev.localsocket.page.PageServlet;
import dev.localsocket.page.PageWebFilter;
import jakarta.servlet.Servlet;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.web.server.WebFilter;

/**
 * Configuration of the page, in the web server where the Actuator's endpoints are.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnProperty(ConfigurationKeys.PAGE_ENABLED)
@ImportRuntimeHints(PageHints.class)
class PageManagementConfiguration {

	private static final EndpointId ENDPOINT = EndpointId.of("localsockets");

	private static final Pattern PATH = Pattern.compile("(/[\\w.~-]+)+");

	@Bean
	LocalSocketsPage localSocketsPage(LocalSocketProperties properties, PathMappedEndpoints endpoints,
			EndpointAccessResolver access, Environment environment) {
		String path = properties.page().path();
		if (!PATH.matcher(path).matches()) {
			throw InvalidProperty.of("page.path", path,
					"A path begins with a slash and ends with none, as '/local-sockets' does.");
		}
		String endpoint = endpoints.getPath(ENDPOINT);
		if (endpoint == null) {
			throw new InvalidKeysException(
					"'%s' is set, but the endpoint 'localsockets' is not exposed, or nobody has access to it"
						.formatted(ConfigurationKeys.PAGE_ENABLED),
					"Add it to 'management.endpoints.web.exposure.include', "
							+ "see 'management.endpoint.localsockets.access', or remove the property.");
		}
		return new LocalSocketsPage(path, servletPath(environment) + endpoint,
				access.accessFor(ENDPOINT, Access.READ_ONLY) == Access.UNRESTRICTED);
	}

	/** Spring MVC's servlet has the endpoints, but not in a web server of their own. */
	private static String servletPath(Environment environment) {
		String path = environment.getProperty("spring.mvc.servlet.path", "");
		boolean own = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
		return (own || path.equals("/")) ? "" : path;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(Servlet.class)
	static class ServletConfiguration {

		@Bean
		ServletRegistrationBean<PageServlet> localSocketsPageServlet(LocalSocketsPage page) {
			return new ServletRegistrationBean<>(new PageServlet(page), page.path() + "/*");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(WebFilter.class)
	static class ReactiveConfiguration {

		@Bean
		PageWebFilter localSocketsPageFilter(LocalSocketsPage page) {
			return new PageWebFilter(page);
		}

	}

}

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

package dev.localsocket.web;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyReactiveManagementContextAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyServletManagementContextAutoConfiguration;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatServletManagementContextAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The web servers, all of which are on the class path: a bean says which one is used.
 */
enum Engine {

	TOMCAT(Tomcat.class, JettyServletManagementContextAutoConfiguration.class),

	JETTY(Jetty.class, TomcatServletManagementContextAutoConfiguration.class),

	REACTOR_NETTY(ReactiveApplication.class, TomcatReactiveManagementContextAutoConfiguration.class,
			JettyReactiveManagementContextAutoConfiguration.class);

	private final Class<?> configuration;

	/**
	 * Of the others: Spring Boot does not expect two servers, unless Actuator shares one.
	 */
	private final List<Class<?>> excluded;

	Engine(Class<?> configuration, Class<?>... excluded) {
		this.configuration = configuration;
		this.excluded = List.of(excluded);
	}

	String exclusion() {
		return this.excluded.stream()
			.map(Class::getName)
			.collect(Collectors.joining(",", "spring.autoconfigure.exclude=", ""));
	}

	Class<?> configuration() {
		return this.configuration;
	}

	/** Builds the application whose controllers tell what they see. */
	SpringApplicationBuilder application() {
		SpringApplicationBuilder builder = (this == REACTOR_NETTY)
				? new SpringApplicationBuilder(this.configuration).web(WebApplicationType.REACTIVE)
				: new SpringApplicationBuilder(ServletApplication.class, this.configuration);
		return builder.properties(exclusion(), "spring.main.banner-mode=off");
	}

	@Configuration(proxyBeanMethods = false)
	static class Tomcat {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Jetty {

		@Bean
		JettyServletWebServerFactory webServerFactory() {
			return new JettyServletWebServerFactory();
		}

	}

}
